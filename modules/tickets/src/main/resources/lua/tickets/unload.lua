--[[
  Takes all of an event out of Redis. Whoever asks for it finds that it is not loaded.
  KEYS[1] meta   KEYS[2..] all other keys; homes that meta alone knows are deleted, too
  Returns {OK, {}}
]]
--@include codes
local prefix = string.sub(KEYS[1], 1, -5)
for section in string.gmatch(redis.call('HGET', KEYS[1], 'homes') or '', '[^,]+') do
  redis.call('UNLINK', prefix .. 'home:' .. section)
end
for i = 1, #KEYS do redis.call('UNLINK', KEYS[i]) end
return { OK, {} }

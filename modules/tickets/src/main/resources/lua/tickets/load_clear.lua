--[[
  Deletes some of the holds that were there before a load, and what else is to be written anew.
  KEYS[1] meta   KEYS[2] load   KEYS[3] expiry index   KEYS[4..] keys to delete   ARGV[1] epoch of the load   ARGV[2] how many holds at most
  Returns {OK, {}, holds deleted}; {STALE, {}} when another load has begun since
]]
--@include codes
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return { STALE, {} } end
redis.call('PEXPIRE', KEYS[2], 60000)
for i = 4, #KEYS do redis.call('UNLINK', KEYS[i]) end
-- The holds share the event's hash tag and so lie in the slot of the keys that were passed.
local prefix = string.sub(KEYS[1], 1, -5)
local lost = redis.call('ZRANGE', KEYS[3], 0, ARGV[2] - 1)
for i = 1, #lost do redis.call('DEL', prefix .. 'hold:' .. lost[i]) end
if #lost > 0 then redis.call('ZREMRANGEBYRANK', KEYS[3], 0, #lost - 1) end
return { OK, {}, #lost }

--[[
  Writes a part of what a load puts there. Repeating it changes nothing.
  KEYS[1] load   KEYS[2] what is written   ARGV[1] epoch of the load   ARGV[2] the text; or ARGV[2..] field, value of each, at most 2,000
  Returns {OK, {}}; {STALE, {}} when another load has begun since
]]
--@include codes
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return { STALE, {} } end
redis.call('PEXPIRE', KEYS[1], 60000)
if #ARGV == 2 then
  redis.call('SET', KEYS[2], ARGV[2])
else
  redis.call('HSET', KEYS[2], unpack(ARGV, 2))
end
return { OK, {} }

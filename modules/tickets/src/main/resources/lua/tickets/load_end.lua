--[[
  Ends a load: from now on the event sells.
  KEYS[1] meta   KEYS[2] load   ARGV[1] epoch of the load   ARGV[2..] field, value of each of meta
  Returns {OK, changes}; {STALE, {}} when another load has begun since
]]
--@include codes
--@include clock
--@include channels
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return { STALE, {} } end
redis.call('HSET', KEYS[1], unpack(ARGV, 2))
-- The version grows with the epoch, so that it never comes again although the last one may be forgotten.
local version = ARGV[1] * 1000000000
redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'version', version)
local prefix = string.sub(KEYS[1], 1, -5)
if redis.call('HEXISTS', KEYS[1], 'releases') == 1 then release_channels(prefix, now_ms()) end
redis.call('DEL', KEYS[2])
return { OK, { version, 'r' } }

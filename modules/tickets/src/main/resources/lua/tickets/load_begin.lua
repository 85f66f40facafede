--[[
  Begins to put the inventory of an event there. Until load_end all other scripts answer that it is not loaded.
  KEYS[1] meta   KEYS[2] load   ARGV[1] epoch, one that was given to no other load
  Returns {OK, {}}; {STALE, {}} when a later load has begun or is done
]]
--@include codes
local mine = tonumber(ARGV[1])
if tonumber(redis.call('HGET', KEYS[1], 'epoch') or 0) >= mine then return { STALE, {} } end
if tonumber(redis.call('GET', KEYS[2]) or 0) > mine then return { STALE, {} } end
redis.call('DEL', KEYS[1])
redis.call('SET', KEYS[2], ARGV[1], 'PX', 60000)
return { OK, {} }

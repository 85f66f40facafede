--[[
  Deletes the holds that were there before a load, and what else is to be written anew. Since a load does this while there is no meta,
  whatever hold there is has its places.
  KEYS[1] load   KEYS[2..] keys to delete   ARGV[1] epoch of the load
  Returns {OK, {}}; {STALE, {}} when another load has begun since
]]
--@include codes
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return { STALE, {} } end
redis.call('PEXPIRE', KEYS[1], 60000)
for i = 2, #KEYS do redis.call('UNLINK', KEYS[i]) end
return { OK, {} }

--[[
  Puts another version of the sale's rules in force.
  KEYS[1] meta   ARGV field, value of each
  Returns {OK, {}}; {NOT_LOADED}
]]
--@include codes
if redis.call('EXISTS', KEYS[1]) == 0 then return { NOT_LOADED, {} } end
redis.call('HSET', KEYS[1], unpack(ARGV))
redis.call('HINCRBY', KEYS[1], 'version', 1)
return { OK, {} }

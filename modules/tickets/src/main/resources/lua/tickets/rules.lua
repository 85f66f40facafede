--[[
  Puts another version of the sale's rules in force.
  KEYS[1] meta   ARGV field, value of each
  Returns {OK, changes}; {NOT_LOADED}
]]
--@include codes
--@include changes
if redis.call('EXISTS', KEYS[1]) == 0 then return { NOT_LOADED, {} } end
redis.call('HSET', KEYS[1], unpack(ARGV))
local changes = {}
changed(KEYS[1], changes, 'r')
return { OK, changes }

--[[
  For tests: overwrites the customer whom a hold of an agency is for.
  KEYS[1] holds   ARGV[1] hold id   ARGV[2] customer as it is sealed
  Returns the state of the hold
]]
--@include record
local hold = read_hold(KEYS[1], ARGV[1])
set_rare(hold, 'w', ARGV[2])
rewrite_hold(KEYS[1], ARGV[1], hold)
return hold.state

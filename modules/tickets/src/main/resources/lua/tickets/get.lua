--[[
  Reads a hold of its holder; changes nothing.
  KEYS[1] meta   KEYS[2] hold   ARGV[1] holder
  Returns {OK, {}, state a o r x, created ms, expires ms, places, adjacent}; {NOT_LOADED}; {NO_HOLD}; {OTHER_HOLDER}
]]
--@include codes
--@include clock
--@include view
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if not epoch then return { NOT_LOADED, {} } end
local hold = redis.call('HMGET', KEYS[2], 'b', 's', 'e', 'c', 't', 'p', 'a')
if not hold[1] then return { NO_HOLD, {} } end
if hold[1] ~= ARGV[1] then return { OTHER_HOLDER, {} } end
local state = hold[2]
if (state == 'a' or state == 'g') and (hold[3] ~= epoch or tonumber(hold[5]) <= now_ms()) then state = 'x' end
return view({}, state, hold[4], hold[5], hold[6], hold[7])

--[[
  Reads a hold of its holder; changes nothing.
  KEYS[1] meta   KEYS[2] hold   ARGV[1] holder
  Returns {OK, {}, state a o r x, created ms, expires ms, places, adjacent}; {NOT_LOADED}; {NO_HOLD};
  {OTHER_HOLDER, {}, agency or '', buyer, customer}; {LOST}
]]
--@include codes
--@include clock
--@include owner
--@include view
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if not epoch then return { NOT_LOADED, {} } end
local hold = redis.call('HMGET', KEYS[2], 'b', 's', 'e', 'c', 't', 'p', 'a')
if not hold[1] then return { NO_HOLD, {} } end
local refusal = refuse_stranger(KEYS[2], hold[1], ARGV[1], {})
if refusal then return refusal end
local state = hold[2]
if state == 'a' or state == 'g' then
  if hold[3] ~= epoch then return { LOST, {} } end
  if tonumber(hold[5]) <= now_ms() then state = 'x' end
end
return view({}, state, hold[4], hold[5], hold[6], hold[7])

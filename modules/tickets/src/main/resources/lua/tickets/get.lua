--[[
  Reads a hold of its holder; changes nothing.
  KEYS[1] meta   KEYS[2] holds   ARGV[1] holder   ARGV[2] hold id
  Returns {OK, {}, state a o r x, created ms, expires ms, places, adjacent}; {NOT_LOADED}; {NO_HOLD};
  {OTHER_HOLDER, {}, agency or '', and then who stands for the customer, customer}
]]
--@include codes
--@include clock
--@include record
--@include owner
--@include view
if redis.call('HEXISTS', KEYS[1], 'epoch') == 0 then return { NOT_LOADED, {} } end
local hold = read_hold(KEYS[2], ARGV[2])
if not hold then return { NO_HOLD, {} } end
local refusal = refuse_stranger(hold, ARGV[1], {})
if refusal then return refusal end
local state = is_open(hold) and hold.expires <= now_ms() and 'x' or hold.state
return view({}, state, hold.created, hold.expires, hold.places, hold.adjacent)

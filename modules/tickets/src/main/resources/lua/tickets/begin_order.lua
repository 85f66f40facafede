--[[
  Keeps a hold from lapsing while its order is written. Repeating it for a hold that is being ordered succeeds, and gives no more time.
  Until keep_hold tells that nothing came of it, the hold knows how often it was begun (n) and when it would have lapsed (t1).
  KEYS[1] meta   KEYS[2] holds   KEYS[3] expiry index   KEYS[4] buyers   ARGV[1] holder   ARGV[2] hold id   ARGV[3] grace, ms
  ARGV[4] order id if it is a change of that, else ''
  Returns {code, changes, ...}: {OK, .., state, created ms, expires ms, places, adjacent}; {NOT_LOADED}; {NO_HOLD};
  {OTHER_HOLDER, .., agency or '', and then who stands for the customer, customer}; {LAPSED}; {WRONG_STATE}; {CLOSED};
  {FOR_CHANGE} of another order, or of one
]]
--@include codes
--@include changes
--@include clock
--@include places
--@include hints
--@include assigned
--@include record
--@include ended
--@include release
--@include owner
--@include view
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'canceled')
if not meta[1] then return { NOT_LOADED, {} } end
local now = now_ms()
local changes = reap(string.sub(KEYS[1], 1, -5), KEYS[1], KEYS[3], KEYS[4], now, 20)
local hold = read_hold(KEYS[2], ARGV[2])
if not hold then return { NO_HOLD, changes } end
local refusal = refuse_stranger(hold, ARGV[1], changes)
if refusal then return refusal end
if hold.rare.z and hold.rare.z ~= ARGV[4] then return { FOR_CHANGE, changes } end
if hold.state == 'x' then return { LAPSED, changes } end
if not is_open(hold) then return { WRONG_STATE, changes } end
if hold.expires <= now then return { LAPSED, changes } end
if meta[2] == '1' then return { CLOSED, changes } end
local places = own(hold.places, hold.rare.l)
if places == '' then return { LAPSED, changes } end
if hold.state == 'a' then
  set_rare(hold, 't0', hold.rare.t0 or hold.expires)
  set_rare(hold, 't1', hold.expires)
  set_rare(hold, 'n', 1)
  hold.state, hold.expires = 'g', math.max(hold.expires, now + ARGV[3])
  redis.call('ZADD', KEYS[3], hold.expires, ARGV[2])
else
  set_rare(hold, 'n', hold.rare.n + 1)
end
rewrite_hold(KEYS[2], ARGV[2], hold)
return view(changes, 'a', hold.created, hold.expires, places, hold.adjacent)

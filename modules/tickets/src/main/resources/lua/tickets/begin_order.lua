--[[
  Keeps a hold from lapsing while its order is written. Repeating it for a hold that is being ordered succeeds, and gives no more time.
  Until keep_hold tells that nothing came of it, the hold knows how often it was begun (n) and when it would have lapsed (t1).
  KEYS[1] meta   KEYS[2] hold   KEYS[3] expiry index   KEYS[4] buyers   ARGV[1] holder   ARGV[2] hold id   ARGV[3] grace, ms
  Returns {code, changes, ...}: {OK, .., state, created ms, expires ms, places, adjacent}; {NOT_LOADED}; {NO_HOLD};
  {OTHER_HOLDER, .., agency or '', buyer, customer}; {LAPSED}; {LOST}; {WRONG_STATE}; {CLOSED}
]]
--@include codes
--@include changes
--@include clock
--@include places
--@include hints
--@include assigned
--@include release
--@include owner
--@include view
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'canceled')
if not meta[1] then return { NOT_LOADED, {} } end
local now = now_ms()
local changes = reap(string.sub(KEYS[1], 1, -5), KEYS[1], KEYS[3], KEYS[4], meta[1], now, 20)
local hold = redis.call('HMGET', KEYS[2], 'b', 's', 'e', 'c', 't', 'p', 'a', 'l')
if not hold[1] then return { NO_HOLD, changes } end
local refusal = refuse_stranger(KEYS[2], hold[1], ARGV[1], changes)
if refusal then return refusal end
if hold[2] == 'x' then return { LAPSED, changes } end
if hold[2] ~= 'a' and hold[2] ~= 'g' then return { WRONG_STATE, changes } end
if hold[3] ~= meta[1] then return { LOST, changes } end
if tonumber(hold[5]) <= now then return { LAPSED, changes } end
if meta[2] == '1' then return { CLOSED, changes } end
local places = own(hold[6], hold[8])
if places == '' then return { LAPSED, changes } end
local expires = tonumber(hold[5])
if hold[2] == 'a' then
  expires = math.max(expires, now + ARGV[3])
  redis.call('HSETNX', KEYS[2], 't0', hold[5])
  redis.call('HSET', KEYS[2], 's', 'g', 't', expires, 't1', hold[5], 'n', 1)
  redis.call('ZADD', KEYS[3], expires, ARGV[2])
else
  redis.call('HINCRBY', KEYS[2], 'n', 1)
end
return view(changes, 'a', hold[4], expires, places, hold[7])

--[[
  Starts the hold time anew, unless the hold is older than twice that.
  KEYS[1] meta   KEYS[2] hold   KEYS[3] expiry index   KEYS[4] buyers   ARGV[1] holder   ARGV[2] hold id
  Returns {code, changes, ...}: {OK, .., state, created ms, expires ms, places, adjacent}; {NOT_LOADED}; {NO_HOLD};
  {OTHER_HOLDER, .., agency or '', buyer, customer}; {LAPSED}; {LOST}; {WRONG_STATE}; {TOO_OLD}; {CLOSED}
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
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'canceled', 'closes', 'holdMs')
if not meta[1] then return { NOT_LOADED, {} } end
local now = now_ms()
local changes = reap(string.sub(KEYS[1], 1, -5), KEYS[1], KEYS[3], KEYS[4], meta[1], now, 20)
local hold = redis.call('HMGET', KEYS[2], 'b', 's', 'e', 'c', 't', 'p', 'a')
if not hold[1] then return { NO_HOLD, changes } end
local refusal = refuse_stranger(KEYS[2], hold[1], ARGV[1], changes)
if refusal then return refusal end
if (hold[2] == 'a' or hold[2] == 'g') and hold[3] ~= meta[1] then return { LOST, changes } end
if hold[2] == 'x' or tonumber(hold[5]) <= now then return { LAPSED, changes } end
if hold[2] ~= 'a' then return { WRONG_STATE, changes } end
if meta[2] == '1' or now >= tonumber(meta[3]) then return { CLOSED, changes } end
if now - hold[4] > 2 * meta[4] then return { TOO_OLD, changes } end
local expires = math.max(tonumber(hold[5]), now + meta[4])
redis.call('HSETNX', KEYS[2], 't0', hold[5])
redis.call('HSET', KEYS[2], 't', expires)
redis.call('ZADD', KEYS[3], expires, ARGV[2])
return view(changes, 'a', hold[4], expires, hold[6], hold[7])

--[[
  Starts the hold time anew, unless the hold is older than twice that.
  KEYS[1] meta   KEYS[2] holds   KEYS[3] expiry index   KEYS[4] buyers   ARGV[1] holder   ARGV[2] hold id
  Returns {code, changes, ...}: {OK, .., state, created ms, expires ms, places, adjacent}; {NOT_LOADED}; {NO_HOLD};
  {OTHER_HOLDER, .., agency or '', and then who stands for the customer, customer}; {LAPSED}; {WRONG_STATE}; {TOO_OLD}; {CLOSED}
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
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'canceled', 'closes', 'holdMs')
if not meta[1] then return { NOT_LOADED, {} } end
local now = now_ms()
local changes = reap(string.sub(KEYS[1], 1, -5), KEYS[1], KEYS[3], KEYS[4], now, 20)
local hold = read_hold(KEYS[2], ARGV[2])
if not hold then return { NO_HOLD, changes } end
local refusal = refuse_stranger(hold, ARGV[1], changes)
if refusal then return refusal end
if hold.state == 'x' or hold.expires <= now then return { LAPSED, changes } end
if hold.state ~= 'a' then return { WRONG_STATE, changes } end
if meta[2] == '1' or now >= tonumber(meta[3]) then return { CLOSED, changes } end
if now - hold.created > 2 * meta[4] then return { TOO_OLD, changes } end
set_rare(hold, 't0', hold.rare.t0 or hold.expires)
hold.expires = math.max(hold.expires, now + meta[4])
rewrite_hold(KEYS[2], ARGV[2], hold)
redis.call('ZADD', KEYS[3], hold.expires, ARGV[2])
return view(changes, 'a', hold.created, hold.expires, hold.places, hold.adjacent)

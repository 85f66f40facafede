--[[
  The order's claims are committed: what the hold has is claimed, and the hold is ordered. Standing places that settle has claimed already
  were counted for the buyer's cap twice, as held and as claimed; that is put right.
  KEYS[1] meta   KEYS[2] hold   KEYS[3] expiry index   KEYS[4] buyers   ARGV[1] hold id   ARGV[2] order id
  Returns {OK, changes, places claimed}, without places when it was told before; {NOT_LOADED}; {NO_HOLD} or {LAPSED}: settle the order's claims instead
]]
--@include codes
--@include changes
--@include places
--@include assigned
--@include standing
local CLAIMED = { h = 'c', H = 'C' }
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if not epoch then return { NOT_LOADED, {} } end
local hold = redis.call('HMGET', KEYS[2], 's', 'e', 'p', 'l', 'b')
if not hold[1] then return { NO_HOLD, {} } end
if hold[1] == 'o' then return { OK, {} } end
if (hold[1] ~= 'a' and hold[1] ~= 'g') or hold[2] ~= epoch then return { LAPSED, {} } end
local prefix, quantities, changes = string.sub(KEYS[1], 1, -5), {}, {}
local places = own(hold[3], hold[4])
local through = ''
local count = turn(prefix, places, CLAIMED, function(section, quantity, channel)
  quantities[section] = (quantities[section] or 0) + quantity
  through = channel
end)
for section, quantity in pairs(quantities) do
  local key = prefix .. 'ga:' .. section
  redis.call('HINCRBY', key, 'h', -quantity)
  local freed = make_free(key, quantity, through)
  local more, moved = set_claim(key, section, ARGV[2], 'c', quantity, through, -quantity, freed)
  count_for(KEYS[4], hold[5], more - quantity)
  changed(KEYS[1], changes, moved)
end
redis.call('HSET', KEYS[2], 's', 'o')
redis.call('PEXPIRE', KEYS[2], 3600000)
redis.call('ZREM', KEYS[3], ARGV[1])
if count > 0 then changed(KEYS[1], changes, 'c' .. places) end
return { OK, changes, places }

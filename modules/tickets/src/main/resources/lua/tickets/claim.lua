--[[
  The order's claims are committed: what the hold has is claimed, and the hold is ordered. Standing places that settle has claimed already
  were counted for the buyer's cap twice, as held and as claimed; that is put right.
  KEYS[1] meta   KEYS[2] holds   KEYS[3] expiry index   KEYS[4] buyers   ARGV[1] hold id   ARGV[2] order id
  Returns {OK, changes, places claimed}, without places when it was told before; {NOT_LOADED}; {NO_HOLD} or {LAPSED}: settle the order's claims instead
]]
--@include codes
--@include changes
--@include clock
--@include places
--@include assigned
--@include record
--@include ended
--@include standing
local CLAIMED = { h = 'c', H = 'C' }
if redis.call('HEXISTS', KEYS[1], 'epoch') == 0 then return { NOT_LOADED, {} } end
local hold = read_hold(KEYS[2], ARGV[1])
if not hold then return { NO_HOLD, {} } end
if hold.state == 'o' then return { OK, {} } end
if not is_open(hold) then return { LAPSED, {} } end
local prefix, quantities, changes = string.sub(KEYS[1], 1, -5), {}, {}
local places = own(hold.places, hold.rare.l)
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
  count_for(KEYS[4], hold.buyer, more - quantity)
  changed(KEYS[1], changes, moved)
end
finish(prefix, ARGV[1], hold, 'o', now_ms())
if count > 0 then changed(KEYS[1], changes, 'c' .. places) end
return { OK, changes, places }

--[[
  Gives back a hold, or one seat of it; the last one gives back the hold.
  KEYS[1] meta   KEYS[2] holds   KEYS[3] expiry index   KEYS[4] buyers   KEYS[5] section of the one seat
  ARGV[1] holder, or '' for the order that was refused   ARGV[2] hold id
  ARGV[3] section and ARGV[4] position of the one seat, absent for all
  Returns {code, changes, ...}: {OK, .., state, created ms, expires ms, places, adjacent}, also for a hold that has
  ended already when all of it is to be given back; {NOT_LOADED}; {NO_HOLD}; {OTHER_HOLDER, .., agency or '', and then who stands for the customer, customer};
  {LAPSED}; {WRONG_STATE}; {NOT_IN_HOLD}
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
if redis.call('HEXISTS', KEYS[1], 'epoch') == 0 then return { NOT_LOADED, {} } end
local prefix, now = string.sub(KEYS[1], 1, -5), now_ms()
local changes = reap(prefix, KEYS[1], KEYS[3], KEYS[4], now, 20)
local hold = read_hold(KEYS[2], ARGV[2])
if not hold then return { NO_HOLD, changes } end
local refusal = ARGV[1] ~= '' and refuse_stranger(hold, ARGV[1], changes)
if refusal then return refusal end
local state, mine = hold.state, own(hold.places, hold.rare.l)

if not ARGV[3] then
  if state == 'a' or (state == 'g' and ARGV[1] == '') then
    local more = give_back(prefix, KEYS[4], mine, hold.buyer) or {}
    finish(prefix, ARGV[2], hold, 'r', now)
    changed(KEYS[1], changes, 'f' .. mine)
    for i = 1, #more do changed(KEYS[1], changes, more[i]) end
  elseif state == 'g' or state == 'o' then
    return { WRONG_STATE, changes }
  end
  return view(changes, hold.state, hold.created, hold.expires, hold.places, hold.adjacent)
end

if state == 'x' then return { LAPSED, changes } end
if state ~= 'a' then return { WRONG_STATE, changes } end
local places, found = without(hold.places, ARGV[3], tonumber(ARGV[4]))
if not found then return { NOT_IN_HOLD, changes } end
local _, still = without(mine, ARGV[3], tonumber(ARGV[4]))
if still then
  local seat = ARGV[3] .. ':::0:' .. ARGV[4]
  local more = give_back(prefix, KEYS[4], seat, hold.buyer) or {}
  changed(KEYS[1], changes, 'f' .. seat)
  for i = 1, #more do changed(KEYS[1], changes, more[i]) end
end
set_rare(hold, 'p0', hold.rare.p0 or hold.places)
hold.places = places
if places == '' then
  finish(prefix, ARGV[2], hold, 'r', now)
else
  rewrite_hold(KEYS[2], ARGV[2], hold)
end
return view(changes, hold.state, hold.created, hold.expires, places, hold.adjacent)

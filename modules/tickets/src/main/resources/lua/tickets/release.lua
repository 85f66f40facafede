--[[
  Gives back a hold, or one seat of it; the last one gives back the hold.
  KEYS[1] meta   KEYS[2] hold   KEYS[3] expiry index   KEYS[4] buyers   KEYS[5] section of the one seat
  ARGV[1] holder, or '' for the order that was refused   ARGV[2] hold id
  ARGV[3] section and ARGV[4] position of the one seat, absent for all
  Returns {code, changes, ...}: {OK, .., state, created ms, expires ms, places, adjacent}, also for a hold that has
  ended already when all of it is to be given back; {NOT_LOADED}; {NO_HOLD}; {OTHER_HOLDER, .., agency or '', buyer, customer};
  {LAPSED}; {LOST}; {WRONG_STATE}; {NOT_IN_HOLD}
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
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if not epoch then return { NOT_LOADED, {} } end
local prefix = string.sub(KEYS[1], 1, -5)
local changes = reap(prefix, KEYS[1], KEYS[3], KEYS[4], epoch, now_ms(), 20)
local hold = redis.call('HMGET', KEYS[2], 'b', 's', 'e', 'c', 't', 'p', 'a', 'l')
if not hold[1] then return { NO_HOLD, changes } end
local refusal = ARGV[1] ~= '' and refuse_stranger(KEYS[2], hold[1], ARGV[1], changes)
if refusal then return refusal end
local state = hold[2]
if (state == 'a' or state == 'g') and hold[3] ~= epoch then return { LOST, changes } end

if not ARGV[3] then
  if state == 'a' or (state == 'g' and ARGV[1] == '') then
    local mine = own(hold[6], hold[8])
    local more = give_back(prefix, KEYS[4], mine, hold[1]) or {}
    finish(KEYS[2], 'r')
    redis.call('ZREM', KEYS[3], ARGV[2])
    changed(KEYS[1], changes, 'f' .. mine)
    for i = 1, #more do changed(KEYS[1], changes, more[i]) end
    state = 'r'
  elseif state == 'g' or state == 'o' then
    return { WRONG_STATE, changes }
  end
  return view(changes, state, hold[4], hold[5], hold[6], hold[7])
end

if state == 'x' then return { LAPSED, changes } end
if state ~= 'a' then return { WRONG_STATE, changes } end
local places, found = without(hold[6], ARGV[3], tonumber(ARGV[4]))
if not found then return { NOT_IN_HOLD, changes } end
local mine = own(hold[6], hold[8])
local _, still = without(mine, ARGV[3], tonumber(ARGV[4]))
if still then
  local seat = ARGV[3] .. ':::0:' .. ARGV[4]
  local more = give_back(prefix, KEYS[4], seat, hold[1]) or {}
  changed(KEYS[1], changes, 'f' .. seat)
  for i = 1, #more do changed(KEYS[1], changes, more[i]) end
end
redis.call('HSETNX', KEYS[2], 'p0', hold[6])
redis.call('HSET', KEYS[2], 'p', places)
if places == '' then
  finish(KEYS[2], 'r')
  redis.call('ZREM', KEYS[3], ARGV[2])
  state = 'r'
end
return view(changes, state, hold[4], hold[5], places, hold[7])

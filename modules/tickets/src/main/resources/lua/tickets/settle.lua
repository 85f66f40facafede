--[[
  Makes places what PostgreSQL says they are. A seat that somebody holds although it is claimed or sold is taken out of that hold; a seat
  that is neither becomes free, unless somebody holds it.
  KEYS[1] meta   KEYS[2] expiry index   KEYS[3] buyers   KEYS[4..] section of each entry
  ARGV four per entry: position, state c s f, buyer, '' for a seat; '', state c s, buyer, 'ORDER QUANTITY' for an order's
  standing places, quantity 0 for none
  Returns {OK, {}, changed entries}; {NOT_LOADED}
]]
--@include codes
--@include places
--@include standing
if redis.call('EXISTS', KEYS[1]) == 0 then return { NOT_LOADED, {} } end
local prefix, changed = string.sub(KEYS[1], 1, -5), 0

local function take_from_its_hold(section, position)
  local ids = redis.call('ZRANGE', KEYS[2], 0, -1)
  for i = 1, #ids do
    local key = prefix .. 'hold:' .. ids[i]
    local hold = redis.call('HMGET', key, 'p', 'l', 'b')
    if hold[1] and string.find(hold[1], section .. ':', 1, true) then
      local _, found = without(own(hold[1], hold[2]), section, position)
      if found then
        redis.call('HSET', key, 'l', (hold[2] and hold[2] .. ',' or '') .. section .. ':' .. position)
        count_for(KEYS[3], hold[3], -1)
        return
      end
    end
  end
end

local function settle_seat(key, position, state, buyer)
  local letter = redis.call('GETRANGE', key, position, position)
  local was = string.lower(letter)
  if letter == '' or was == state or (state == 'f' and was ~= 'c' and was ~= 's') then return end
  if was == 'h' then take_from_its_hold(string.sub(key, #prefix + 5), tonumber(position)) end
  local owned = was == 'c' or was == 's'
  if state == 'f' then
    count_for(KEYS[3], buyer, -1)
  elseif not owned then
    count_for(KEYS[3], buyer, 1)
  end
  redis.call('SETRANGE', key, position, letter == was and state or string.upper(state))
  changed = changed + 1
end

for i = 4, #KEYS do
  local at = (i - 4) * 4
  local position, state, buyer, claim = ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4]
  if claim == '' then
    settle_seat(KEYS[i], position, state, buyer)
  else
    local order, quantity = string.match(claim, '^(%S+) (%d+)$')
    local was = redis.call('HGET', KEYS[i], 'o:' .. order)
    if (was or 'f0') ~= (quantity == '0' and 'f0' or state .. quantity) then
      count_for(KEYS[3], buyer, set_claim(KEYS[i], order, state, tonumber(quantity)))
      changed = changed + 1
    end
  end
end
if changed > 0 then redis.call('HINCRBY', KEYS[1], 'version', 1) end
return { OK, {}, changed }

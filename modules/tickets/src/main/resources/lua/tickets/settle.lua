--[[
  Makes places what PostgreSQL says they are. A seat that somebody holds although it is claimed or sold is taken out of that hold; a seat
  that is neither becomes free, or its channel's again, unless somebody holds it. Where it is not known whose hold that is, the holds are looked through once for
  all such seats, a bounded number of them at a time; seats that were not found yet are left for the next time.
  KEYS[1] meta   KEYS[2] expiry index   KEYS[3] buyers   KEYS[4..] section of each entry
  ARGV[1] expiry of the holds to look through from, '-inf' the first time
  ARGV[2..] five per entry: position, state c s f, buyer, '', hold of the order or '' for a seat; '', state c s, buyer,
  'ORDER QUANTITY CHANNEL', '' for an order's standing places, quantity 0 for none, channel '' for none
  Returns {OK, changes, number of them, ''}; {OK, changes, number of them, expiry to go on from} when it must be run again; {NOT_LOADED}
]]
--@include codes
--@include changes
--@include hints
--@include places
--@include assigned
--@include standing
--@include record
local MOST_HOLDS = 2000
if redis.call('HEXISTS', KEYS[1], 'epoch') == 0 then return { NOT_LOADED, {} } end
local prefix, changes = string.sub(KEYS[1], 1, -5), {}
-- By section, the positions of seats whose hold is looked for.
local sought, missing, waiting = {}, 0, {}

local function take(id, hold, section, position)
  if not is_open(hold) then return false end
  local lost = hold.rare.l
  local _, found = without(own(hold.places, lost), section, position)
  if found then
    set_rare(hold, 'l', (lost and lost .. ',' or '') .. section .. ':' .. position)
    rewrite_hold(prefix .. 'holds', id, hold)
    count_for(KEYS[3], hold.buyer, -1)
  end
  return found
end

local function take_what_is_sought(id)
  local hold = read_hold(prefix .. 'holds', id)
  for section, _, list in string.gmatch(hold and hold.places or '', GROUP) do
    local wanted = sought[section]
    if wanted and string.byte(list) ~= STANDING then
      for from, to in string.gmatch(list, RUN) do
        local first = tonumber(from)
        local last = tonumber(to) or first
        for position in pairs(wanted) do
          if position >= first and position <= last and take(id, hold, section, position) then
            wanted[position] = nil
            missing = missing - 1
          end
        end
      end
    end
  end
end

-- Returns where to go on, '' when no hold is left to look into.
local function look_through_holds()
  local ids = redis.call('ZRANGEBYSCORE', KEYS[2], ARGV[1], '+inf', 'WITHSCORES', 'LIMIT', 0, MOST_HOLDS)
  for i = 1, #ids, 2 do
    take_what_is_sought(ids[i])
    if missing == 0 then return '' end
  end
  if #ids < 2 * MOST_HOLDS then return '' end
  local last = ids[#ids]
  return last == ARGV[1] and '(' .. last or last
end

local function settle_seat(key, position, letter, state, buyer)
  local was = string.lower(letter)
  local owned = was == 'c' or was == 's'
  if state == 'f' then
    count_for(KEYS[3], buyer, -1)
  elseif not owned then
    count_for(KEYS[3], buyer, 1)
  end
  local section, after = string.sub(key, #prefix + 5), letter == was and state or string.upper(state)
  local home = state == 'f' and home_of(prefix, section)
  if home then
    home = redis.call('GETRANGE', home, position, position)
    if home ~= '' then after = home end
  end
  redis.call('SETRANGE', key, position, after)
  if was == 'f' or state == 'f' then look_again(KEYS[1], key, position) end
  changed(KEYS[1], changes, state .. section .. ':' .. position)
  if state == 'f' and string.lower(after) ~= 'f' then changed(KEYS[1], changes, 'b' .. section .. ':' .. position) end
end

local function begin_seat(key, position, state, buyer, hold)
  local letter = redis.call('GETRANGE', key, position, position)
  local was = string.lower(letter)
  if letter == '' or was == state or (state == 'f' and was ~= 'c' and was ~= 's') then return end
  local section, at = string.sub(key, #prefix + 5), tonumber(position)
  if was == 'h' and not (hold ~= '' and take(hold, read_hold(prefix .. 'holds', hold), section, at)) then
    sought[section] = sought[section] or {}
    sought[section][at] = true
    missing = missing + 1
    waiting[#waiting + 1] = { key, section, at, letter, state, buyer }
  else
    settle_seat(key, position, letter, state, buyer)
  end
end

for i = 4, #KEYS do
  local at = (i - 4) * 5 + 1
  local position, state, buyer, claim, hold = ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4], ARGV[at + 5]
  if claim == '' then
    begin_seat(KEYS[i], position, state, buyer, hold)
  else
    local order, quantity, channel = string.match(claim, '^(%S+) (%d+) (%S*)$')
    local was = redis.call('HGET', KEYS[i], 'o:' .. order)
    if (was or 'f0') ~= (quantity == '0' and 'f0' or claim_text(state, quantity, channel)) then
      local more, moved = set_claim(KEYS[i], string.sub(KEYS[i], #prefix + 4), order, state, tonumber(quantity), channel, 0, 0)
      count_for(KEYS[3], buyer, more)
      changed(KEYS[1], changes, moved)
    end
  end
end
local go_on = missing > 0 and look_through_holds() or ''
for i = 1, #waiting do
  local key, section, at, letter, state, buyer = unpack(waiting[i])
  if go_on == '' or not sought[section][at] then settle_seat(key, at, letter, state, buyer) end
end
return { OK, changes, math.max(0, #changes - 1), go_on }

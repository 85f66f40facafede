--[[
  Holds everything that is asked for, or nothing. A repeat with the same id and request finds its hold as it was first answered.
  KEYS[1] meta   KEYS[2] holds   KEYS[3] expiry index   KEYS[4] buyers
  KEYS[5..] section of each wanted group, then the seated sections to look for the best available in
  ARGV[1] version of the sheet   ARGV[2] hold id, see include/record   ARGV[3] holder, 14 bytes   ARGV[4] hash of the request, 8 bytes, '' if it cannot be repeated
  ARGV[5] number of places in all   ARGV[6] wanted places, groups as in include/places, may be ''
  ARGV[7] best available: quantity or 0   ARGV[8] letter of the seats looked for, f or F
  ARGV[9] TYPE:PRICE:CHOSEN:SECTIONS of each group of sections to look in, each followed by ';'; SECTIONS is how many of the keys, with
  '+' when meta has the focal seats of some: field 'focal:SECTION', 'ROW=SEAT;' by position of the row, in halves of a seat
  ARGV[10] letter and ARGV[11] code of the channel whose places are open, too; '' or absent for none; letter '?' where the key opens none,
  so that a repeat finds its hold though the channel is gone, and a key that is too new for the sheet at hand is found out
  Only on behalf of an agency's customer, who counts as the holder then:   ARGV[12] seller   ARGV[13] agency and ARGV[15] holder, 16 bytes
  each   ARGV[14] customer, sealed, or ''
  Only at a point of sale, whose customers nobody counts:   ARGV[16] most places of an order
  Only for a change of an order, whose tickets leave room in the cap per buyer (12 to 16 may be '' then):   ARGV[17] order id
  ARGV[18] how many
  Returns {code, changes, ...}: {OK, .., state, created ms, expires ms, places, adjacent '1' '0' ''};
  {PER_ORDER, .., cap}; {PER_BUYER, .., cap, has}; {SEATS_TAKEN, .., 'SECTION:POSITION', ...}; {NO_BLOCK, .., largest};
  {NO_STANDING, .., section, left}; {NOT_LOADED}; {STALE}; {CLOSED}; {OTHER_REQUEST}; {OTHER_HOLDER}; {NO_CHANNEL}
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
--@include view
local HELD = { f = 'h', F = 'H' }

local meta = redis.call(
  'HMGET', KEYS[1], 'sheet', 'canceled', 'opens', 'closes', 'perOrder', 'perBuyer', 'holdMs',
  'hinted', 'release'
)
if not meta[1] then return { NOT_LOADED, {} } end
if ARGV[4] ~= '' then
  local hold = read_hold(KEYS[2], ARGV[2])
  if hold then
    local first = hold.rare
    if hold.buyer ~= ARGV[3] then
      return { (first.u or hold.buyer) == (ARGV[12] and ARGV[12] ~= '' and ARGV[12] or ARGV[3]) and OTHER_REQUEST or OTHER_HOLDER, {} }
    end
    if hold.hash ~= ARGV[4] then return { OTHER_REQUEST, {} } end
    return view({}, 'a', hold.created, first.t0 or hold.expires, first.p0 or hold.places, hold.adjacent)
  end
end
if meta[1] ~= ARGV[1] then return { STALE, {} } end
local now = now_ms()
if meta[2] == '1' or now < tonumber(meta[3]) or now >= tonumber(meta[4]) then return { CLOSED, {} } end

local prefix = string.sub(KEYS[1], 1, -5)
local changes = reap(prefix, KEYS[1], KEYS[3], KEYS[4], now, 20)
if meta[9] and now >= tonumber(meta[9]) then
--@include channels
  if release_channels(prefix, now) then changed(KEYS[1], changes, 'r') end
end
local count, per_order, per_buyer = tonumber(ARGV[5]), tonumber(meta[5]), tonumber(meta[6])
if ARGV[16] and ARGV[16] ~= '' then per_order, per_buyer = tonumber(ARGV[16]), 0 end
if per_order > 0 and count > per_order then return { PER_ORDER, changes, per_order } end
if per_buyer > 0 then
  local has = tonumber(redis.call('HGET', KEYS[4], ARGV[3]) or 0)
  if has + count > per_buyer and has + count > per_buyer + tonumber(ARGV[18] or 0) then
    return { PER_BUYER, changes, per_buyer, has }
  end
end

local letter, channel, other = ARGV[10] ~= '' and ARGV[10], ARGV[11], '[^fF]'
if letter then
  if letter == '?' then return { NO_CHANNEL, changes } end
  other = '[^fF' .. letter .. string.upper(letter) .. ']'
  HELD[letter], HELD[string.upper(letter)] = 'h', 'H'
end

-- What a channel's key opens of a standing section. Allotments may be more than there still is: then first come, first served.
local left_with_key = letter and function(name)
  local has = redis.call('HMGET', name, 'f', 'r', 'a:' .. channel, 'u:' .. channel)
  local free, kept = tonumber(has[1] or nil), math.max(0, tonumber(has[3] or 0) - tonumber(has[4] or 0))
  return free and math.max(free + kept, math.min(kept, free + tonumber(has[2] or 0)))
end

-- What is wanted by name.
local key, writes, standing = 4, {}, {}
local taken, short = { SEATS_TAKEN, changes }, nil
for section, _, list in string.gmatch(ARGV[6], GROUP) do
  key = key + 1
  if string.byte(list) == STANDING then
    local left
    if letter then
      left = left_with_key(KEYS[key])
    else
      left = tonumber(redis.call('HGET', KEYS[key], 'f') or nil)
    end
    if not left then return { NOT_LOADED, changes } end
    local wanted = (standing[KEYS[key]] or 0) + tonumber(string.sub(list, 2))
    if wanted > left then short = short or { NO_STANDING, changes, section, math.max(0, left) } end
    standing[KEYS[key]] = wanted
  else
    for first, last in string.gmatch(list, RUN) do
      local seats = redis.call('GETRANGE', KEYS[key], first, last == '' and first or last)
      if seats == '' then return { NOT_LOADED, changes } end
      if string.find(seats, other) then
        for at in string.gmatch(seats, '()' .. other) do
          taken[#taken + 1] = section .. ':' .. (first + at - 1)
        end
      else
        writes[#writes + 1] = { KEYS[key], first, (string.gsub(seats, '.', HELD)) }
      end
    end
  end
end
if #taken > 2 then return taken end
if short then return short end

-- The best of what else there is.
local places, adjacent = ARGV[6], '-'
local size, named, beside = tonumber(ARGV[7]), #writes, nil
if meta[8] or size == 1 then
--@include single
  -- Before the search, which must find what the seats wanted by name leave over.
  for w = 1, named do look_again_beside(writes[w]) end
  beside = look_again_beside
end
if size > 0 then
-- Here and not above, since every run of a script makes its functions anew.
--@include best
  local keys, offers, groups, focals = {}, {}, {}, nil
  for i = key + 1, #KEYS do keys[#keys + 1] = KEYS[i] end
  for offer, sections, has_focals in string.gmatch(ARGV[9], '([^;]*):(%d+)(%+?);') do
    groups[#groups + 1] = tonumber(sections)
    offers[#groups] = offer
    focals = focals or has_focals == '+'
  end
  local chosen, how
  if letter then
    -- Seats of the channel side by side; else it does not matter whose they are.
    chosen, how = best(KEYS[1], keys, groups, writes, size, ARGV[8] == 'f' and letter or string.upper(letter), focals, true)
    if chosen == false then return { NOT_LOADED, changes } end
    if not how then chosen = nil end
    also_free = letter
  end
  if not chosen then chosen, how = best(KEYS[1], keys, groups, writes, size, ARGV[8], focals, letter) end
  if chosen == false then return { NOT_LOADED, changes } end
  if not chosen then return { NO_BLOCK, changes, how } end
  adjacent = how and '1' or '0'
  local texts = { places ~= '' and places or nil }
  for g = 1, #chosen do
    local at, name, runs = chosen[g][1], keys[chosen[g][1]], {}
    local offer = 1
    while at > groups[offer] do at, offer = at - groups[offer], offer + 1 end
    for r = 2, #chosen[g] do
      local first, last = chosen[g][r][1], chosen[g][r][2]
      runs[#runs + 1] = run(first, last)
      writes[#writes + 1] = { name, first, string.rep(HELD[ARGV[8]], last - first + 1) }
    end
    texts[#texts + 1] = string.sub(name, #prefix + 5) .. ':' .. offers[offer] .. ':' .. table.concat(runs, ',')
  end
  places = table.concat(texts, ';')
end

if beside then
  for w = named + 1, #writes do beside(writes[w]) end
end
for w = 1, #writes do redis.call('SETRANGE', writes[w][1], writes[w][2], writes[w][3]) end
for name, quantity in pairs(standing) do
  redis.call('HINCRBY', name, 'h', quantity)
  if letter then
    local kept = quantity + make_free(name, -quantity, channel)
    if kept ~= 0 then changed(KEYS[1], changes, 'd' .. string.sub(name, #prefix + 4) .. ':*' .. kept .. ',0,0,0') end
  else
    redis.call('HINCRBY', name, 'f', -quantity)
  end
end
local expires = now + meta[7]
local rare = ARGV[12] and (
  ARGV[12] ~= '' and { u = ARGV[12], o = ARGV[13], w = ARGV[14], c = ARGV[15], z = ARGV[17] } or { z = ARGV[17] }
)
write_hold(KEYS[2], ARGV[2], 'a', adjacent, ARGV[3], now, expires, ARGV[4], places, rare)
redis.call('ZADD', KEYS[3], expires, ARGV[2])
redis.call('HINCRBY', KEYS[4], ARGV[3], count)
changed(KEYS[1], changes, 'h')
return view(changes, 'a', now, expires, places, adjacent)

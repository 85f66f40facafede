-- A seat is a letter at a position of its section's text: f free, h held, c claimed, s sold, b blocked; in upper case if it is
-- accessible; other letters are free seats of a channel. The places of a hold are groups
-- 'SECTION:TYPE:PRICE:CHOSEN:LIST' joined by ';'. CHOSEN is a digit, and the channel whose key was shown. LIST is '*QUANTITY' for standing
-- places, else positions '12' and runs of positions '12-15', joined by ','.
-- All keys that are made here from a prefix share the event's hash tag and so lie in the slot of the keys that were passed.
local GROUP = '([^:;]+):([^:;]*:[^:;]*:[^:;]*):([^:;]+)'
local RUN = '(%d+)-?(%d*)'
local STANDING = 42 -- '*'

-- Replaces the letters of all seats and hands the quantity of each standing group over, with its channel, and the key and lowest position
-- of each other one to 'seats' if given; returns how many places there are. Where 'back' answers, that is what replaces letters.
local function turn(prefix, places, letters, standing, seats, back)
  local count = 0
  for section, token, list in string.gmatch(places, GROUP) do
    if string.byte(list) == STANDING then
      local quantity = tonumber(string.sub(list, 2))
      standing(section, quantity, string.match(token, ':.([^:]*)$') or '')
      count = count + quantity
    else
      local key, lowest = prefix .. 'sec:' .. section, math.huge
      for first, last in string.gmatch(list, RUN) do
        if last == '' then last = first end
        local now = redis.call('GETRANGE', key, first, last)
        redis.call('SETRANGE', key, first, back and back(section, first, now) or (string.gsub(now, '.', letters)))
        count = count + last - first + 1
        lowest = math.min(lowest, first)
      end
      if seats then seats(key, lowest) end
    end
  end
  return count
end

local function run(first, last)
  if first == last then return tostring(first) end
  return first .. '-' .. last
end

-- The places without one seat, and whether it was among them.
local function without(places, section, position)
  local kept, found = {}, false
  for code, token, list in string.gmatch(places, GROUP) do
    if code == section and string.byte(list) ~= STANDING then
      local runs = {}
      for from, to in string.gmatch(list, RUN) do
        local first = tonumber(from)
        local last = tonumber(to) or first
        if position < first or position > last then
          runs[#runs + 1] = run(first, last)
        else
          found = true
          if first < position then runs[#runs + 1] = run(first, position - 1) end
          if position < last then runs[#runs + 1] = run(position + 1, last) end
        end
      end
      list = table.concat(runs, ',')
    end
    if list ~= '' then kept[#kept + 1] = code .. ':' .. token .. ':' .. list end
  end
  return table.concat(kept, ';'), found
end

-- The places of a hold that still are its own: settle takes seats away that PostgreSQL says are somebody else's ('A:12,B:3').
local function own(places, lost)
  if lost then
    for section, position in string.gmatch(lost, '([^:,]+):(%d+)') do
      places = without(places, section, tonumber(position))
    end
  end
  return places
end

-- Adds to (or takes from) what counts for a buyer's cap; '' is a buyer who is not known.
local function count_for(buyers, buyer, change)
  if change ~= 0 and buyer ~= '' and redis.call('HINCRBY', buyers, buyer, change) <= 0 then
    redis.call('HDEL', buyers, buyer)
  end
end

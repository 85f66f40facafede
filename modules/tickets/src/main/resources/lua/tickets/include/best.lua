-- Best available: adjacent seats of one row that leave no seat alone between taken ones; else adjacent seats that do; else seats of
-- neighbouring rows of one section; else of several sections. Sections of one ticket type are one group, in which a block that
-- leaves no seat alone wins wherever it is, and otherwise the section that comes first; groups are tried in the order
-- given. Within a section rows in front win, within a row the seats next to its focal seat. ADR 0015. Needs hints.
local MOST_RUNS = 256
local NOWHERE = 99999999
local FIRST_CHUNK, LAST_CHUNK = 1024, 65536

-- Index of the first seat of the row that has the seat at this index. Looks back as far as needed, not through the whole text.
local function start_of_row(text, index)
  local back = 64
  while true do
    local from = math.max(1, index - back)
    local after = string.match(string.sub(text, from, index - 1), '.*|()')
    if after then return from + after - 1 end
    if from == 1 then return 1 end
    back = back * 4
  end
end

-- Where in a run of free seats a block does best, how far that is from the row's middle, and whether a seat is left alone.
local function place(first, last, size, middle2)
  local low, high = first, last - size + 1
  local ideal = math.max(low, math.min(high, math.floor((middle2 - size + 1) / 2)))
  if high - low == 1 then
    local off, other = math.abs(2 * ideal + size - 1 - middle2), low + high - ideal
    local off2 = math.abs(2 * other + size - 1 - middle2)
    if off2 < off then return other, off2, true end
    return ideal, off, true
  end
  local found, distance = nil, nil
  for at = math.max(low, ideal - 2), math.min(high, ideal + 2) do
    local alone = low < high and (at == low + 1 or at == high - 1)
    local off = math.abs(2 * at + size - 1 - middle2)
    if not alone and (not found or off < distance) then found, distance = at, off end
  end
  return found, distance, false
end

-- Letter of a channel whose seats count as free; nil for none.
local also_free = nil

-- Reads sections a few rows at a time. 'taken' are the writes that this run will do, as {key, position, letters}.
local function reader(key, from, taken)
  local length, ended = FIRST_CHUNK, false
  -- The next whole rows, '' after the last, nil when the section is not there; and the position of their first seat.
  return function()
    while not ended do
      -- With the letter before, which is the end of a row if a row begins here.
      local lead = from > 0 and 1 or 0
      local text = redis.call('GETRANGE', key, from - lead, from + length - 1)
      if text == '' then return nil end
      if lead == 1 and string.byte(text) ~= 124 then
        local back, bar = from - 1, nil
        while back > 0 and not bar do
          local to = back - 1
          back = math.max(0, back - 255)
          bar = string.match(redis.call('GETRANGE', key, back, to), '.*|()')
        end
        from = bar and back + bar - 1 or 0
      else
        ended = #text < length + lead
        if lead == 1 then text = string.sub(text, 2) end
        local at = from
        for w = 1, #taken do
          local write = taken[w]
          local index = write[2] - at
          if write[1] == key and index > -#write[3] and index < #text then
            local letters = index < 0 and string.sub(write[3], 1 - index) or write[3]
            index = math.max(0, index)
            text = string.sub(string.sub(text, 1, index) .. letters .. string.sub(text, index + #letters + 1), 1, #text)
          end
        end
        if also_free then
          text = string.gsub(text, also_free, 'f')
          text = string.gsub(text, string.upper(also_free), 'F')
        end
        if not ended then
          local rest = start_of_row(text, #text + 1)
          from = at + rest - 1
          text = string.sub(text, 1, rest - 2)
        end
        length = math.min(LAST_CHUNK, length * 4)
        if text ~= '' or ended then return text, at end
        length = length * 4
      end
    end
    return '', from
  end
end

-- The first position of the best block in the first row that has one which suits: any, or one that leaves no seat alone. Also: the start of
-- that row, how many runs were looked at, and whether there were any. -1: none; nil: the section is not there.
local function adjacent_block(key, from, taken, size, letter, any, focal)
  local block, other, looked = string.rep(letter, size), '[^' .. letter .. ']', 0
  local rows = reader(key, from, taken)
  local text, base = rows()
  if not text then return nil end
  while text ~= '' do
    local first = string.find(text, block, 1, true)
    while first do
      local row_start = start_of_row(text, first)
      local row_end = (string.find(text, '|', first, true) or #text + 1) - 1
      local middle2 = row_start + row_end
      if focal then middle2 = 2 * row_start + (focal[base + row_start - 1] or row_end - row_start) end
      local found, distance = nil, nil
      repeat
        local last = (string.find(text, other, first) or #text + 1) - 1
        local at, off, alone = place(first, last, size, middle2)
        if (any or not alone) and (not found or off < distance) then found, distance = at, off end
        looked = looked + 1
        first = string.find(text, block, last + 1, true)
      until not first or first > row_end
      if found then return base + found - 1, base + row_start - 1, looked end
    end
    text, base = rows()
  end
  return -1, NOWHERE, looked
end

-- Free seats of one section that together are enough, in as few neighbouring rows as can be: runs {first, last, row}. If there are
-- not enough: nil, all the runs, and how many seats they are.
local function scattered(key, start, taken, size, letter)
  local other = '[^' .. letter .. ']'
  local runs, total, within, left = {}, 0, 0, 1
  local from, to, rows, row = nil, nil, nil, 0
  local next_rows = reader(key, start, taken)
  local text, base = next_rows()
  while text and text ~= '' and #runs < MOST_RUNS and not (rows and rows <= 1) do
    row = row + 1
    local row_end = string.find(text, '|', 1, true) or #text + 1
    local first = string.find(text, letter, 1, true)
    while first and #runs < MOST_RUNS do
      while first > row_end do
        row = row + 1
        row_end = string.find(text, '|', row_end + 1, true) or #text + 1
      end
      local last = (string.find(text, other, first) or #text + 1) - 1
      runs[#runs + 1] = { base + first - 1, base + last - 1, row }
      total = total + last - first + 1
      within = within + last - first + 1
      while within - (runs[left][2] - runs[left][1] + 1) >= size do
        within = within - (runs[left][2] - runs[left][1] + 1)
        left = left + 1
      end
      if within >= size and (not rows or row - runs[left][3] < rows) then
        from, to, rows = left, #runs, row - runs[left][3]
        if rows <= 1 then break end
      end
      first = string.find(text, letter, last + 1, true)
    end
    while row_end <= #text do
      row = row + 1
      row_end = string.find(text, '|', row_end + 1, true) or #text + 1
    end
    text, base = next_rows()
  end
  if not from then return nil, runs, total end
  local enough = {}
  for i = from, to do enough[#enough + 1] = runs[i] end
  return enough, runs
end

-- Whole runs, longest first, until there are enough seats; in the order of the text: {first, last}.
local function longest(runs, size)
  table.sort(runs, function(a, b)
    local x, y = a[2] - a[1], b[2] - b[1]
    return x > y or (x == y and a[1] < b[1])
  end)
  local chosen = {}
  for i = 1, #runs do
    if size <= 0 then break end
    local first, last = runs[i][1], math.min(runs[i][2], runs[i][1] + size - 1)
    chosen[#chosen + 1] = { first, last }
    size = size - (last - first + 1)
  end
  table.sort(chosen, function(a, b) return a[1] < b[1] end)
  return chosen
end

-- What is known of the sections: from which row on there may be a block (any), a block that leaves no seat alone (clean), a free
-- seat (one). Fetched when needed, some sections at a time. Keeps what is learned for the next search.
local FIRST_SECTIONS = 6
local function knowledge(meta, keys, letter, size, blind)
  local hints, fetched, parsed, learned = {}, 0, {}, nil
  local marks = { any = letter .. size .. 'a=', clean = letter .. size .. 'c=', one = letter .. '1a=' }
  local nothing, self = { any = 0, clean = 0, one = 0 }, {}

  function self.of(i)
    if i > fetched and not blind then
      local last = fetched == 0 and math.min(#keys, math.max(i, FIRST_SECTIONS)) or #keys
      local texts = redis.call('HMGET', meta, unpack(keys, fetched + 1, last))
      for t = 1, #texts do hints[fetched + t] = texts[t] end
      fetched = last
    end
    local text = hints[i]
    if not text then return nothing end
    local known = parsed[text]
    if not known then
      local any = tonumber(string.match(text, marks.any .. '(%d+)') or 0)
      known = {
        any = any,
        clean = tonumber(string.match(text, marks.clean .. '(%d+)') or any),
        one = tonumber(string.match(text, marks.one .. '(%d+)') or 0),
      }
      parsed[text] = known
    end
    return known
  end

  function self.learn(i, mark, at)
    local text, entry = hints[i] or '', marks[mark]
    local before, after = string.match(text, '^(.-)' .. entry .. '%d+;(.*)$')
    if #text > 1000 then before, after = '', '' end
    hints[i] = (before and before .. after or text) .. entry .. string.format('%d', at) .. ';'
    learned = learned or {}
    learned[i] = true
    if mark == 'clean' then self.careful = true end
  end

  function self.save()
    if not learned then return end
    local fields = {}
    for i in pairs(learned) do
      fields[#fields + 1] = keys[i]
      fields[#fields + 1] = hints[i]
    end
    if self.careful then
      fields[#fields + 1] = 'hinted'
      fields[#fields + 1] = '1'
    end
    redis.call('HSET', meta, unpack(fields))
  end
  return self
end

-- The best block of sections first to last: section, position; nil when there is none, false when a section is not there.
local function block_in_group(keys, first, last, taken, size, letter, known, focal)
  for pass = 1, 2 do
    local mark = pass == 1 and 'clean' or 'any'
    -- A seat that this very request takes may have made a run that suits.
    local sure = #taken > 0 and 'any' or mark
    for i = first, last do
      local from = known.of(i)[sure]
      if from ~= NOWHERE then
        local at, row, looked =
          adjacent_block(keys[i], from, taken, size, letter, pass == 2, focal and focal(i))
        if not at then return false end
        local all = from == known.of(i).any
        if row == NOWHERE or row - from > 200 or looked > 4 then known.learn(i, mark, row) end
        if row == NOWHERE and looked == 0 and all then known.learn(i, 'any', NOWHERE) end
        if at >= 0 then return i, at end
      end
    end
  end
  return nil
end

-- Seats of a group that are not all side by side; nil, {{section, runs, seats}, ...} and how many seats when they are not enough.
local function seats_in_group(keys, first, last, taken, size, letter, known)
  local all, sum = {}, 0
  for i = first, last do
    local from = known.of(i).one
    if from ~= NOWHERE then
      local enough, runs, total = scattered(keys[i], from, taken, size, letter)
      local at = runs[1] and runs[1][1] or NOWHERE
      if at == NOWHERE or at - from > 200 then known.learn(i, 'one', at) end
      if enough then return { { i, unpack(longest(enough, size)) } } end
      if total > 0 then all[#all + 1] = { i, runs, total } end
      sum = sum + total
    end
  end
  return nil, all, sum
end

local function most_first(a, b)
  return a[3] > b[3] or (a[3] == b[3] and a[1] < b[1])
end

local function of_several(all, size)
  table.sort(all, most_first)
  local chosen = {}
  for i = 1, #all do
    if size <= 0 then break end
    chosen[#chosen + 1] = { all[i][1], unpack(longest(all[i][2], size)) }
    size = size - all[i][3]
  end
  return chosen
end

-- Focal seats of a section that has rows whose middle is not what they are looked at from: by position of the row.
local function focal_seats(meta, key)
  local text = redis.call('HGET', meta, 'focal:' .. string.match(key, '[^:]*$'))
  if not text then return nil end
  local rows = {}
  for row, seat in string.gmatch(text, '(%d+)=(%d+);') do rows[tonumber(row)] = tonumber(seat) end
  return rows
end

-- Answers {{section, {first, last}, ...}, ...} and whether the seats are adjacent; or nil and the largest block; or false when a
-- section is not there. 'groups' has the number of sections of each group. Nothing is learned while seats are taken, and nothing known nor
-- learned by the blind.
local function best(meta, keys, groups, taken, size, letter, has_focals, blind)
  local known = knowledge(meta, keys, letter, size, blind)
  local focal = has_focals and function(i) return focal_seats(meta, keys[i]) end
  local function done(...)
    if #taken == 0 and not blind then known.save() end
    return ...
  end
  local first = 1
  for g = 1, #groups do
    local i, at = block_in_group(keys, first, first + groups[g] - 1, taken, size, letter, known, focal)
    if i == false then return false end
    if i then return done({ { i, { at, at + size - 1 } } }, true) end
    first = first + groups[g]
  end
  first = 1
  local everywhere, largest, sum = {}, 0, 0
  for g = 1, #groups do
    local chosen, all, count = seats_in_group(keys, first, first + groups[g] - 1, taken, size, letter, known)
    if chosen then return done(chosen, false) end
    if count >= size then return done(of_several(all, size), false) end
    for i = 1, #all do
      everywhere[#everywhere + 1] = all[i]
      for r = 1, #all[i][2] do
        local seats = all[i][2][r]
        largest = math.max(largest, seats[2] - seats[1] + 1)
      end
    end
    sum = sum + count
    first = first + groups[g]
  end
  if sum >= size then return done(of_several(everywhere, size), false) end
  return done(nil, largest)
end

-- Best available: adjacent seats of one row that leave no seat alone between taken ones; else adjacent seats that do; else seats of
-- neighbouring rows of one section; else of several sections. Sections are tried in the order given. Within a section rows in
-- front win, within a row the seats next to its middle. The work is bounded by the number of runs of free seats looked at.
local MOST_RUNS = 512

-- Position of the first seat of the row that has this one. Looks back as far as needed, not through the whole text.
local function start_of_row(text, position)
  local back = 64
  while true do
    local from = math.max(1, position - back)
    local after = string.match(string.sub(text, from, position - 1), '.*|()')
    if after then return from + after - 1 end
    if from == 1 then return 1 end
    back = back * 4
  end
end

-- Where in a run of free seats a block does best, how far that is from the row's middle, and whether a seat is left alone.
local function place(first, last, size, middle2)
  local low, high = first, last - size + 1
  local ideal = math.max(low, math.min(high, math.floor((middle2 - size + 1) / 2)))
  if high - low == 1 then return ideal, math.abs(2 * ideal + size - 1 - middle2), true end
  local found, distance = nil, nil
  for at = math.max(low, ideal - 2), math.min(high, ideal + 2) do
    local alone = low < high and (at == low + 1 or at == high - 1)
    local off = math.abs(2 * at + size - 1 - middle2)
    if not alone and (not found or off < distance) then found, distance = at, off end
  end
  return found, distance, false
end

-- The first position (from 1) of the best block of adjacent seats, or nil.
local function adjacent_block(text, size, letter)
  local block = string.rep(letter, size)
  local other = '[^' .. letter .. ']'
  local looked, lonely, lonely_row, lonely_distance = 0, nil, nil, nil
  local first = string.find(text, block, 1, true)
  while first do
    local row_start = start_of_row(text, first)
    local row_end = (string.find(text, '|', first, true) or #text + 1) - 1
    local middle2 = row_start + row_end
    local found, distance = nil, nil
    repeat
      local last = (string.find(text, other, first) or #text + 1) - 1
      local at, off, alone = place(first, last, size, middle2)
      if not alone then
        if not found or off < distance then found, distance = at, off end
      elseif not lonely or (lonely_row == row_start and off < lonely_distance) then
        lonely, lonely_row, lonely_distance = at, row_start, off
      end
      looked = looked + 1
      first = string.find(text, block, last + 1, true)
    until not first or first > row_end
    if found then return found end
    if looked >= MOST_RUNS then break end
  end
  return lonely
end

-- Free seats of one section that together are enough, in as few neighbouring rows as can be: runs {first, last, row}. If there are
-- not enough: nil, all the runs, and how many seats they are.
local function scattered(text, size, letter)
  local other = '[^' .. letter .. ']'
  local runs, total, within, left = {}, 0, 0, 1
  local row, row_end = 1, string.find(text, '|', 1, true) or #text + 1
  local from, to, rows = nil, nil, nil
  local first = string.find(text, letter, 1, true)
  while first and #runs < MOST_RUNS do
    while first > row_end do
      row = row + 1
      row_end = string.find(text, '|', row_end + 1, true) or #text + 1
    end
    local last = (string.find(text, other, first) or #text + 1) - 1
    runs[#runs + 1] = { first, last, row }
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
  if not from then return nil, runs, total end
  local enough = {}
  for i = from, to do enough[#enough + 1] = runs[i] end
  return enough
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

local function largest_block(texts, size, letter)
  local low, high = 0, size - 1
  while low < high do
    local middle = math.ceil((low + high) / 2)
    local block, there = string.rep(letter, middle), false
    for i = 1, #texts do
      there = there or string.find(texts[i], block, 1, true) ~= nil
    end
    if there then low = middle else high = middle - 1 end
  end
  return low
end

-- Answers {{index of text, {first, last}, ...}, ...} and whether the seats are adjacent; or nil and the largest block.
local function best(texts, size, letter)
  for i = 1, #texts do
    local at = adjacent_block(texts[i], size, letter)
    if at then return { { i, { at, at + size - 1 } } }, true end
  end
  local all, sum = {}, 0
  for i = 1, #texts do
    local enough, runs, total = scattered(texts[i], size, letter)
    if enough then return { { i, unpack(longest(enough, size)) } }, false end
    if total > 0 then all[#all + 1] = { i, runs, total } end
    sum = sum + total
  end
  if sum < size then return nil, largest_block(texts, size, letter) end
  table.sort(all, function(a, b) return a[3] > b[3] or (a[3] == b[3] and a[1] < b[1]) end)
  local chosen = {}
  for i = 1, #all do
    if size <= 0 then break end
    chosen[#chosen + 1] = { all[i][1], unpack(longest(all[i][2], size)) }
    size = size - all[i][3]
  end
  return chosen, false
end

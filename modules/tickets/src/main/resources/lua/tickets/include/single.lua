-- One seat that is taken off the end of a run can leave a run that now suits somebody exactly.
local MOST_BEST = 200
local function look_again_beside(write)
  local key, position = write[1], tonumber(write[2])
  if #write[3] > 1 then return end
  local hints = redis.call('HGET', KEYS[1], key)
  if not hints then return end
  local letter = write[3] == 'H' and 70 or 102 -- 'F', 'f'
  local back = math.min(position, MOST_BEST + 1)
  local around = redis.call('GETRANGE', key, position - back, position + MOST_BEST + 1)
  local left, right = back, back + 2
  if string.byte(around, left) == letter and string.byte(around, right) == letter then return end
  while left > 0 and string.byte(around, left) == letter do left = left - 1 end
  while string.byte(around, right) == letter do right = right + 1 end
  local entry = string.char(letter) .. (right - left - 2) .. 'c='
  local lower = string.gsub(hints, entry .. '(%d+)', function(at)
    if tonumber(at) > position then return entry .. position end
  end)
  if lower ~= hints then redis.call('HSET', KEYS[1], key, lower) end
end

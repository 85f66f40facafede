-- One seat that is taken off the end of a run can leave a run that now suits somebody exactly.
local function look_again_beside(write)
  local key, position = write[1], tonumber(write[2])
  if #write[3] > 1 then return end
  local hints = redis.call('HGET', KEYS[1], key)
  if not hints then return end
  local letter = write[3] == 'H' and 'F' or 'f'
  local back = math.min(position, 60)
  local around = redis.call('GETRANGE', key, position - back, position + 60)
  local left, right = back, back + 2
  while string.sub(around, left, left) == letter do left = left - 1 end
  while string.sub(around, right, right) == letter do right = right + 1 end
  if left < back and right > back + 2 then return end
  local entry = letter .. (right - left - 2) .. 'c='
  local lower = string.gsub(hints, entry .. '(%d+)', function(at)
    if tonumber(at) > position then return entry .. position end
  end)
  if lower ~= hints then redis.call('HSET', KEYS[1], key, lower) end
end

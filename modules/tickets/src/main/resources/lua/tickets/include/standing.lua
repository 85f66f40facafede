-- Standing places: hash with the counters f, h, c, s and, per order, 'o:ORDER' = state letter and quantity, which makes
-- it harmless to tell the same claim twice. Returns how many places more the order has, and the change of the counters, in which
-- 'held' more are no longer free but held.
local function set_claim(key, section, order, state, quantity, held)
  local field = 'o:' .. order
  local was = redis.call('HGET', key, field)
  local before = was and tonumber(string.sub(was, 2)) or 0
  local moved = { c = 0, s = 0 }
  if before > 0 then
    local letter = string.sub(was, 1, 1)
    redis.call('HINCRBY', key, letter, -before)
    moved[letter] = -before
  end
  if quantity > 0 then
    redis.call('HINCRBY', key, state, quantity)
    redis.call('HSET', key, field, state .. quantity)
    moved[state] = moved[state] + quantity
  elseif was then
    redis.call('HDEL', key, field)
  end
  if quantity ~= before then redis.call('HINCRBY', key, 'f', before - quantity) end
  return quantity - before,
    'd' .. section .. ':*' .. table.concat({ before - quantity - held, held, moved.c, moved.s }, ',')
end

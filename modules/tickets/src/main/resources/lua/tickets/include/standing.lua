-- Standing places: hash with the counters f, h, c, s and, per order, 'o:ORDER' = state letter and quantity, which makes
-- it harmless to tell the same claim twice.
local function set_claim(key, order, state, quantity)
  local field = 'o:' .. order
  local was = redis.call('HGET', key, field)
  local before = was and tonumber(string.sub(was, 2)) or 0
  if before > 0 then redis.call('HINCRBY', key, string.sub(was, 1, 1), -before) end
  if quantity > 0 then
    redis.call('HINCRBY', key, state, quantity)
    redis.call('HSET', key, field, state .. quantity)
  elseif was then
    redis.call('HDEL', key, field)
  end
  if quantity ~= before then redis.call('HINCRBY', key, 'f', before - quantity) end
  return quantity - before
end

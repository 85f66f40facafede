-- Standing places: hash with the counters f, h, c, s and, per order, 'o:ORDER' = state letter, quantity and, if there was one,
-- '@CHANNEL', which makes it harmless to tell the same claim twice. Needs assigned.
local function claim_text(state, quantity, channel)
  return state .. quantity .. (channel ~= '' and '@' .. channel or '')
end

-- Returns how many places more the order has, and the change of the counters, where 'held' more have become held and 'freed' more
-- free already.
local function set_claim(key, section, order, state, quantity, channel, held, freed)
  local field = 'o:' .. order
  local was = redis.call('HGET', key, field)
  local letter, before, through = string.match(was or 'c0', '^(%a)(%d+)@?(.*)$')
  before = tonumber(before)
  local moved = { c = 0, s = 0 }
  if before > 0 then
    redis.call('HINCRBY', key, letter, -before)
    moved[letter] = -before
    freed = freed + make_free(key, before, through)
  end
  if quantity > 0 then
    redis.call('HINCRBY', key, state, quantity)
    redis.call('HSET', key, field, claim_text(state, quantity, channel))
    moved[state] = moved[state] + quantity
    freed = freed + make_free(key, -quantity, channel)
  elseif was then
    redis.call('HDEL', key, field)
  end
  return quantity - before, 'd' .. section .. ':*' .. table.concat({ freed, held, moved.c, moved.s }, ',')
end

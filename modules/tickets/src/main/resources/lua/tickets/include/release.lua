-- Gives back the places of holds. Needs assigned, changes, ended, hints, places and record.
local FREED = { h = 'f', H = 'F' }

-- Returns the changes beside that, nil or a list: what is free again, but not for general sale.
local function give_back(prefix, buyers, places, buyer)
  local more
  local count = turn(prefix, places, FREED, function(section, quantity, channel)
    redis.call('HINCRBY', prefix .. 'ga:' .. section, 'h', -quantity)
    local freed = make_free(prefix .. 'ga:' .. section, quantity, channel)
    if freed ~= quantity then
      more = more or {}
      more[#more + 1] = 'd' .. section .. ':*' .. (freed - quantity) .. ',0,0,0'
    end
  end, function(key, position)
    look_again(prefix .. 'meta', key, position)
  end, function(section, first, now)
    local home = home_of(prefix, section)
    local back = home and redis.call('GETRANGE', home, first, first + #now - 1)
    if not back or #back < #now then return nil end
    return (string.gsub(now, '()[hH]+()', function(from, after)
      local seats = string.sub(back, from, after - 1)
      for at in string.gmatch(seats, '()[^fF]') do
        more = more or {}
        more[#more + 1] = 'b' .. section .. ':' .. (first + from + at - 2)
      end
      return seats
    end))
  end)
  count_for(buyers, buyer, -count)
  return more
end

-- Gives back what at most 'most' lapsed holds have, and returns the changes.
local function reap(prefix, meta, expiry, buyers, now, most)
  local due = redis.call('ZRANGEBYSCORE', expiry, '-inf', now, 'LIMIT', 0, most)
  local changes, more = {}, {}
  for i = 1, #due do
    local hold = read_hold(prefix .. 'holds', due[i])
    if is_open(hold) then
      local places = own(hold.places, hold.rare.l)
      more[#more + 1] = give_back(prefix, buyers, places, hold.buyer)
      finish(prefix, due[i], hold, 'x', now)
      changed(meta, changes, 'x' .. places)
    else
      redis.call('ZREM', expiry, due[i])
    end
  end
  for i = 1, #more do
    for j = 1, #more[i] do changed(meta, changes, more[i][j]) end
  end
  return changes
end

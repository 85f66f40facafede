-- Ends a hold: its places are free again, and it can be asked for one more hour. Needs assigned, changes, hints and places.
local KEEP_ENDED_MS = 3600000
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

local function finish(hold, state)
  redis.call('HSET', hold, 's', state)
  redis.call('PEXPIRE', hold, KEEP_ENDED_MS)
end

-- Gives back what at most 'most' lapsed holds have, and returns the changes. Needs changes, and the epoch, since holds of an earlier
-- one lost their places when the inventory was loaded anew.
local function reap(prefix, meta, expiry, buyers, epoch, now, most)
  local due = redis.call('ZRANGEBYSCORE', expiry, '-inf', now, 'LIMIT', 0, most)
  local changes, more = {}, {}
  for i = 1, #due do
    local key = prefix .. 'hold:' .. due[i]
    local hold = redis.call('HMGET', key, 's', 'e', 'p', 'b', 'l')
    if (hold[1] == 'a' or hold[1] == 'g') and hold[2] == epoch then
      local places = own(hold[3], hold[5])
      more[#more + 1] = give_back(prefix, buyers, places, hold[4])
      finish(key, 'x')
      changed(meta, changes, 'x' .. places)
    end
    redis.call('ZREM', expiry, due[i])
  end
  for i = 1, #more do
    for j = 1, #more[i] do changed(meta, changes, more[i][j]) end
  end
  return changes
end

-- Ends a hold: its places are free again, and it can be asked for one more hour. Needs changes, hints and places.
local KEEP_ENDED_MS = 3600000
local FREED = { h = 'f', H = 'F' }

local function give_back(prefix, buyers, places, buyer)
  local count = turn(prefix, places, FREED, function(section, quantity)
    redis.call('HINCRBY', prefix .. 'ga:' .. section, 'h', -quantity)
    redis.call('HINCRBY', prefix .. 'ga:' .. section, 'f', quantity)
  end, function(key, position)
    look_again(prefix .. 'meta', key, position)
  end)
  count_for(buyers, buyer, -count)
end

local function finish(hold, state)
  redis.call('HSET', hold, 's', state)
  redis.call('PEXPIRE', hold, KEEP_ENDED_MS)
end

-- Gives back what at most 'most' lapsed holds have, and returns the changes. Needs changes, and the epoch, since holds of an earlier
-- one lost their places when the inventory was loaded anew.
local function reap(prefix, meta, expiry, buyers, epoch, now, most)
  local due = redis.call('ZRANGEBYSCORE', expiry, '-inf', now, 'LIMIT', 0, most)
  local changes = {}
  for i = 1, #due do
    local key = prefix .. 'hold:' .. due[i]
    local hold = redis.call('HMGET', key, 's', 'e', 'p', 'b', 'l')
    if (hold[1] == 'a' or hold[1] == 'g') and hold[2] == epoch then
      local places = own(hold[3], hold[5])
      give_back(prefix, buyers, places, hold[4])
      finish(key, 'x')
      changed(meta, changes, 'x' .. places)
    end
    redis.call('ZREM', expiry, due[i])
  end
  return changes
end

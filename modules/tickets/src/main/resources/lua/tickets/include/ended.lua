-- A hold that has ended can be asked for one more hour. A field of a hash has no time to live; so 'ended' is a list of what to forget, the
-- first to go first: the id, and 6 bytes that say when. Whatever ends a hold forgets two others, if it is time for them; reap does the rest.
-- Needs record.
local KEEP_ENDED_MS = 3600000
local ID_BYTES = 12

local function forget(prefix, now, most)
  local ended, old = redis.call('LRANGE', prefix .. 'ended', 0, most - 1), {}
  while #old < #ended and struct.unpack('>I6', ended[#old + 1], ID_BYTES + 1) <= now do
    old[#old + 1] = string.sub(ended[#old + 1], 1, ID_BYTES)
  end
  if #old == 0 then return end
  redis.call('HDEL', prefix .. 'holds', unpack(old))
  redis.call('LTRIM', prefix .. 'ended', #old, -1)
end

local function finish(prefix, id, hold, state, now)
  hold.state = state
  rewrite_hold(prefix .. 'holds', id, hold)
  redis.call('ZREM', prefix .. 'expiry', id)
  forget(prefix, now, 2)
  redis.call('RPUSH', prefix .. 'ended', id .. struct.pack('>I6', now + KEEP_ENDED_MS))
end

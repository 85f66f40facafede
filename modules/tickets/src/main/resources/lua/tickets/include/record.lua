-- A hold is a field of the event's 'holds', named by the 12 bytes of its id that differ within an event. It is packed, since there are many, and
-- so that places of up to 29 characters fit into 64 bytes with all the rest: a byte that says the state, adjacent ('1', '0' or '-' for no answer)
-- and whether there is a hash; the 14 bytes of the buyer whom it counts for; when it was made (ms since 2020) and how many ms later it lapses; 8 bytes
-- of the hash of the request, if it can be repeated; the places; and, after a zero byte, what few holds have: t0 and p0, expiry and places of the
-- first answer; t1 and n, see begin_order; l, places lost, see places; z, the order
-- that it is to change; seller u, agency o, sealed customer w and all 16 bytes that stand for that one, c.
-- Beside the holds there is an empty field, so that the key is there as long as it was not lost.
local HEAD, HASH_BYTES = '>Bc14I5I3', 8
local STATES, ADJACENT = 'agorx', '-01'
local SINCE_MS, LONGEST_MS = 1577836800000, 16777215

local function write_hold(holds, id, state, adjacent, buyer, created, expires, hash, places, rare)
  local kind = string.find(STATES, state, 1, true) * 6 + string.find(ADJACENT, adjacent, 1, true) * 2 - 8
  local packed = struct.pack(
    HEAD, hash == '' and kind or kind + 1, buyer, math.max(0, created - SINCE_MS),
    math.max(0, math.min(expires - created, LONGEST_MS))
  )
  redis.call('HSET', holds, id, packed .. hash .. places .. (rare and next(rare) and '\0' .. cmsgpack.pack(rare) or ''))
end

local NO_RARE = {}
local function read_hold(holds, id)
  local text = redis.call('HGET', holds, id)
  if not text then return nil end
  local hold = {}
  local kind, buyer, created, lasts, at = struct.unpack(HEAD, text)
  local state, adjacent = math.floor(kind / 6) + 1, math.floor(kind % 6 / 2) + 1
  hold.state, hold.adjacent = string.sub(STATES, state, state), string.sub(ADJACENT, adjacent, adjacent)
  hold.buyer, hold.created, hold.expires = buyer, created + SINCE_MS, created + SINCE_MS + lasts
  local after = kind % 2 == 1 and at + HASH_BYTES or at
  hold.hash = string.sub(text, at, after - 1)
  local stop = string.find(text, '\0', after, true)
  hold.places = string.sub(text, after, stop and stop - 1)
  hold.rare = stop and cmsgpack.unpack(string.sub(text, stop + 1)) or NO_RARE
  return hold
end

-- What few holds have is given here, nil to take away.
local function set_rare(hold, name, value)
  if hold.rare == NO_RARE then hold.rare = {} end
  hold.rare[name] = value
end

local function rewrite_hold(holds, id, hold)
  write_hold(
    holds, id, hold.state, hold.adjacent, hold.buyer, hold.created, hold.expires, hold.hash, hold.places, hold.rare
  )
end

-- Neither ended nor lapsed: its places are its own.
local function is_open(hold) return hold and (hold.state == 'a' or hold.state == 'g') end

-- A hold is a field of the event's 'holds', named by the 12 bytes of its id that differ within an event. It is packed, since there are many:
-- state letter, adjacent ('1', '0' or '-' for no answer), the buyer whom it counts for, when it was made and when it lapses (ms),
-- the hash of the request, if it can be repeated, with its length; the places; and, after a zero byte, what few holds have: t0 and p0,
-- expiry and places of the first answer; t1 and n, see begin_order; l, places lost, see places; seller u, agency o and sealed customer w.
local HEAD = '>c1c1c16I6I6Bc0'

local function write_hold(holds, id, state, adjacent, buyer, created, expires, hash, places, rare)
  redis.call('HSET', holds, id, struct.pack(
    HEAD .. 'c0', state, adjacent, buyer, created, expires, #hash, hash,
    rare and next(rare) and places .. '\0' .. cmsgpack.pack(rare) or places
  ))
end

local NO_RARE = {}
local function read_hold(holds, id)
  local text = redis.call('HGET', holds, id)
  if not text then return nil end
  local hold, at = {}, nil
  hold.state, hold.adjacent, hold.buyer, hold.created, hold.expires, hold.hash, at = struct.unpack(HEAD, text)
  local stop = string.find(text, '\0', at, true)
  hold.places = string.sub(text, at, stop and stop - 1)
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

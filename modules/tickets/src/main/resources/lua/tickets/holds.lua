--[[
  Reads some of the holds that have places; changes nothing. A hold may come twice, none is left out.
  KEYS[1] meta   KEYS[2] expiry index   ARGV[1] version of the inventory   ARGV[2] where to go on, '0' at first   ARGV[3] about how many
  Returns {OK, {}, where to go on or '0', id, buyer, places, ...}; {NOT_LOADED}; {STALE} when the inventory has another version
]]
--@include codes
--@include places
--@include record
local meta = redis.call('HMGET', KEYS[1], 'version', 'epoch')
if not meta[2] then return { NOT_LOADED, {} } end
if meta[1] ~= ARGV[1] then return { STALE, {} } end
local page = redis.call('ZSCAN', KEYS[2], ARGV[2], 'COUNT', ARGV[3])
local reply = { OK, {}, page[1] }
for i = 1, #page[2], 2 do
  local hold = read_hold(string.sub(KEYS[1], 1, -5) .. 'holds', page[2][i])
  if is_open(hold) then
    reply[#reply + 1] = page[2][i]
    reply[#reply + 1] = hold.buyer
    reply[#reply + 1] = own(hold.places, hold.rare.l)
  end
end
return reply

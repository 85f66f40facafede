--[[
  Counts anew what the cap per buyer counts: claims, as PostgreSQL says, and holds. Does nothing when the inventory has changed
  since the claims were read, or while an order is between its claims and its hold.
  KEYS[1] meta   KEYS[2] expiry index   KEYS[3] buyers   ARGV[1] version when the claims were read   ARGV[2..] buyer, claimed places
  Returns {OK, {}}; {NOT_LOADED}; {STALE}
]]
--@include codes
--@include places
local meta = redis.call('HMGET', KEYS[1], 'version', 'epoch')
if not meta[1] then return { NOT_LOADED, {} } end
if meta[1] ~= ARGV[1] then return { STALE, {} } end
local counts = {}
for i = 2, #ARGV, 2 do counts[ARGV[i]] = tonumber(ARGV[i + 1]) end
local ids = redis.call('ZRANGE', KEYS[2], 0, -1)
for i = 1, #ids do
  local hold = redis.call('HMGET', string.sub(KEYS[1], 1, -5) .. 'hold:' .. ids[i], 's', 'e', 'p', 'b', 'l')
  if hold[1] == 'g' then return { STALE, {} } end
  if hold[1] == 'a' and hold[2] == meta[2] then
    local places = 0
    for _, _, list in string.gmatch(own(hold[3], hold[5]), GROUP) do
      if string.byte(list) == STANDING then
        places = places + tonumber(string.sub(list, 2))
      else
        for first, last in string.gmatch(list, RUN) do
          places = places + (last == '' and 1 or last - first + 1)
        end
      end
    end
    counts[hold[4]] = (counts[hold[4]] or 0) + places
  end
end
redis.call('DEL', KEYS[3])
for buyer, count in pairs(counts) do redis.call('HSET', KEYS[3], buyer, count) end
return { OK, {} }

-- Places that are not for general sale. home:SECTION is the text that a section has when nobody holds or owns a seat of it; meta's
-- homes are the sections that have one. In a standing section a:CHANNEL is how many places are the channel's, u:CHANNEL how
-- many were taken with its key, r what is left of all allotments, and f what is for general sale.
local homes
local function home_of(prefix, section)
  homes = homes or redis.call('HGET', prefix .. 'meta', 'homes') or ''
  return homes ~= '' and string.find(homes, ',' .. section .. ',', 1, true) and prefix .. 'home:' .. section
end

-- Makes places of a standing section free, or takes them (change < 0), of a channel's allotment first; '' is no channel.
-- Returns by how many those grew that are for general sale.
local function make_free(key, change, channel)
  if channel ~= '' then
    local has = redis.call('HMGET', key, 'a:' .. channel, 'u:' .. channel)
    local allotted, used = tonumber(has[1] or 0), tonumber(has[2] or 0)
    local kept = math.max(0, allotted - used + change) - math.max(0, allotted - used)
    redis.call('HSET', key, 'u:' .. channel, used - change)
    if kept ~= 0 then redis.call('HINCRBY', key, 'r', kept) end
    change = change - kept
  end
  if change ~= 0 then redis.call('HINCRBY', key, 'f', change) end
  return change
end

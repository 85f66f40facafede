--[[
  Gives back what lapsed holds have, forgets holds that ended an hour ago, and releases channels whose date has come.
  KEYS[1] meta   KEYS[2] expiry index   KEYS[3] buyers   ARGV[1] how many of each at most
  Returns {OK, changes, ms by which the first that lapsed did so late, ms until the next lapses or -1 when there is none}; {NOT_LOADED}
]]
--@include codes
--@include changes
--@include clock
--@include places
--@include hints
--@include assigned
--@include record
--@include ended
--@include release
--@include channels
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'release')
if not meta[1] then return { NOT_LOADED, {} } end
local prefix, now = string.sub(KEYS[1], 1, -5), now_ms()
local first = redis.call('ZRANGE', KEYS[2], 0, 0, 'WITHSCORES')[2]
local changes = reap(prefix, KEYS[1], KEYS[2], KEYS[3], now, tonumber(ARGV[1]))
forget(prefix, now, tonumber(ARGV[1]))
local late = #changes > 0 and now - first or 0
local next = redis.call('ZRANGE', KEYS[2], 0, 0, 'WITHSCORES')[2]
if meta[2] and now >= tonumber(meta[2]) and release_channels(prefix, now) then changed(KEYS[1], changes, 'r') end
return { OK, changes, late, next and math.max(0, next - now) or -1 }

--[[
  Gives back what lapsed holds have, and releases channels whose date has come.
  KEYS[1] meta   KEYS[2] expiry index   KEYS[3] buyers   ARGV[1] how many at most
  Returns {OK, changes}; {NOT_LOADED}
]]
--@include codes
--@include changes
--@include clock
--@include places
--@include hints
--@include assigned
--@include release
--@include channels
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'release')
if not meta[1] then return { NOT_LOADED, {} } end
local prefix, now = string.sub(KEYS[1], 1, -5), now_ms()
local changes = reap(prefix, KEYS[1], KEYS[2], KEYS[3], meta[1], now, tonumber(ARGV[1]))
if meta[2] and now >= tonumber(meta[2]) and release_channels(prefix, now) then changed(KEYS[1], changes, 'r') end
return { OK, changes }

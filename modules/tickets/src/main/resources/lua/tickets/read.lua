--[[
  Reads sections as they are at one moment, after giving back what lapsed holds have, and releasing channels whose date has come.
  KEYS[1] meta   KEYS[2] expiry index   KEYS[3] buyers   KEYS[4..] sections   ARGV[1] version that the caller knows
  Returns {OK, changes, version, ...}: of each section its text, or {free, held, claimed, sold, kept for channels} of a standing one;
  nothing more when the caller knows this version; {NOT_LOADED}
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
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'version', 'release')
if not meta[1] then return { NOT_LOADED, {} } end
local prefix, now = string.sub(KEYS[1], 1, -5), now_ms()
local changes = reap(prefix, KEYS[1], KEYS[2], KEYS[3], now, 100)
if meta[3] and now >= tonumber(meta[3]) and release_channels(prefix, now) then changed(KEYS[1], changes, 'r') end
local version = changes[1] or tonumber(meta[2])
local reply = { OK, changes, version }
if version == tonumber(ARGV[1]) then return reply end
for i = 4, #KEYS do
  local section
  if string.sub(KEYS[i], #prefix + 1, #prefix + 3) == 'ga:' then
    section = redis.call('HMGET', KEYS[i], 'f', 'h', 'c', 's', 'r')
    if not section[1] then return { NOT_LOADED, changes } end
  else
    section = redis.call('GET', KEYS[i])
    if not section then return { NOT_LOADED, changes } end
  end
  reply[#reply + 1] = section
end
return reply

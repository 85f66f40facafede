--[[
  Reads sections as they are at one moment, after giving back what lapsed holds have.
  KEYS[1] meta   KEYS[2] expiry index   KEYS[3] buyers   KEYS[4..] sections   ARGV[1] version that the caller knows
  Returns {OK, changes, version, ...}: of each section its text, or {free, held, claimed, sold} of a standing one;
  nothing more when the caller knows this version; {NOT_LOADED}
]]
--@include codes
--@include changes
--@include clock
--@include places
--@include hints
--@include release
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'version')
if not meta[1] then return { NOT_LOADED, {} } end
local changes = reap(string.sub(KEYS[1], 1, -5), KEYS[1], KEYS[2], KEYS[3], meta[1], now_ms(), 100)
local version = changes[1] or tonumber(meta[2])
local reply = { OK, changes, version }
if version == tonumber(ARGV[1]) then return reply end
local prefix = string.sub(KEYS[1], 1, -5)
for i = 4, #KEYS do
  local section
  if string.sub(KEYS[i], #prefix + 1, #prefix + 3) == 'ga:' then
    section = redis.call('HMGET', KEYS[i], 'f', 'h', 'c', 's')
    if not section[1] then return { NOT_LOADED, changes } end
  else
    section = redis.call('GET', KEYS[i])
    if not section then return { NOT_LOADED, changes } end
  end
  reply[#reply + 1] = section
end
return reply

--[[
  Puts right what was found wrong with an inventory, unless that has changed since.
  KEYS[1] meta   KEYS[2] buyers   KEYS[3..] section of each seat and of each standing section to put right
  ARGV[1] version of the inventory   ARGV[2] number of buyers; then buyer, places that count for the cap, of each; then of each section
  position and letter; or '' and 'FREE HELD CLAIMED SOLD', those for channels being among the free, and ' CHANNEL=USED' for each channel in use
  Returns {OK, changes}; {NOT_LOADED}; {STALE} when the inventory has another version
]]
--@include codes
--@include changes
--@include hints
--@include assigned
local version = redis.call('HGET', KEYS[1], 'version')
if not version then return { NOT_LOADED, {} } end
if version ~= ARGV[1] then return { STALE, {} } end
local at, changes = 3, {}

-- Returns how many of the free places are kept for channels.
local function mend_channels(key, used)
  local right, fields, kept = {}, redis.call('HGETALL', key), 0
  for channel, quantity in string.gmatch(used, '(%S+)=(%d+)') do
    right[channel] = tonumber(quantity)
    redis.call('HSET', key, 'u:' .. channel, quantity)
  end
  for i = 1, #fields, 2 do
    local kind, channel = string.match(fields[i], '^([au]):(.+)$')
    if kind == 'u' and not right[channel] then redis.call('HDEL', key, fields[i]) end
    if kind == 'a' then kept = kept + math.max(0, fields[i + 1] - (right[channel] or 0)) end
  end
  return kept
end

for _ = 1, ARGV[2] do
  if ARGV[at + 1] == '0' then
    redis.call('HDEL', KEYS[2], ARGV[at])
  else
    redis.call('HSET', KEYS[2], ARGV[at], ARGV[at + 1])
  end
  at = at + 2
end
for i = 3, #KEYS do
  if ARGV[at] == '' then
    local f, h, c, s, used = string.match(ARGV[at + 1], '^(%S+) (%S+) (%S+) (%S+)(.*)$')
    local kept = mend_channels(KEYS[i], used)
    redis.call('HSET', KEYS[i], 'f', f - kept, 'h', h, 'c', c, 's', s, 'r', kept)
  else
    local letter = redis.call('GETRANGE', KEYS[i], ARGV[at], ARGV[at])
    letter = letter == string.lower(letter) and ARGV[at + 1] or string.upper(ARGV[at + 1])
    local prefix = string.sub(KEYS[1], 1, -5)
    local home = ARGV[at + 1] == 'f' and home_of(prefix, string.sub(KEYS[i], #prefix + 5))
    local back = home and redis.call('GETRANGE', home, ARGV[at], ARGV[at]) or ''
    redis.call('SETRANGE', KEYS[i], ARGV[at], back ~= '' and back or letter)
    look_again(KEYS[1], KEYS[i], ARGV[at])
  end
  at = at + 2
end
if #KEYS > 2 then changed(KEYS[1], changes, 'r') end
return { OK, changes }

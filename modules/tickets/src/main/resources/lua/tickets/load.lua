--[[
  Puts the whole inventory of an event there, in the place of whatever was. Holds of before are lost. Does nothing when
  the same or a later epoch is there.
  KEYS[1] meta   KEYS[2] expiry index   KEYS[3] buyers   KEYS[4..] sections
  ARGV[1] epoch   ARGV[2] number of fields of meta; then field, value of each; then, section by section: text of a seated one; or, of
  a standing one, 'GA', the number of fields, and field, value of each; then buyer, count of each buyer
  Returns {OK, changes}, without changes when it was there
]]
--@include codes
local function set_all(key, from, to)
  for at = from, to, 1000 do
    redis.call('HSET', key, unpack(ARGV, at, math.min(at + 999, to)))
  end
end

local epoch = redis.call('HGET', KEYS[1], 'epoch')
if epoch and tonumber(epoch) >= tonumber(ARGV[1]) then return { OK, {} } end
local prefix = string.sub(KEYS[1], 1, -5)
local lost = redis.call('ZRANGE', KEYS[2], 0, -1)
for i = 1, #lost do redis.call('DEL', prefix .. 'hold:' .. lost[i]) end
redis.call('DEL', KEYS[2], KEYS[3])

local at = 3 + 2 * ARGV[2]
for i = 4, #KEYS do
  redis.call('DEL', KEYS[i])
  if ARGV[at] == 'GA' then
    local last = at + 1 + 2 * ARGV[at + 1]
    set_all(KEYS[i], at + 2, last)
    at = last + 1
  else
    redis.call('SET', KEYS[i], ARGV[at])
    at = at + 1
  end
end
set_all(KEYS[3], at, #ARGV)
redis.call('DEL', KEYS[1])
set_all(KEYS[1], 3, 2 + 2 * ARGV[2])
-- The version grows with the epoch, so that it never comes again although the last one may be forgotten.
local version = ARGV[1] * 1000000000
redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'version', version)
return { OK, { version, 'r' } }

--[[
  Claims places again for an order whose money came late, all or none: none when somebody holds one of them by now, or nobody may buy it.
  What is claimed or sold already is left for PostgreSQL to judge.
  KEYS[1] meta   KEYS[2] expiry index   KEYS[3] buyers   KEYS[4..] section of each entry
  ARGV[1] buyer   ARGV[2] order id   ARGV[3..] two per entry: position and letter of the order's channel, '' for none; or '' and
  'QUANTITY CHANNEL' of standing places
  Returns {OK, changes}, also when it was told before; {SEATS_TAKEN, changes}; {NO_STANDING, changes}; {NOT_LOADED}
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
--@include standing
if redis.call('HEXISTS', KEYS[1], 'epoch') == 0 then return { NOT_LOADED, {} } end
local prefix = string.sub(KEYS[1], 1, -5)
local changes = reap(prefix, KEYS[1], KEYS[2], KEYS[3], now_ms(), 200)
local free = {}
for i = 4, #KEYS do
  local position, standing = ARGV[2 * i - 5], ARGV[2 * i - 4]
  if position ~= '' then
    local letter = redis.call('GETRANGE', KEYS[i], position, position)
    local was = string.lower(letter)
    local known = was == 'c' or was == 's' or was == ''
    if not known and was ~= 'f' and was ~= standing then return { SEATS_TAKEN, changes } end
    free[i] = not known and letter
  else
    local quantity, channel = string.match(standing, '^(%d+) (%S*)$')
    local has = redis.call('HMGET', KEYS[i], 'o:' .. ARGV[2], 'f', 'a:' .. channel, 'u:' .. channel)
    local left = tonumber(has[2] or 0) + math.max(0, tonumber(has[3] or 0) - tonumber(has[4] or 0))
    if not has[1] and tonumber(quantity) > left then return { NO_STANDING, changes } end
  end
end
for i = 4, #KEYS do
  local position, standing = ARGV[2 * i - 5], ARGV[2 * i - 4]
  if position == '' then
    local quantity, channel = string.match(standing, '^(%d+) (%S*)$')
    local section = string.sub(KEYS[i], #prefix + 4)
    local more, moved = set_claim(KEYS[i], section, ARGV[2], 'c', tonumber(quantity), channel, 0, 0)
    count_for(KEYS[3], ARGV[1], more)
    changed(KEYS[1], changes, moved)
  elseif free[i] then
    redis.call('SETRANGE', KEYS[i], position, free[i] == string.lower(free[i]) and 'c' or 'C')
    look_again(KEYS[1], KEYS[i], position)
    count_for(KEYS[3], ARGV[1], 1)
    changed(KEYS[1], changes, 'c' .. string.sub(KEYS[i], #prefix + 5) .. ':' .. position)
  end
end
return { OK, changes }

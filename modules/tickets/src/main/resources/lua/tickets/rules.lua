--[[
  Puts another version of the sale's rules in force and, where they changed, the assignments to channels; what is held, claimed or sold
  goes to where it is assigned once it is free again.
  KEYS[1] meta   KEYS[2..] sections with seats that are assigned
  ARGV[1] number of fields of meta; then field, value of each; then, where assignments changed, digest, homes, allotted, releases (see
  include/assigned and channels), the home of each section, and section, channel, quantity of each allotment
  Returns {OK, changes}; {NOT_LOADED}
]]
--@include codes
--@include clock
--@include changes
--@include channels
if redis.call('EXISTS', KEYS[1]) == 0 then return { NOT_LOADED, {} } end
local prefix, at = string.sub(KEYS[1], 1, -5), 2 + 2 * ARGV[1]

local function assign_seats(homes)
  for section in string.gmatch(redis.call('HGET', KEYS[1], 'homes') or '', '[^,]+') do
    look_everywhere(prefix, section)
    if not string.find(homes, ',' .. section .. ',', 1, true) then
      local key, home = prefix .. 'sec:' .. section, redis.call('GET', prefix .. 'home:' .. section)
      local text = redis.call('GET', key)
      if text and home then
        home = string.gsub(home, '%a', function(letter) return letter == string.lower(letter) and 'f' or 'F' end)
        redis.call('SET', key, go_home(text, home))
      end
      redis.call('DEL', prefix .. 'home:' .. section)
    end
  end
  for i = 2, #KEYS do
    local home = ARGV[at + 2 + i]
    look_everywhere(prefix, string.sub(KEYS[i], #prefix + 5))
    redis.call('SET', KEYS[i], go_home(redis.call('GET', KEYS[i]), home))
    redis.call('SET', prefix .. 'home:' .. string.sub(KEYS[i], #prefix + 5), home)
  end
end

local function allot_places(from)
  for section in string.gmatch(redis.call('HGET', KEYS[1], 'allotted') or '', '[^,]+') do
    local fields = redis.call('HKEYS', prefix .. 'ga:' .. section)
    for i = 1, #fields do
      if string.sub(fields[i], 1, 2) == 'a:' then allot(prefix .. 'ga:' .. section, string.sub(fields[i], 3), 0) end
    end
  end
  for i = from, #ARGV, 3 do allot(prefix .. 'ga:' .. ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2])) end
end

if ARGV[at] then
  for i = 2, #KEYS do
    if redis.call('EXISTS', KEYS[i]) == 0 then return { NOT_LOADED, {} } end
  end
  assign_seats(ARGV[at + 1])
  allot_places(at + 3 + #KEYS)
  redis.call(
    'HSET', KEYS[1], 'assigned', ARGV[at], 'homes', ARGV[at + 1], 'allotted', ARGV[at + 2], 'releases', ARGV[at + 3]
  )
  release_channels(prefix, now_ms())
end
redis.call('HSET', KEYS[1], unpack(ARGV, 2, 1 + 2 * ARGV[1]))
local changes = {}
changed(KEYS[1], changes, 'r')
return { OK, changes }

-- Makes the seats that nobody holds or owns what the home says.
local function go_home(text, home)
  return (string.gsub(text, '()[^hHcCsS]+()', function(first, last) return string.sub(home, first, last - 1) end))
end

-- What searches have learned of the section is no longer so.
local function look_everywhere(prefix, section)
  redis.call('HDEL', prefix .. 'meta', prefix .. 'sec:' .. section)
end

local function allot(key, channel, quantity)
  local has = redis.call('HMGET', key, 'a:' .. channel, 'u:' .. channel)
  local was, used = tonumber(has[1] or 0), tonumber(has[2] or 0)
  local more = math.max(0, quantity - used) - math.max(0, was - used)
  if quantity > 0 then
    redis.call('HSET', key, 'a:' .. channel, quantity)
  else
    redis.call('HDEL', key, 'a:' .. channel)
  end
  if more ~= 0 then
    redis.call('HINCRBY', key, 'r', more)
    redis.call('HINCRBY', key, 'f', -more)
  end
end

-- What is left of channels whose date has come is for general sale from now on. Meta's releases are 'MS:LETTER:CHANNEL;...', release
-- is when the next is due. Returns whether there was one.
local function release_channels(prefix, now)
  local meta = redis.call('HMGET', prefix .. 'meta', 'releases', 'homes', 'allotted')
  local kept, next_at, letters, codes = {}, nil, '', {}
  for at, letter, code in string.gmatch(meta[1] or '', '(%d+):(%a):([^;]+)') do
    local ms = tonumber(at)
    if ms <= now then
      letters = letters .. letter .. string.upper(letter)
      codes[#codes + 1] = code
    else
      kept[#kept + 1] = at .. ':' .. letter .. ':' .. code
      next_at = math.min(next_at or ms, ms)
    end
  end
  if next_at then
    redis.call('HSET', prefix .. 'meta', 'release', next_at, 'releases', table.concat(kept, ';'))
  else
    redis.call('HDEL', prefix .. 'meta', 'release', 'releases')
  end
  if #codes == 0 then return false end
  local function free(letter) return letter == string.lower(letter) and 'f' or 'F' end
  for section in string.gmatch(meta[2] or '', '[^,]+') do
    look_everywhere(prefix, section)
    for _, kind in ipairs({ 'sec:', 'home:' }) do
      local text = redis.call('GET', prefix .. kind .. section)
      if text then redis.call('SET', prefix .. kind .. section, (string.gsub(text, '[' .. letters .. ']', free))) end
    end
  end
  for section in string.gmatch(meta[3] or '', '[^,]+') do
    for i = 1, #codes do allot(prefix .. 'ga:' .. section, codes[i], 0) end
  end
  return true
end

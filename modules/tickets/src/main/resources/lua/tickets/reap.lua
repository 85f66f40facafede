--[[
  Gives back what lapsed holds have.
  KEYS[1] meta   KEYS[2] expiry index   KEYS[3] buyers   ARGV[1] how many at most
  Returns {OK, changes}; {NOT_LOADED}
]]
--@include codes
--@include changes
--@include clock
--@include places
--@include hints
--@include release
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if not epoch then return { NOT_LOADED, {} } end
return { OK, reap(string.sub(KEYS[1], 1, -5), KEYS[1], KEYS[2], KEYS[3], epoch, now_ms(), tonumber(ARGV[1])) }

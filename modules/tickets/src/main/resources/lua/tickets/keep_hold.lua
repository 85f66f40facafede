--[[
  Nothing came of one order of the hold. When no other is on its way the hold is as it was before, and lapses when it would have.
  KEYS[1] meta   KEYS[2] hold   KEYS[3] expiry index   ARGV[1] hold id
  Returns {OK, {}}, also when there is nothing to do; {NOT_LOADED}
]]
--@include codes
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if not epoch then return { NOT_LOADED, {} } end
local hold = redis.call('HMGET', KEYS[2], 's', 'e', 't1')
if hold[1] ~= 'g' or hold[2] ~= epoch or not hold[3] then return { OK, {} } end
if redis.call('HINCRBY', KEYS[2], 'n', -1) > 0 then return { OK, {} } end
redis.call('HSET', KEYS[2], 's', 'a', 't', hold[3])
redis.call('HDEL', KEYS[2], 't1', 'n')
redis.call('ZADD', KEYS[3], hold[3], ARGV[1])
return { OK, {} }

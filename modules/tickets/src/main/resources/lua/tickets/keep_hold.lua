--[[
  Nothing came of one order of the hold. When no other is on its way the hold is as it was before, and lapses when it would have.
  KEYS[1] meta   KEYS[2] holds   KEYS[3] expiry index   ARGV[1] hold id
  Returns {OK, {}}, also when there is nothing to do; {NOT_LOADED}
]]
--@include codes
--@include record
if redis.call('HEXISTS', KEYS[1], 'epoch') == 0 then return { NOT_LOADED, {} } end
local hold = read_hold(KEYS[2], ARGV[1])
if not hold or hold.state ~= 'g' then return { OK, {} } end
local rare = hold.rare
rare.n = rare.n - 1
if rare.n == 0 then
  hold.state, hold.expires = 'a', rare.t1
  rare.n, rare.t1 = nil, nil
  redis.call('ZADD', KEYS[3], hold.expires, ARGV[1])
end
rewrite_hold(KEYS[2], ARGV[1], hold)
return { OK, {} }

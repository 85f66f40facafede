--[[
  For tests: moves the times of holds that have not ended, since the clock of Redis cannot be set.
  KEYS[1] holds   KEYS[2] expiry index   ARGV[1] hold id, '' for all   ARGV[2] by how many ms they are made older, or '' to let them lapse now
  Returns how many there were
]]
--@include record
local ids = ARGV[1] == '' and redis.call('ZRANGE', KEYS[2], 0, -1) or { ARGV[1] }
local moved = 0
for i = 1, #ids do
  local hold = read_hold(KEYS[1], ids[i])
  if is_open(hold) and redis.call('ZSCORE', KEYS[2], ids[i]) then
    if ARGV[2] == '' then
      hold.expires = 1
      redis.call('ZADD', KEYS[2], 1, ids[i])
    else
      hold.created = hold.created - ARGV[2]
    end
    rewrite_hold(KEYS[1], ids[i], hold)
    moved = moved + 1
  end
end
return moved

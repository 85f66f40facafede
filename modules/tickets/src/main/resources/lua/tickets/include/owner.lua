-- A hold belongs to whom it counts for (b) or, on behalf of a customer, to an agency (o). The refusal of whoever asks for another's hold,
-- which says whose it is, in case the asker sells for that agency; nil for the owner.
local function refuse_stranger(hold, buyer, asker, changes)
  if buyer == asker then return nil end
  local owner = redis.call('HMGET', hold, 'o', 'w')
  if owner[1] == asker then return nil end
  return { OTHER_HOLDER, changes, owner[1] or '', buyer, owner[2] or '' }
end

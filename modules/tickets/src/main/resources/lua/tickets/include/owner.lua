-- A hold belongs to whom it counts for or, on behalf of a customer, to an agency (o). The refusal of whoever asks for another's hold,
-- which says whose it is, in case the asker sells for that agency; nil for the owner.
local function refuse_stranger(hold, asker, changes)
  local rare = hold.rare
  if hold.buyer == asker or rare.o == asker then return nil end
  return { OTHER_HOLDER, changes, rare.o or '', hold.buyer, rare.w or '' }
end

-- A hold belongs to whom it counts for or, on behalf of a customer, to an agency (o). Owners are known by 14 bytes, but of an agency
-- all 16 are kept. The refusal of whoever asks for another's hold, which says whose it is, in case the asker sells for that agency; nil for the
-- owner.
local function refuse_stranger(hold, asker, changes)
  local rare = hold.rare
  if hold.buyer == asker or (rare.o and string.sub(rare.o, 3) == asker) then return nil end
  return { OTHER_HOLDER, changes, rare.o or '', rare.c or '', rare.w or '' }
end

-- Second member of every reply: {} when the run changed nothing, else {version after it, change, ...}. The version grows by one
-- in every run that changes something. A change is a letter and groups 'SECTION:...:LIST' as in places, joined by ';':
-- x and f: what a lapsed or another hold had is free again; h: held, alone: the places of the hold in the reply; c s: seats
-- claimed, sold; b: seats that are not on sale to the public. Standing places move from free to held with h, back with x and f, and
-- not with the others; d: their counters change by 'SECTION:*FREE,HELD,CLAIMED,SOLD'. r alone: read everything anew.
local function changed(meta, changes, what)
  if not changes[1] then changes[1] = redis.call('HINCRBY', meta, 'version', 1) end
  changes[#changes + 1] = what
end

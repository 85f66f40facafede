-- What a reply says of a hold: state, created, expires, places, adjacent. States: a active, g being ordered (active to the
-- outside), o ordered, r released, x lapsed.
local function view(changes, state, created, expires, places, adjacent)
  if state == 'g' then state = 'a' end
  return { OK, changes, state, created, expires, places, adjacent == '-' and '' or adjacent }
end

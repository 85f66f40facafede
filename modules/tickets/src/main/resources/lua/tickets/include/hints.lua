-- What searches for the best available have learned, so that they need not look again where nothing can be: fields of meta named like
-- the key of a section, with entries 'LETTER SIZE MARK=POSITION;'. Before the row that has this position no row has SIZE seats
-- of this letter side by side (mark a), or none without leaving one alone (mark c). They go with meta when the inventory is loaded.
-- Field 'hinted' says that there are any with mark c: taking one seat off the end of a run can make these wrong, too.

-- To be called for every section where letters of free seats come or go otherwise than by hold: looks from the row of this position again.
local function look_again(meta, section, position)
  local hints = redis.call('HGET', meta, section)
  if not hints then return end
  position = tonumber(position)
  local lower = string.gsub(hints, '=(%d+)', function(at)
    if tonumber(at) > position then return '=' .. string.format('%d', position) end
  end)
  if lower ~= hints then redis.call('HSET', meta, section, lower) end
end

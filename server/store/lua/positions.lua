-- Where the logs stand, as of one instant.
-- KEYS  meta and log of each partition
-- Gives {epoch, entries ever appended, id of the last entry} of each; nothing is written yet: {'', 0, '0-0'}.
local positions = {}
for i = 1, #KEYS, 2 do
  local meta, last = redis.call('HMGET', KEYS[i], 'epoch', 'seq'), redis.call('XREVRANGE', KEYS[i + 1], '+', '-', 'COUNT', 1)
  table.insert(positions, {meta[1] or '', tonumber(meta[2] or '0'), last[1] and last[1][1] or '0-0'})
end
return positions

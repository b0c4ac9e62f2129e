-- A log that went back uses its numbers again. From here on they belong to another epoch, so that no cursor is misread.
-- KEYS  1 meta  2 log
-- ARGV  1 epoch that was seen before  2 new epoch
-- Gives {epoch, entries ever appended, id of the last entry} as positions.lua: whoever comes second takes what the first one set.
if redis.call('HGET', KEYS[1], 'epoch') == ARGV[1] then redis.call('HSET', KEYS[1], 'epoch', ARGV[2]) end
local meta, last = redis.call('HMGET', KEYS[1], 'epoch', 'seq'), redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)
return {meta[1] or '', tonumber(meta[2] or '0'), last[1] and last[1][1] or '0-0'}

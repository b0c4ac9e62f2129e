-- Takes a dead node upon the caller: from here on that node cannot renew its lease.
-- KEYS  1 nodes  2 claimed
-- ARGV  1 node  2 ms of a lease: a claim of which nothing came in that time may be taken over  3 ms ahead of TIME
-- Gives 1, or 0 if the node lives or somebody else is at it.
local nodes, claimed = KEYS[1], KEYS[2]
local node, lease, ahead = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000) + ahead
local ends, before = redis.call('ZSCORE', nodes, node), redis.call('ZSCORE', claimed, node)
if (ends and tonumber(ends) >= now) or (before and now - before < lease) then return 0 end
redis.call('ZREM', nodes, node)
redis.call('ZADD', claimed, now, node)
redis.call('ZREMRANGEBYSCORE', claimed, '-inf', now - 86400000)
return 1

-- Renews the lease of a node, and tells it of the others.
-- KEYS  1 nodes: leases by their end  2 claimed nodes by when  3 life: the last pulse of any node, the last outage
-- ARGV  1 node  2 ms of a lease  3 ms without a pulse that are an outage  4 ms ahead of TIME  5 a new life, if there is none
-- Gives {now, 1 if the node was claimed, life, outage from, to or '', lapsed node...}. Another life: the database was emptied.
local nodes, claimed, life = KEYS[1], KEYS[2], KEYS[3]
local node, lease, silence, ahead = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local time = redis.call('TIME')
redis.call('HSETNX', life, 'id', ARGV[5])
local last = redis.call('HGET', life, 'pulse')
local now = math.max(time[1] * 1000 + math.floor(time[2] / 1000) + ahead, tonumber(last or '0'))
local text = string.format('%.0f', now)
if last and now - last > silence then redis.call('HSET', life, 'from', last, 'to', text) end
redis.call('HSET', life, 'pulse', text)
local lost = redis.call('ZSCORE', claimed, node) and 1 or 0
if lost == 0 then redis.call('ZADD', nodes, now + lease, node) end
local known = redis.call('HMGET', life, 'id', 'from', 'to')
return {text, lost, known[1], known[2] or '', known[3] or '', unpack(redis.call('ZRANGEBYSCORE', nodes, '-inf', now - 1, 'LIMIT', 0, 100))}

-- How an agent stands in the partition. A value begins with `<revision> <due> <nodes> `, of a tombstone `<revision> - - T<json>`.
-- KEYS  4 agents  5 timers  6 tabs  7 graves
local agents, timers, tabs, graves = KEYS[4], KEYS[5], KEYS[6], KEYS[7]
local DAY, GRAVES = 86400000, 10000

local function revisionOf(value) return tonumber(string.match(value, '^%d+') or 0) end
local function isGrave(value) return string.match(value, '^%d+ %- %- T') ~= nil end

local function push(list, name, value) local n = #list list[n + 1], list[n + 2] = name, value end
local function sooner(a, b) if a == '-' or (b ~= '-' and tonumber(b) < tonumber(a)) then return b end return a end

-- `due` and `nodes` are asked for again only where they changed: most changes change neither. Gives when it is due, or '-'.
local function index(agent, stored, value)
  local dueBefore, nodesBefore = string.match(stored, '^%d+ (%S+) (%S+)')
  local due, nodes = string.match(value, '^%d+ (%S+) (%S+)')
  if due == (dueBefore or '-') and nodes == (nodesBefore or '-') then return due end
  local member = org .. '\n' .. agent
  if due == '-' then redis.call('ZREM', timers, member) else redis.call('ZADD', timers, due, member) end
  for node in string.gmatch(nodesBefore or '', '[^,-][^,]*') do redis.call('ZREM', tabs, node .. '\n' .. member) end
  for node in string.gmatch(nodes, '[^,-][^,]*') do redis.call('ZADD', tabs, 0, node .. '\n' .. member) end
  return due
end

local function place(agent, stored, value)
  redis.call('HSET', agents, agent, value)
  return index(agent, stored, value)
end

-- Kept for a day, and no more than so many: after that nobody can say any more that somebody was deleted.
local function bury(agent, stored, value, timeline)
  place(agent, stored, value)
  redis.call('DEL', timeline)
  redis.call('ZADD', graves, now, agent)
  local old = redis.call('ZRANGEBYSCORE', graves, '-inf', now - DAY - 1, 'LIMIT', 0, 100)
  if redis.call('ZCARD', graves) > GRAVES then table.insert(old, redis.call('ZRANGE', graves, 0, 0)[1]) end
  for _, one in ipairs(old) do
    redis.call('ZREM', graves, one)
    if isGrave(redis.call('HGET', agents, one) or '') then redis.call('HDEL', agents, one) end
  end
end

-- Readers do not look further back than the history; the row in which it begins stays.
local function forget(timeline)
  for _ = 1, 64 do
    local second = redis.call('LINDEX', timeline, 1)
    if not second or tonumber(string.match(second, '^%d+')) > now - HISTORY_MS then return end
    redis.call('LPOP', timeline)
  end
end

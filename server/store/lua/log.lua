-- What every script that writes begins with: a time that never goes back, and the log of the partition.
-- KEYS  1 meta  2 log  3 orgs
-- ARGV  1 org  2 epoch if there is none  3 ms ahead of TIME
-- Before it stand LOG_LENGTH, entries a log is kept, and HISTORY_MS, how long timelines are.
local meta, log, orgs, org = KEYS[1], KEYS[2], KEYS[3], ARGV[1]
local time = redis.call('TIME')
local known = redis.call('HMGET', meta, 'now', 'epoch', 'seq', 'seq ' .. org)
local now = math.max(time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[3], tonumber(known[1] or 0))
-- What Redis is given as a number it prints with 17 significant digits, which takes as long as a command.
local text = string.format
local epoch, all, sequence = known[2] or ARGV[2], tonumber(known[3] or 0), tonumber(known[4] or 0)

-- `all` counts the entries of the partition, so that a hole is seen whatever it swallowed; `due` is the earliest of them.
local function append(due, fields)
  all, sequence = all + 1, sequence + 1
  local head = text('%s %s %d %d %d %s', org, epoch, all, sequence, now, due)
  local id = redis.call('XADD', log, 'MAXLEN', '~', LOG_LENGTH, '*', 'head', head, unpack(fields))
  -- Told as well as kept. Whoever misses it finds it in the log, so a user who may not publish has written all the same.
  redis.pcall('SPUBLISH', log, table.concat({id, head, unpack(fields)}, '\n'))
end

-- After the last entry: one write of all that counts.
local function seal()
  if not known[4] then redis.call('SADD', orgs, org) end
  redis.call('HSET', meta, 'now', text('%d', now), 'epoch', epoch, 'seq', text('%d', all), 'seq ' .. org, text('%d', sequence))
end

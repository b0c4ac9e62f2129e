-- Writes agents and appends to the log of their partition: all of it, or nothing. After log.lua and records.lua.
-- KEYS  8.. timeline of each write
-- ARGV  4.. count of writes, agent..., expected..., put or unseen or delete..., {value, changes before, count of rows, row...}...
-- Gives {'conflict', agent, value, ...} or {'written', epoch, sequence}.
local writes = tonumber(ARGV[4])
local agent, expected, kind, part = 4, 4 + writes, 4 + 2 * writes, 4 + 3 * writes
local stored = writes > 0 and redis.call('HMGET', agents, unpack(ARGV, agent + 1, expected)) or {}
for i = 1, writes do
  local value = stored[i] or ''
  -- Only whoever is there can be deleted.
  if revisionOf(value) ~= tonumber(ARGV[expected + i]) or (ARGV[kind + i] == 'delete' and (value == '' or isGrave(value))) then
    local conflict = {'conflict'}
    for j = 1, writes do conflict[2 * j], conflict[2 * j + 1] = ARGV[agent + j], stored[j] or '' end
    return conflict
  end
end

-- Nothing is written above this line; nothing below it can fail.
local puts, buried, due = {}, {}, '-'
for i = 1, writes do
  local id, how, timeline, before = ARGV[agent + i], ARGV[kind + i], KEYS[7 + i], stored[i] or ''
  local value, earlier, rows = ARGV[part + 1], ARGV[part + 2], tonumber(ARGV[part + 3])
  if how == 'delete' then
    bury(id, before, value, timeline)
    table.insert(buried, value)
  else
    due = sooner(due, place(id, before, value))
    if earlier ~= '' then push(puts, 'earlier', earlier) end
    push(puts, how, value)
  end
  if rows > 0 then
    redis.call('RPUSH', timeline, unpack(ARGV, part + 4, part + 3 + rows))
    if ARGV[expected + i] % 16 == 0 then forget(timeline) end
  end
  part = part + 3 + rows
end
if #puts > 0 then append(due, puts) end
for _, value in ipairs(buried) do append('-', {'delete', value}) end
seal()
return {'written', epoch, sequence}

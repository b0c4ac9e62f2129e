-- Writes agents and appends to the log of their partition: each commit whole or not at all. After log.lua and records.lua.
-- KEYS  8.. timeline of each write
-- ARGV  4 count of writes  5.. agent..., expected..., put or unseen or delete..., number of its commit..., {value, changes before, count of rows, row...}...
-- Gives {epoch, sequence, {number of a commit that was refused, agent, value or ''}...}. No agent is written twice.
local writes = tonumber(ARGV[4])
local agent, expected, kind, commit, part = 4, 4 + writes, 4 + 2 * writes, 4 + 3 * writes, 4 + 4 * writes
local stored = writes > 0 and redis.call('HMGET', agents, unpack(ARGV, agent + 1, expected)) or {}
local refused = {}
for i = 1, writes do
  local value = stored[i] or ''
  -- Only whoever is there can be deleted.
  if revisionOf(value) ~= tonumber(ARGV[expected + i]) or (ARGV[kind + i] == 'delete' and (value == '' or isGrave(value))) then
    refused[ARGV[commit + i]] = true
  end
end

-- Nothing is written above this line; nothing below it can fail.
local answer, fresh, puts, buried, due = {}, {}, {}, {}, '-'
for i = 1, writes do
  local id, how, timeline, before = ARGV[agent + i], ARGV[kind + i], KEYS[7 + i], stored[i] or ''
  local value, earlier, rows = ARGV[part + 1], ARGV[part + 2], tonumber(ARGV[part + 3])
  if refused[ARGV[commit + i]] then
    table.insert(answer, {ARGV[commit + i], id, before})
  elseif how == 'delete' then
    bury(id, before, value, timeline)
    table.insert(buried, value)
  else
    push(fresh, id, value)
    due = sooner(due, index(id, before, value))
    if earlier ~= '' then push(puts, 'earlier', earlier) end
    push(puts, how, value)
    if rows > 0 then
      redis.call('RPUSH', timeline, unpack(ARGV, part + 4, part + 3 + rows))
      if ARGV[expected + i] % 16 == 0 then forget(timeline) end
    end
  end
  part = part + 3 + rows
end
if #fresh > 0 then redis.call('HSET', agents, unpack(fresh)) end
if #puts > 0 then append(due, puts) end
for _, value in ipairs(buried) do append('-', {'delete', value}) end
if writes == 0 or #answer < writes then seal() end
return {epoch, sequence, unpack(answer)}

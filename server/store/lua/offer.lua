-- Takes what is newer than what is stored, and appends it to the log. After log.lua and records.lua.
-- KEYS  8 settings  9.. timeline of each agent
-- ARGV  4.. version of the settings or 0, settings, count of agents, {agent, value, row}...
-- Gives how many were taken.
local settings, taken, at = KEYS[8], 0, 3
local function take() at = at + 1 return ARGV[at] end
local version, document = tonumber(take()), take()
if tonumber(redis.call('HGET', settings, 'version') or 0) < version then
  redis.call('HSET', settings, 'version', version, 'json', document)
  append('-', {'settings', document})
  taken = 1
end
for i = 1, tonumber(take()) do
  local agent, value, row, timeline = take(), take(), take(), KEYS[8 + i]
  local stored = redis.call('HGET', agents, agent) or ''
  if revisionOf(stored) < revisionOf(value) then
    taken = taken + 1
    if isGrave(value) then
      bury(agent, stored, value, timeline)
      append('-', {'delete', value})
    else
      if redis.call('EXISTS', timeline) == 0 then redis.call('RPUSH', timeline, row) end
      append(place(agent, stored, value), {'put', value})
    end
  end
end
if taken > 0 then seal() end
return taken

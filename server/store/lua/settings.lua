-- Writes the settings of an organisation if nobody wrote that version before, and appends them to the log. After log.lua.
-- KEYS  4 settings
-- ARGV  4 version  5 settings
-- Gives {1, settings} when written, else {0, what is stored or ''}.
local settings, version, value = KEYS[4], tonumber(ARGV[4]), ARGV[5]
local stored = redis.call('HMGET', settings, 'version', 'json')
if tonumber(stored[1] or 0) + 1 ~= version then return {0, stored[2] or ''} end
redis.call('HSET', settings, 'version', version, 'json', value)
append('-', {'settings', value})
seal()
return {1, value}

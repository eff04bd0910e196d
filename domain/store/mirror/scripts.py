"""What Redis does in one step, so that no reader sees half of it.

A span has a sorted set of its players, by the score below zero: the highest score comes first, and equals come in the
order of their ids, byte by byte, as in PostgreSQL. A board of dense ranks has a second set, of the scores there are.
`meta` says the version of both, and how many must be in them: a set that Redis evicted is noticed.
"""

_CHANGE = """
local function change(players, scores, meta, dense, member, difference)
  local before = tonumber(redis.call('ZSCORE', players, member) or 0)
  local after = before - tonumber(difference)
  if after == 0 then
    redis.call('ZREM', players, member)
    redis.call('HINCRBY', meta, 'players', -1)
  else
    redis.call('ZADD', players, after, member)
    if before == 0 then redis.call('HINCRBY', meta, 'players', 1) end
  end
  if dense == '1' then
    if before ~= 0 and redis.call('ZCOUNT', players, before, before) == 0 then
      redis.call('HINCRBY', meta, 'scores', -redis.call('ZREM', scores, before))
    end
    if after ~= 0 then redis.call('HINCRBY', meta, 'scores', redis.call('ZADD', scores, after, after)) end
  end
end
"""

#: Keys: players, scores, meta, building, log. Arguments: number, dense, then members and differences in turn.
#: While somebody builds the span anew, what changes is written down for him as well.
PUSH = (
    _CHANGE
    + """
if redis.call('EXISTS', KEYS[4]) == 1 then redis.call('RPUSH', KEYS[5], cmsgpack.pack(ARGV)) end
if redis.call('EXISTS', KEYS[3]) == 0 then return 0 end
for at = 3, #ARGV, 2 do change(KEYS[1], KEYS[2], KEYS[3], ARGV[2], ARGV[at], ARGV[at + 1]) end
redis.call('HINCRBY', KEYS[3], 'version', ARGV[1])
return 1
"""
)

#: Keys: players, scores, meta. Arguments: version, dense, `page`, offset and number, or `around`, member and number.
#: Gives the total, the place of the first row, who is above it, and the rows; nothing when the version is another.
ASK = """
if redis.call('HGET', KEYS[3], 'version') ~= ARGV[1] then return nil end
local total, dense = redis.call('ZCARD', KEYS[1]), ARGV[2] == '1'
if total ~= tonumber(redis.call('HGET', KEYS[3], 'players')) then return nil end
if dense and redis.call('ZCARD', KEYS[2]) ~= tonumber(redis.call('HGET', KEYS[3], 'scores')) then return nil end
local first, size = 0, tonumber(ARGV[5])
if ARGV[3] == 'page' then
  first = tonumber(ARGV[4])
else
  local place = redis.call('ZRANK', KEYS[1], ARGV[4])
  if not place then return {total, 0, 0, 0, {}} end
  local up = math.min(place, math.max(math.floor(size / 2), size - total + place))
  first, size = place - up, up + math.min(total - place - 1, size - 1 - up) + 1
end
if size == 0 then return {total, 0, 0, 0, {}} end
local rows = redis.call('ZRANGE', KEYS[1], first, first + size - 1, 'WITHSCORES')
if #rows == 0 then return {total, 0, 0, 0, {}} end
local higher = '(' .. rows[2]
local scores = dense and redis.call('ZCOUNT', KEYS[2], '-inf', higher) or 0
return {total, first, redis.call('ZCOUNT', KEYS[1], '-inf', higher), scores, rows}
"""

#: Keys: building, log. Arguments: whose it is, for how many seconds. Nothing that is written down is lost between.
BEGIN = """
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'EX', ARGV[2]) then return 0 end
redis.call('UNLINK', KEYS[2])
return 1
"""

#: Keys: players, scores, meta, building, log, the new players, the new scores. Arguments: whose it is, version, how
#: many players, how many scores, dense, seconds to live, then the numbers that are in the new sets already.
END = (
    _CHANGE
    + """
if redis.call('GET', KEYS[4]) ~= ARGV[1] then return 0 end
redis.call('UNLINK', KEYS[1], KEYS[2], KEYS[3])
if redis.call('EXISTS', KEYS[6]) == 1 then redis.call('RENAME', KEYS[6], KEYS[1]) end
if redis.call('EXISTS', KEYS[7]) == 1 then redis.call('RENAME', KEYS[7], KEYS[2]) end
redis.call('HSET', KEYS[3], 'version', ARGV[2], 'players', ARGV[3], 'scores', ARGV[4])
local known = {}
for at = 7, #ARGV do known[ARGV[at]] = true end
for _, packed in ipairs(redis.call('LRANGE', KEYS[5], 0, -1)) do
  local late = cmsgpack.unpack(packed)
  if not known[late[1]] then
    for at = 3, #late, 2 do change(KEYS[1], KEYS[2], KEYS[3], ARGV[5], late[at], late[at + 1]) end
    redis.call('HINCRBY', KEYS[3], 'version', late[1])
  end
end
redis.call('UNLINK', KEYS[4], KEYS[5])
for at = 1, 3 do redis.call('EXPIRE', KEYS[at], ARGV[6]) end
return 1
"""
)

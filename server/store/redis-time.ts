import type { Clock } from '../clock.js'

/** Keeps the distance between this node's clock and Redis'. A node whose clock is wrong is as good as any other. */
export interface RedisTime {
  /** ms since 1970 by Redis' clock, as well as this node knows it: never backwards, once Redis was heard. */
  now(): number
  /** Redis said this just now: as if the answer had taken no time, so late by half a round trip and never ahead. */
  heard(redisMs: number): void
}

export function createRedisTime(clock: Clock): RedisTime {
  let offset: number | null = null
  let latest = 0
  return {
    now: () => (latest = Math.max(latest, Math.floor(clock.now() + (offset ?? 0)))),
    heard(redisMs) {
      // What this node's own clock said before does not count: were it an hour ahead, time would stand still for an hour.
      if (offset === null) latest = 0
      offset = redisMs - clock.now()
    },
  }
}

import { execFileSync } from 'node:child_process'
import { availableParallelism, cpus, release } from 'node:os'
import { redisServerPath } from '../../scripts/system-packages.mjs'

/** On what, with what, and when. */
export function machine(): string {
  const redis = execFileSync(redisServerPath() ?? 'redis-server', ['--version'], { encoding: 'utf8' })
  const parts = [
    `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'})`,
    `Linux ${release()}`,
    `Node ${process.version}`,
    `Redis ${/v=(\S+)/.exec(redis)?.[1] ?? 'of unknown version'}`,
    new Date().toISOString().slice(0, 16).replace('T', ' ') + ' UTC',
  ]
  return parts.join(', ')
}

import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Redis } from 'ioredis'
import { redisServerPath } from '../../scripts/system-packages.mjs'
import { freePort } from './redis-process.js'

const START_MS = 10_000

/** A Redis that can be killed, and started again at the same address with the same files. */
export interface DurableRedis {
  readonly url: string
  readonly port: number
  /** Resolves when it answers; with its files, unless it is told to begin empty. */
  start(how?: { readonly empty: boolean }): Promise<void>
  /** As a machine that loses its power. */
  kill(): Promise<void>
  /** It keeps its connections and does nothing any more. */
  hang(): void
  wake(): void
  ask<T>(run: (redis: Redis) => Promise<T>): Promise<T>
  stop(): Promise<void>
}

export async function openDurableRedis(...args: readonly string[]): Promise<DurableRedis> {
  const program = redisServerPath()
  if (!program) throw new Error('no redis-server: npm test installs it')
  const [port, dir] = [await freePort(), await mkdtemp(path.join(tmpdir(), 'presence-redis-'))]
  const url = `redis://127.0.0.1:${port}`
  let child: ChildProcess | undefined
  let ended = Promise.resolve()

  async function ask<T>(run: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: null, commandTimeout: START_MS })
    // Until it listens each try is refused; the deadline of the command is what counts.
    redis.on('error', () => undefined)
    try {
      return await run(redis)
    } finally {
      redis.disconnect()
    }
  }

  async function answers(redis: Redis): Promise<void> {
    const deadline = performance.now() + START_MS
    for (;;) {
      try {
        return void (await redis.ping())
      } catch (why) {
        // LOADING: its files are being read.
        if (performance.now() > deadline) throw why
      }
    }
  }

  const kill = async () => {
    child?.kill('SIGKILL')
    await ended
    child = undefined
  }

  return {
    url,
    port,
    async start({ empty } = { empty: false }) {
      if (empty) await rm(path.join(dir, 'appendonlydir'), { recursive: true, force: true })
      const all = ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--save', '']
      // A replica that asks is answered at once.
      all.push('--appendonly', 'yes', '--repl-diskless-sync-delay', '0')
      const started = spawn(program, [...all, ...args], { stdio: 'ignore' })
      child = started
      ended = new Promise((resolve) => started.once('exit', () => resolve()))
      await ask(answers)
    },
    kill,
    hang: () => void child?.kill('SIGSTOP'),
    wake: () => void child?.kill('SIGCONT'),
    ask,
    async stop() {
      await kill()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

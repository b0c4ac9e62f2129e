import { StoreUnavailable } from './store.js'

/** Between the hub and Redis: what Redis cannot answer is unavailable, and while it hangs nobody waits for it in turn. */
export interface RedisGate {
  readonly open: boolean
  through<T>(run: () => Promise<T>): Promise<T>
  /** Asks even while the gate is shut: an answer opens it again. */
  probe<T>(run: () => Promise<T>): Promise<T>
}

/** What Redis says when it cannot do now what it could do a moment ago. Any other complaint is a bug of ours. */
const PASSING =
  /^(LOADING|READONLY|CLUSTERDOWN|TRYAGAIN|MASTERDOWN|MISCONF|NOREPLICAS|OOM|BUSY|UNBLOCKED|MOVED|ASK|NOAUTH)/
/**
 * Calls on their way at once. Redis does some ten thousand commits a second, so these are some 25 ms: a storm waits here,
 * where no clock runs, instead of there, where a call that waits for a second counts as a database that hangs.
 */
const AT_ONCE = 256
const BUGS = [TypeError, RangeError, SyntaxError, ReferenceError]

export function createRedisGate(): RedisGate {
  let open = true
  const waiting = new Set<(why: unknown) => void>()
  const line = new Set<() => void>()
  let running = 0

  async function inTurn<T>(run: () => Promise<T>): Promise<T> {
    if (running < AT_ONCE) running += 1
    else await new Promise<void>((resolve) => line.add(resolve))
    try {
      return await run()
    } finally {
      const [next] = line
      if (next) {
        line.delete(next)
        next()
      } else running -= 1
    }
  }

  async function ask<T>(run: () => Promise<T>): Promise<T> {
    let giveUp = (_why: unknown) => {}
    const shut = new Promise<never>((_, reject) => (giveUp = reject))
    waiting.add(giveUp)
    try {
      return await Promise.race([run(), shut])
    } catch (cause) {
      if (isBug(cause)) throw cause
      if (cause instanceof Error && cause.message === 'Command timed out') close(cause)
      throw unavailable('Redis did not answer', cause)
    } finally {
      waiting.delete(giveUp)
    }
  }

  /** Who came later stands in the same queue: their own time would begin only when they are sent. */
  function close(why: Error) {
    open = false
    line.clear()
    for (const giveUp of waiting) giveUp(why)
  }

  return {
    get open() {
      return open
    },
    async through(run) {
      if (!open) throw unavailable('Redis hangs')
      return ask(() => inTurn(run))
    },
    async probe(run) {
      const answer = await ask(run)
      open = true
      return answer
    },
  }
}

const unavailable = (message: string, cause?: unknown) => Object.assign(new StoreUnavailable(message), { cause })

const isBug = (thrown: unknown): boolean =>
  BUGS.some((bug) => thrown instanceof bug) ||
  (thrown instanceof Error && thrown.name === 'ReplyError' && !PASSING.test(thrown.message))

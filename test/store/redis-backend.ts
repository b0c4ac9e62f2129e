import { systemClock } from '../../server/clock.js'
import type { RedisTarget } from '../../server/store/redis-clients.js'
import { createRedisStore, type RedisStore } from '../../server/store/redis-store.js'
import { PATIENCE_MS } from '../support/eventually.js'
import { describeStore } from './store-suite.js'

/** The one suite on a real Redis of some kind. It is emptied before each test. */
export function describeRedis(name: string, server: () => { target: RedisTarget; flush(): Promise<void> }): void {
  describeStore(name, async (options) => {
    const { target, flush } = server()
    await flush()
    let ahead = 0
    const stores: RedisStore[] = []
    const join = async () => {
      const faults: unknown[] = []
      const onFault = (why: unknown) => void faults.push(why)
      const store = createRedisStore({ target, clock: systemClock, aheadMs: () => ahead, onFault, ...options })
      stores.push(store)
      const { answered } = await store.check(PATIENCE_MS)
      if (!answered) throw new Error(`${name} did not answer: ${faults.map(String).join('; ')}`)
      return store
    }
    return {
      store: await join(),
      join,
      advance: async (ms) => void (ahead += ms),
      stop: async () => void (await Promise.all(stores.map((store) => store.close()))),
    }
  })
}

import { createPresenceClient, type PresenceClient } from '../../client-sdk/index.js'
import { timed } from '../support/stopwatch.js'
import { aPresence } from './example.js'
import { scriptHub, type ScriptedHub } from './scripted-hub.js'
import { until } from './until.js'

/** As much of a page as the client looks at. The real browser has its tests in test/browser. */
class Page extends EventTarget {
  readonly counts = new Map<string, number>()
  visibilityState = 'visible'
  override addEventListener(...args: Parameters<EventTarget['addEventListener']>) {
    this.counts.set(args[0], (this.counts.get(args[0]) ?? 0) + 1)
    super.addEventListener(...args)
    const options = args[2]
    if (typeof options === 'object') options.signal?.addEventListener('abort', () => this.counts.delete(args[0]))
  }
  happens(event: string) {
    this.dispatchEvent(new Event(event))
  }
}

let hub: ScriptedHub
let client: PresenceClient
let asked = 0
const [win, doc] = [new Page(), new Page()]
const connected = () => until(client, 'a connection', () => client.connection === 'connected')

beforeEach(async () => {
  asked = 0
  Object.assign(globalThis, { window: win, document: doc })
  hub = await scriptHub({ presence: aPresence() })
  client = createPresenceClient({
    url: hub.url,
    getToken: () => {
      asked++
      return 'token'
    },
  })
})
afterEach(async () => {
  client.close()
  Reflect.deleteProperty(globalThis, 'window')
  Reflect.deleteProperty(globalThis, 'document')
  await hub.stop()
})

test.each([
  ['resume', doc],
  ['visibilitychange', doc],
  ['pageshow', win],
  ['online', win],
] as const)('%s asks the line whether it lives', async (event, target) => {
  await connected()
  target.happens(event)
  await hub.heardOf('probe')
  expect(client.connection).toBe('connected')
})

test('many wakes at once are one question', async () => {
  await connected()
  hub.on('probe', () => undefined)
  for (const event of ['online', 'pageshow', 'online']) win.happens(event)
  doc.happens('resume')
  hub.say('statuses:changed', { statuses: [] })
  await new Promise<void>((resolve) => client.subscribe(resolve))
  await hub.heardOf('probe')
  expect(hub.count('probe')).toBe(1)
})

test('a line that does not answer a probe is replaced at once', async () => {
  await connected()
  hub.on('probe', () => undefined)
  win.happens('online')
  await until(client, 'reconnecting', () => client.connection === 'reconnecting')
  await connected()
  expect(hub.welcomes).toBe(2)
})

test('the page event of every load does not disturb the first connect', async () => {
  win.happens('pageshow')
  await connected()
  expect(asked).toBe(1)
  expect(hub.tokens).toHaveLength(1)
})

test('without network it says reconnecting at once', async () => {
  await connected()
  win.happens('offline')
  expect(client.connection).toBe('reconnecting')
  await connected()
})

test('back online it tries at once instead of waiting its turn', async () => {
  await connected()
  hub.refuse('rate_limited')
  hub.drop()
  // After the fifth refusal its turn is 3.2 s away, or half of that.
  await hub.asked(5)
  hub.refuse(undefined)
  const { ms } = await timed(() => {
    win.happens('online')
    return connected()
  })
  expect(ms).toBeLessThan(1_000)
})

test('closed, it listens to the page no more', async () => {
  await connected()
  expect(win.counts.size + doc.counts.size).toBe(5)
  client.close()
  expect(win.counts.size + doc.counts.size).toBe(0)
  expect(() => client.signIn()).toThrow('create another')
})

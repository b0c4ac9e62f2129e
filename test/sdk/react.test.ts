import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { createPresenceClient } from '../../client-sdk/index.js'
import { usePresence, useRoom } from '../../client-sdk/react.js'
import { followRoom } from '../../client-sdk/room-store.js'
import { runHub, type RunningHub } from '../support/running-hub.js'
import { until } from './until.js'

let hub: RunningHub
beforeAll(async () => {
  hub = await runHub()
})
afterAll(() => hub.stop())

test('a server renders what is known without a line: nothing, and says so', async () => {
  const client = createPresenceClient({ url: hub.url, getToken: () => hub.token({ sub: 'ada', roles: ['agent'] }) })
  await until(client, 'a connection', () => client.connection === 'connected')
  function Desk({ known }: { known: boolean }) {
    const { current, connection } = usePresence(known ? client : undefined)
    const room = useRoom(known ? client : undefined, 'agent:ada')
    return createElement('p', {}, `${connection} ${current?.status ?? 'unknown'} ${room.ready} ${room.agents.size}`)
  }
  // With a client too: the first render in the browser must be the same.
  for (const known of [true, false])
    expect(renderToString(createElement(Desk, { known }))).toBe('<p>connecting unknown false 0</p>')
  client.close()
})

test('a room is watched while somebody looks, and what was read stays as it was read', async () => {
  const client = createPresenceClient({
    url: hub.url,
    getToken: () => hub.token({ sub: 'sam', roles: ['supervisor'] }),
  })
  const bob = await hub.agentTab('bob', { teams: ['calls'] })
  const store = followRoom(client, 'team:calls')
  expect(followRoom(client, 'team:calls')).toBe(store)
  expect(store.snapshot()).toBe(store.nothing())

  const heard = { subscribe: store.subscribe }
  const offs = [store.subscribe(() => {}), store.subscribe(() => {})]
  await until(heard, 'the snapshot', () => store.snapshot().ready)
  const before = store.snapshot()
  expect(store.snapshot()).toBe(before)
  await bob.send('presence:set', { status: 'dnd' })
  await until(heard, 'the change', () => store.snapshot().agents.get('bob')?.status === 'dnd')
  expect(before.agents.get('bob')?.status).toBe('available')
  expect(before.counts.byBase).toMatchObject({ available: 1, dnd: 0 })
  expect(store.snapshot().counts.byBase).toMatchObject({ available: 0, dnd: 1 })

  for (const off of offs) off()
  await Promise.resolve()
  expect(store.snapshot()).toBe(store.nothing())
  client.close()
})

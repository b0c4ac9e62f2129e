import { createPresenceClient } from '../../client-sdk/index.js'
import { openOfficeProxy } from '../support/office-proxy.js'
import { runHub } from '../support/running-hub.js'
import { until } from './until.js'

test('where WebSocket is blocked a client that was told to poll is connected; one that was not says so, and may be told later', async () => {
  const hub = await runHub()
  const office = await openOfficeProxy(hub.url)
  const open = (polling: boolean) =>
    createPresenceClient({ url: office.url, polling, getToken: () => hub.token({ sub: 'ada', roles: ['agent'] }) })
  const [polls, blocked] = [open(true), open(false)]
  let tries = 0
  blocked.subscribe(() => tries++)
  expect(await polls.set('busy')).toMatchObject({ status: 'busy' })
  await hub.supervisor('PUT', '/v1/agents/ada/presence', { status: 'dnd' })
  await until(polls, 'the change', () => polls.current?.status === 'dnd')
  await until(blocked, 'two tries', () => tries >= 2)
  expect(blocked.connection).toBe('connecting')

  blocked.usePolling()
  await until(blocked, 'a line without WebSocket', () => blocked.connection === 'connected')
  expect(blocked.current?.status).toBe('dnd')

  // Its goodbye is a request too: let it through before the way is closed.
  const sam = await hub.watcher()
  await sam.send('room:watch', { room: 'agent:ada' })
  for (const client of [polls, blocked]) client.close()
  await sam.next('presence:changed', ({ changes }) => changes.some((one) => one.connection === 'reconnecting'))
  office.stop()
  await hub.stop()
})

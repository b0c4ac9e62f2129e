/** Presence as it is usually written by hand: state in a hash, socket.io's adapter for the other nodes, no rules, no log. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdapter } from '@socket.io/redis-adapter'
import { Redis } from 'ioredis'
import { Server, type Socket } from 'socket.io'
import { believe, chosen, signedIn } from './made-presence.js'

const url = process.env['REDIS_URL'] ?? ''
const redis = new Redis(url, { enableAutoPipelining: true })
const http = createServer()
const io = new Server(http, {
  transports: ['websocket'],
  serveClient: false,
  adapter: createAdapter(new Redis(url), new Redis(url)),
})

io.on('connection', (socket: Socket) => {
  const { token, as } = socket.handshake.auth as { token: string; as: string }
  if (as === 'watcher') {
    socket.on('room:watch', (_request, ack: (answer: unknown) => void) => {
      void (async () => {
        await socket.join('org')
        const all = await redis.hgetall('presence')
        ack({ ok: true, snapshot: Object.values(all).map((json) => JSON.parse(json) as unknown) })
      })()
    })
    return void socket.emit('welcome', {})
  }
  let presence = signedIn(believe(token))
  const own = `agent:${presence.agentId}`
  const save = () => redis.hset('presence', presence.agentId, JSON.stringify(presence))
  const tell = () =>
    io
      .to('org')
      .to(own)
      .emit('presence:changed', { changes: [presence] })
  void socket.join(own)
  socket.on('presence:set', (choice: { status: string; note: string }, ack: (answer: unknown) => void) => {
    void (async () => {
      presence = chosen(presence, choice)
      const mine = presence
      await save()
      tell()
      ack({ ok: true, presence: mine })
    })()
  })
  void save().then(() => {
    tell()
    socket.emit('welcome', { presence })
  })
})

http.listen(0, '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${(http.address() as AddressInfo).port}`)
})

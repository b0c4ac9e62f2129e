/**
 * Bare ws, one process, no store: what delivering costs when nothing else is done.
 *
 *   MODE=change   a careful hand: JSON once for each change, a send for each client
 *   MODE=frames   the very frames of the hub: newest version of each agent, one frame in FRAME_MS, encoded once
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Presence } from '../../protocol/presence.js'
import { believe, chosen, signedIn } from './made-presence.js'

const frames = process.env['MODE'] === 'frames'
const frameMs = Number(process.env['FRAME_MS'] ?? 20)
const HELLO = JSON.stringify({ sid: 'bare', upgrades: [], pingInterval: 25_000, pingTimeout: 20_000, maxPayload: 1e6 })

const http = createServer((_request, response) => {
  response.end(JSON.stringify([...held.values()].map(({ agentId, version }) => [agentId, version])))
})
const server = new WebSocketServer({ server: http, perMessageDeflate: false })
const held = new Map<string, Presence>()
const watching = new Set<WebSocket>()
const pending = new Map<string, Presence>()
let sequence = 0
let cursor = '0.bare'
let resting: NodeJS.Timeout | null = null

server.on('connection', (socket) => {
  let presence: Presence | null = null
  socket.send(`0${HELLO}`)
  socket.on('close', () => watching.delete(socket))
  socket.on('message', (data: Buffer) => {
    const frame = data.toString()
    if (frame.startsWith('40')) {
      const { token, as } = JSON.parse(frame.slice(2)) as { token: string; as: string }
      socket.send('40{"sid":"bare"}')
      if (as === 'agent') tell((presence = signedIn(believe(token))))
      return socket.send('42["welcome",{}]')
    }
    if (!frame.startsWith('42')) return
    const start = frame.indexOf('[')
    const [event, body] = JSON.parse(frame.slice(start)) as [string, { status: string; note: string }]
    const answer = (what: unknown) => socket.send(`43${frame.slice(2, start)}${JSON.stringify([what])}`)
    if (event === 'room:watch') {
      watching.add(socket)
      return answer({ ok: true, room: 'org', snapshot: [...held.values()], ...(frames && { cursor }) })
    }
    if (!presence) return
    presence = chosen(presence, body)
    tell(presence)
    answer({ ok: true, presence })
  })
})

function tell(presence: Presence) {
  held.set(presence.agentId, presence)
  if (!frames) return send(`42${JSON.stringify(['presence:changed', { room: 'org', changes: [presence] }])}`)
  sequence++
  pending.set(presence.agentId, presence)
  if (resting === null) flush()
}

function flush() {
  resting = null
  if (pending.size === 0) return
  const from = cursor
  cursor = `${sequence}.bare`
  const body = { room: 'org', from, cursor, changes: [...pending.values()] }
  pending.clear()
  send(`42${JSON.stringify(['presence:changed', body])}`)
  resting = setTimeout(flush, frameMs)
}

function send(text: string) {
  const bytes = Buffer.from(text)
  for (const socket of watching) socket.send(bytes, { binary: false })
}

http.listen(0, '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${(http.address() as AddressInfo).port}`)
})

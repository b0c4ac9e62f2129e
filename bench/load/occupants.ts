/** A process of people in an XMPP room, over bare WebSockets: each has a presence of their own and sees everybody's. */
import { WebSocket } from 'ws'
import { Latencies, type Pairs } from './latencies.js'
import { answerParent } from './orders.js'
import { agentName, nowUs, readStamp, stampOf } from './stamp.js'

export interface RoomSeen {
  readonly latencies: Pairs
  readonly delivered: number
  readonly messages: number
  readonly bytes: number
  readonly wrongs: readonly string[]
}

export type OccupantOrders = {
  /** Resolves when everybody sees everybody. */
  open(order: { readonly url: string; readonly count: number }): Promise<void>
  /** Everybody in turn shows another status, at fixed times; resolves when all have seen all of it. */
  drive(order: { readonly perSecond: number; readonly forMs: number }): Promise<RoomSeen>
}

const ROOM = 'floor@rooms.localhost'
const PATIENCE_MS = 60_000
const ANSWER_MS = 20_000
const OPEN = '<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" to="localhost" version="1.0"/>'
const ANONYMOUS = '<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="ANONYMOUS"/>'
const BIND = '<iq type="set" id="bind"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/></iq>'
const JOIN = '<x xmlns="http://jabber.org/protocol/muc"/>'
const SHOWS = ['dnd', 'away']

interface Occupant {
  readonly socket: WebSocket
  readonly name: string
  /** When the newest change of each was due, as this one sees it. */
  readonly seen: Map<string, number>
}

const occupants: Occupant[] = []
const tally = { latencies: new Latencies(), delivered: 0, bytes: 0, wrongs: [] as string[] }
let sent = 0

answerParent<OccupantOrders>({
  async open({ url, count }) {
    // One after the other: everybody who joins is told to everybody there.
    for (let index = 0; index < count; index++) {
      const name = agentName(index)
      // Now and then one is never answered; what is measured is a room of those who are in.
      occupants.push(await join(url, name).catch(() => join(url, name)))
    }
    await until(() => occupants.every(({ seen }) => seen.size === count))
  },

  async drive({ perSecond, forMs }) {
    Object.assign(tally, { latencies: new Latencies(), delivered: 0, bytes: 0 })
    const total = Math.round((perSecond * forMs) / 1_000)
    const startUs = nowUs()
    for (let done = 0; done < total;) {
      const due = Math.min(total, Math.floor(((nowUs() - startUs) / 1e6) * perSecond) + 1)
      for (; done < due; done++) show(startUs + (done / perSecond) * 1e6)
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    await until(() => tally.delivered === total * occupants.length)
    const { latencies, delivered, bytes, wrongs } = tally
    return { latencies: latencies.pairs(), delivered, messages: delivered, bytes, wrongs }
  },
})

function show(dueUs: number) {
  const { socket, name } = occupants[sent % occupants.length] ?? {}
  const status = SHOWS[Math.floor(sent / occupants.length) % SHOWS.length]
  socket?.send(`<presence to="${ROOM}/${name}"><show>${status}</show><status>${stampOf(dueUs)}</status></presence>`)
  sent++
}

async function join(url: string, name: string): Promise<Occupant> {
  const socket = new WebSocket(url, 'xmpp', { perMessageDeflate: false, skipUTF8Validation: true })
  const seen = new Map<string, number>()
  let heard = (_stanza: string) => {}
  const says = (answer: string, what: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        socket.terminate()
        reject(new Error(`${name} waited for ${answer}`))
      }, ANSWER_MS)
      heard = (stanza) => {
        if (stanza.includes('<failure') || stanza.includes('type="error"') || stanza.includes("type='error'"))
          reject(new Error(stanza))
        if (!stanza.includes(answer)) return
        clearTimeout(late)
        resolve()
      }
      socket.send(what)
    })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  socket.on('message', (data: Buffer) => {
    const stanza = data.toString('latin1')
    if (stanza.startsWith('<presence')) take(stanza, seen)
    heard(stanza)
  })
  await says('<mechanism', OPEN)
  await says('<success', ANONYMOUS)
  await says('urn:ietf:params:xml:ns:xmpp-bind', OPEN)
  await says('<jid>', BIND)
  // 110: this is yourself, and the last of those who were there.
  await says("'110'", `<presence to="${ROOM}/${name}">${JOIN}</presence>`)
  return { socket, name, seen }
}

function take(stanza: string, seen: Map<string, number>) {
  const from = /from=['"][^'"/]*\/([^'"]*)['"]/.exec(stanza)?.[1]
  if (from === undefined) return
  const dueUs = readStamp(/<status>([^<]*)<\/status>/.exec(stanza)?.[1])
  const before = seen.get(from) ?? 0
  seen.set(from, dueUs ?? before)
  if (dueUs === null) return
  if (dueUs < before) tally.wrongs.push(`${from} went back`)
  tally.delivered++
  tally.bytes += stanza.length
  tally.latencies.add(nowUs() - dueUs)
}

async function until(holds: () => boolean): Promise<void> {
  const began = performance.now()
  while (!holds()) {
    if (performance.now() - began > PATIENCE_MS) throw new Error(`not everybody saw everything: ${tally.delivered} did`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

import { jest } from '@jest/globals'
import fc from 'fast-check'
import { createRoom, type WatchAck } from '../../client-sdk/room.js'
import { Counts } from '../../client-sdk/counts.js'
import type { Presence } from '../../protocol/presence.js'
import { aPresence } from './example.js'

/** A hub's room in small: agents, a position that grows, frames, and answers that frames may overtake. */
function smallHub() {
  const agents = new Map<string, { readonly presence: Presence; readonly at: number }>()
  const gone = new Map<string, number>()
  const versions = new Map<string, number>()
  const wire: (() => void)[] = []
  const asked: { readonly after: string | undefined; readonly answer: (ack: WatchAck) => void }[] = []
  const held: (() => void)[] = []
  let position = 0

  const room = createRoom('org', { watch: (_, after, answer) => void asked.push({ after, answer }) }, () => {})
  const cursor = () => `c${position}`
  const frame = (send: (from: string) => () => void, lost: boolean) => {
    const from = cursor()
    position++
    const delivery = send(from)
    if (!lost) wire.push(delivery)
  }

  const deeds = {
    change(agentId: string, lost: boolean) {
      const version = (versions.get(agentId) ?? 0) + 1
      const presence = aPresence({ agentId, version, routable: version % 2 === 0 })
      versions.set(agentId, version)
      agents.set(agentId, { presence, at: position + 1 })
      gone.delete(agentId)
      frame((from) => {
        const body = { room: 'org', from, cursor: cursor(), changes: [presence] }
        return () => room.changed(body)
      }, lost)
    },
    leave(agentId: string, lost: boolean) {
      if (!agents.delete(agentId)) return
      gone.set(agentId, position + 1)
      frame((from) => {
        const body = { room: 'org', from, cursor: cursor(), agentIds: [agentId] }
        return () => room.left(body)
      }, lost)
    },
    /** Makes the answer; it reaches the wire later, behind whatever is framed in between. */
    answer(_: string, snapshot: boolean) {
      const question = asked.shift()
      if (!question) return
      const { after, answer } = question
      const here = [...agents.values()]
      if (after === undefined || snapshot) {
        const ack = { ok: true, room: 'org', cursor: cursor(), snapshot: here.map((one) => one.presence) } as const
        return void held.push(() => wire.push(() => answer(ack)))
      }
      const since = Number(after.slice(1))
      const agentIds = [...gone].filter(([, at]) => at > since).map(([agentId]) => agentId)
      wire.push(() => room.left({ room: 'org', from: after, cursor: after, agentIds }))
      const changes = here.filter((one) => one.at > since).map((one) => one.presence)
      const ack = { ok: true, room: 'org', cursor: cursor(), changes } as const
      held.push(() => wire.push(() => answer(ack)))
    },
    refuse() {
      const question = asked.shift()
      wire.push(() => question?.answer({ ok: false, error: { code: 'rate_limited', message: '' } }))
    },
    release: () => held.shift()?.(),
    deliver: () => wire.shift()?.(),
    pulse() {
      const body = { serverTime: '', stale: false, cursors: { org: cursor() } }
      wire.push(() => room.pulse(body))
    },
    reset() {
      const body = { room: 'org', cursor: cursor(), snapshot: [...agents.values()].map((one) => one.presence) }
      wire.push(() => room.reset(body))
    },
    breakLine() {
      wire.length = asked.length = held.length = 0
      room.disconnected()
      room.connected()
    },
    wait: () => jest.advanceTimersByTime(1_000),
  }
  const settle = (pulses: number) => {
    for (let round = 0; round <= pulses; round++) {
      if (round > 0) deeds.pulse()
      while (asked.length + held.length + wire.length > 0) {
        deeds.answer('', false)
        deeds.release()
        deeds.deliver()
      }
      deeds.wait()
    }
  }
  room.connected()
  return { room, deeds, settle, truth: () => [...agents.values()].map((one) => one.presence) }
}

type Deed = keyof ReturnType<typeof smallHub>['deeds']
const OFTEN = ['change', 'change', 'leave', 'deliver', 'deliver', 'answer', 'release'] as const
const SELDOM = ['refuse', 'pulse', 'reset', 'breakLine', 'wait'] as const
const step = fc.record({
  deed: fc.constantFrom<Deed>(...OFTEN, ...OFTEN, ...SELDOM),
  agentId: fc.constantFrom('a', 'b', 'c'),
  odd: fc.boolean(),
})

const byId = (one: Presence, other: Presence) => one.agentId.localeCompare(other.agentId)

/** Pulses at the end, and whether frames may be lost on the way. */
test.each([
  ['whatever is lost, late or overtaken, a room ends as the hub has it, and is not stale', { pulses: 5, loses: true }],
  ['as long as nothing is lost it needs no pulse for that', { pulses: 0, loses: false }],
])('%s', (_, { pulses, loses }) => {
  jest.useFakeTimers()
  try {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { room, deeds, settle, truth } = smallHub()
        for (const { deed, agentId, odd } of steps) {
          const lost = odd && loses
          deeds[deed](agentId, deed === 'answer' ? odd : lost)
        }
        // A refusal is asked again after a second: the second round hears it out.
        settle(pulses)
        settle(pulses)
        expect([...room.agents.values()].sort(byId)).toEqual(truth().sort(byId))
        const counted = new Counts()
        for (const one of room.agents.values()) counted.add(one)
        expect(room.counts).toEqual(counted)
        expect(room.stale).toBe(false)
        room.close()
      }),
      { numRuns: 2_000 },
    )
  } finally {
    jest.useRealTimers()
  }
})

test('an agent seen never goes back to an older version while it stays', () => {
  jest.useFakeTimers()
  try {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { room, deeds } = smallHub()
        const seen = new Map<string, number>()
        // Looked at in the end: what a listener throws does not reach whoever is telling it.
        const wentBack: string[] = []
        room.subscribe(({ changed, left }) => {
          for (const agentId of left) seen.delete(agentId)
          for (const agentId of changed) {
            const version = room.agents.get(agentId)?.version ?? 0
            if (version <= (seen.get(agentId) ?? 0)) wentBack.push(`${agentId}: ${version} after ${seen.get(agentId)}`)
            seen.set(agentId, version)
          }
        })
        for (const { deed, agentId, odd } of steps) deeds[deed](agentId, odd)
        room.close()
        expect(wentBack).toEqual([])
      }),
      { numRuns: 5_000 },
    )
  } finally {
    jest.useRealTimers()
  }
})

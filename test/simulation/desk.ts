import type { AgentRecord } from '../../server/engine/record.js'
import type { UntimedEvent } from '../../server/engine/events.js'
import type { Hub } from '../../server/hub/hub.js'
import { isTombstone, type Tombstone } from '../../server/store/store.js'
import { ORG } from './database.js'
import type { Facts } from './facts.js'
import { order, type OrdersParts, type Told } from './orders.js'

type Stored = AgentRecord | Tombstone | undefined

export const AGENTS = ['ada', 'bob', 'cy', 'dee'] as const
export const agentOf = (number: number): string => AGENTS[number % AGENTS.length] ?? 'ada'

export interface DeskParts extends OrdersParts {
  readonly facts: Facts
}

const SAM = { type: 'supervisor', id: 'sam' } as const

/** Everybody who gives orders about agents, and what of it has to hold from the ack on. */
export class Desk {
  readonly #parts: DeskParts
  #orders = 0
  /** Accepted items by agent, as far as anybody was told. */
  readonly #items = new Map<string, string[]>()
  #answering = 0
  /** Orders on their way, by what they are about. */
  readonly #pending = new Map<string, number>()
  /** The latest order about something: an answer to an earlier one says nothing any more. */
  readonly #latest = new Map<string, number>()
  /** Of what is here nothing can be said any more: an order that was given up may still be carried out. */
  readonly #unsure = new Set<string>()

  constructor(parts: DeskParts) {
    this.#parts = parts
  }

  choose(agentId: string, node: number, status: string): void {
    const note = `note-${this.#orders + 1}`
    const about = `${agentId}/choice`
    this.#post(agentId, node, { type: 'chosen', status, note, by: SAM }, [about], () => {
      // Only these are kept whatever work does.
      if (status === 'dnd' || status === 'away')
        this.#holds(about, `choice ${note}`, (stored) => stateOf(stored)?.choice?.note === note)
    })
  }

  reset(agentId: string, node: number): void {
    this.#post(agentId, node, { type: 'reset' }, [], () => {})
  }

  signOut(agentId: string, node: number): void {
    const { truth } = this.#parts
    truth.sessionEnds(agentId)
    this.#post(agentId, node, { type: 'signed_out', by: SAM }, [`${agentId}/choice`], () => truth.sessionEnds(agentId))
  }

  hire(agentId: string, node: number): void {
    this.#post(agentId, node, { type: 'profile_changed', name: agentId, totalUnits: 20 }, [], () => {})
  }

  remove(agentId: string, node: number): void {
    const { truth } = this.#parts
    truth.sessionEnds(agentId)
    this.#items.delete(agentId)
    this.#give(
      node,
      (hub) => hub.remove({ org: ORG, agentId }),
      [`${agentId}/*`],
      () => truth.sessionEnds(agentId),
    )
  }

  accept(agentId: string, node: number): void {
    const itemId = `item-${this.#orders + 1}`
    const about = `${agentId}/${itemId}`
    const event = { type: 'work_reported', itemId, state: 'accepted', ifRoutable: false, force: true } as const
    this.#post(agentId, node, event, [about], () => {
      this.#itemsOf(agentId).push(itemId)
      this.#holds(about, `${itemId} accepted`, (stored) => hasItem(stored, itemId))
    })
  }

  offer(agentId: string, node: number): void {
    const itemId = `item-${this.#orders + 1}`
    this.#post(agentId, node, { ...OFFERED, itemId }, [], () => {})
  }

  endWork(agentId: string, node: number): void {
    const itemId = this.#itemsOf(agentId).shift()
    if (itemId === undefined) return
    const about = `${agentId}/${itemId}`
    this.#post(agentId, node, { type: 'work_removed', itemId }, [about], () =>
      this.#holds(about, `${itemId} ended`, (stored) => !hasItem(stored, itemId)),
    )
  }

  transfer(from: string, to: string, node: number): void {
    if (from === to) return
    const itemId = this.#itemsOf(from).shift()
    if (itemId === undefined) return
    const [given, taken] = [`${from}/${itemId}`, `${to}/${itemId}`]
    this.#give(
      node,
      (hub) => hub.transfer(ORG, itemId, from, to),
      [given, taken],
      () => {
        this.#itemsOf(to).push(itemId)
        this.#holds(given, `${itemId} given away`, (stored) => !hasItem(stored, itemId))
        this.#holds(taken, `${itemId} taken over`, (stored) => hasItem(stored, itemId))
      },
    )
  }

  /** Two nodes claim what may be the last slot. */
  race(agentId: string, node: number, other: number): void {
    this.offer(agentId, node)
    this.offer(agentId, other)
  }

  policy(node: number, sessionLimit: number): void {
    this.#give(
      node,
      (hub) => hub.changeSettings(ORG, (settings) => ({ ...settings, policy: { ...settings.policy, sessionLimit } })),
      [],
      () => {},
    )
  }

  #post(agentId: string, node: number, event: UntimedEvent, about: readonly string[], done: () => void): void {
    const commandId = `command-${this.#orders + 1}`
    this.#give(node, (hub) => hub.post({ org: ORG, agentId }, event, { commandId }), about, done)
  }

  #give<T>(node: number, give: (hub: Hub) => Promise<T>, about: readonly string[], done: () => void): void {
    const mine = ++this.#orders
    for (const one of about) {
      this.#forget(one)
      this.#latest.set(one, mine)
      this.#pending.set(one, (this.#pending.get(one) ?? 0) + 1)
    }
    order(this.#parts, node, give, (told: Told<T>) => {
      for (const one of about) {
        this.#forget(one)
        this.#pending.set(one, (this.#pending.get(one) ?? 0) - 1)
        if (told.result === 'unknown' || (told.result === 'done' && !told.sure)) this.#unsure.add(one)
      }
      this.#answering = mine
      if (told.result === 'done') done()
    })
  }

  #holds(about: string, what: string, holds: (stored: Stored) => boolean): void {
    const agentId = about.slice(0, about.indexOf('/'))
    const all = [about, `${agentId}/*`]
    if (all.some((one) => (this.#pending.get(one) ?? 0) > 0 || this.#unsure.has(one))) return
    if (all.some((one) => (this.#latest.get(one) ?? 0) > this.#answering)) return
    this.#parts.facts.acked(about, agentId, what, holds)
  }

  #forget(about: string): void {
    if (about.endsWith('/*')) this.#parts.facts.openAll(about.slice(0, -2))
    else this.#parts.facts.open(about)
  }

  #itemsOf(agentId: string): string[] {
    const known = this.#items.get(agentId) ?? []
    this.#items.set(agentId, known)
    return known
  }
}

const OFFERED = { type: 'work_reported', state: 'offered', ifRoutable: true, force: false } as const
const stateOf = (stored: Stored) => (stored && !isTombstone(stored) ? stored.state : undefined)
const hasItem = (stored: Stored, itemId: string): boolean =>
  stateOf(stored)?.work.some((one) => one.itemId === itemId) ?? false

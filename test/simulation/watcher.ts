import { presencesIn, readFrame } from '../support/read-frame.js'
import { Roster } from '../../client-sdk/roster.js'
import type { Presence } from '../../protocol/presence.js'
import type { Frame, News, OrgBoard } from '../../server/board/board.js'
import { refusalOf } from '../../server/edge/faults.js'
import { ORG } from './database.js'
import type { SimNode } from './sim-node.js'
import type { Truth } from './truth.js'

/** How long a node may take to reach a watcher's cursor, ms. Source: watching.ts. */
const CATCH_UP_MS = 2_000

/** A client of the contract, which looks hard at what it is sent. */
export class SimWatcher {
  readonly #roster = new Roster()
  readonly name: string
  readonly #room: string
  readonly #truth: Truth
  #cursor = ''
  #at: { readonly node: SimNode; readonly org: OrgBoard } | null = null
  /** The visit that counts: an answer to an earlier one comes too late. */
  #visit = 0
  #present = false
  #goal: SimNode | null = null

  constructor(name: string, room: string, truth: Truth) {
    this.name = name
    this.#room = room
    this.#truth = truth
  }

  /** What it shows, as the client SDK keeps it. */
  get held(): ReadonlyMap<string, Presence> {
    return this.#roster.agents
  }
  get room(): string {
    return this.#room
  }
  /** Where it is, or is about to be. */
  get node(): SimNode | null {
    return this.#present ? this.#goal : null
  }

  come(node: SimNode): void {
    this.go()
    const visit = this.#visit
    this.#present = true
    this.#goal = node
    const join = async () => {
      const org = await node.board.open(ORG)
      const after = this.#cursor === '' ? undefined : this.#cursor
      if (after !== undefined && !org.reaches(after)) await org.whenReached(after, CATCH_UP_MS)
      if (visit !== this.#visit) return
      const news = org.news(this.#room, after)
      org.join(this.#room)
      this.#at = { node, org }
      this.#takeAnswer(news)
    }
    node.process.does(() => {
      join().catch((why: unknown) => {
        if (visit === this.#visit) this.#present = false
        if (!refusalOf(why)) this.#truth.breaks('no bug', String(why))
      })
    })
  }

  go(): void {
    this.#visit += 1
    this.#present = false
    const at = this.#at
    this.#at = null
    at?.node.process.does(() => at.org.leave(this.#room))
  }

  hear(node: SimNode, frame: Frame): void {
    if (this.#at?.node !== node || frame.room !== this.#room) return
    const { event, body } = readFrame(frame)
    if (event === 'presence:reset') return this.#replace(body.snapshot, body.cursor)
    if (body.from !== this.#cursor)
      this.#truth.breaks('frames chain', `${this.name} at ${this.#cursor} got a frame from ${body.from}`)
    if (event === 'presence:left') this.#roster.remove(body.agentIds)
    else for (const one of body.changes) this.#keep(one)
    this.#cursor = body.cursor
  }

  #takeAnswer(news: News): void {
    if (news.whole) return this.#replace(presencesIn(news), news.cursor)
    this.#roster.remove(news.left)
    for (const one of presencesIn(news)) this.#keep(one)
    this.#cursor = news.cursor
  }

  #replace(snapshot: readonly Presence[], cursor: string): void {
    this.#roster.replace(snapshot)
    for (const one of snapshot) this.#truth.sees(one, this.name)
    this.#cursor = cursor
  }

  #keep(presence: Presence): void {
    const held = this.held.get(presence.agentId)
    if (held && held.version > presence.version)
      return this.#truth.breaks(
        'versions grow',
        `${this.name} was sent ${presence.agentId} at ${presence.version} after ${held.version}`,
      )
    if (held && held.version === presence.version && JSON.stringify(held) !== JSON.stringify(presence))
      return this.#truth.breaks(
        'versions grow',
        `${this.name} was sent another version ${held.version} of ${presence.agentId}`,
      )
    this.#roster.apply([presence])
    this.#truth.sees(presence, this.name)
  }
}

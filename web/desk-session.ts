import { createPresenceClient } from '../client-sdk/index.js'
import type { PresenceClient } from '../client-sdk/index.js'
import type { Presence, TimelineSpan } from '../protocol/presence.js'
import type { WorkState } from '../protocol/vocabulary.js'
import { devToken } from './dev-mode.js'
import { HubRest, RestRefusal } from './hub-rest.js'
import type { Explanation, GetToken, ListedItem } from './hub-rest.js'
import type { Persona } from './persona.js'

/** What the demo persona can carry, in units, and what one demo chat takes of it. Source: the scenarios of behaviour. */
const DEMO_UNITS = 100
const CHAT_UNITS = 30

/** What went wrong: something that was asked for, or reading the work. */
export interface DeskFailure {
  readonly of: 'deed' | 'work'
  readonly error: unknown
}

/** One agent at this desk: the live presence, and work and day, read again whenever the presence moves on. */
export class DeskSession {
  readonly client: PresenceClient
  items: readonly ListedItem[] = []
  /** Today's statuses, newest first. */
  today: readonly TimelineSpan[] = []
  /** Why the last thing asked for did not happen. */
  failure: DeskFailure | undefined
  /** Offers that rang here and are gone without an answer from here, the last one. */
  gone = ''

  readonly #rest: HubRest
  readonly #routing: HubRest | null
  readonly #changed: () => void
  readonly #off: () => void
  readonly #answered = new Set<string>()
  #listedVersion = 0
  #listing = false
  #setUp: boolean

  /** Outside dev mode the desk may not speak for work distribution: `persona` is null then. */
  constructor(getToken: GetToken, persona: Persona | null, changed: () => void) {
    this.#rest = new HubRest(getToken)
    this.#routing = persona && new HubRest(devToken({ sub: 'desk-routing', roles: ['service'] }))
    this.#setUp = persona !== null && !persona.fromAddress
    this.#changed = changed
    this.client = createPresenceClient({ getToken: getToken ?? (() => undefined), as: 'agent' })
    this.#off = this.client.subscribe(this.#presenceMoved)
  }

  /** Whether this page can play work distribution: offer, accept, transfer and close. */
  get playsRouting(): boolean {
    return this.#routing !== null
  }

  close(): void {
    this.#off()
    this.client.close()
  }

  offerChat(): Promise<void> {
    return this.#asRouting(offerTo)
  }

  /** The same by itself: that the agent can take none just now is nothing to tell them. */
  chatArrives(): Promise<void> {
    return this.#asRouting((routing, agentId) => offerTo(routing, agentId).catch(unlessNotRoutable))
  }

  move(itemId: string, state: WorkState): Promise<void> {
    this.#answered.add(itemId)
    return this.#asRouting((routing, agentId) => routing.reportItem(agentId, itemId, { state }))
  }

  closeItem(itemId: string): Promise<void> {
    return this.#asRouting((routing, agentId) => routing.closeItem(agentId, itemId))
  }

  reject(itemId: string): Promise<void> {
    this.#answered.add(itemId)
    return this.#attempt((agentId) => this.#rest.rejectOffer(agentId, itemId))
  }

  /** Who could take an item now: an agent's own token may not ask, work distribution may. Throws what the hub says. */
  async colleagues(text: string): Promise<readonly Presence[]> {
    const own = this.client.current?.agentId
    return ((await this.#routing?.routable(text)) ?? []).filter((one) => one.agentId !== own)
  }

  /** Throws what the hub says: whoever chooses a colleague is to hear it there. */
  async transfer(itemId: string, to: string): Promise<void> {
    await this.#routing?.transfer(this.#agentId(), itemId, to)
  }

  reset(): Promise<void> {
    return this.#attempt(() => this.client.reset())
  }

  /** The grounds of the present status. */
  readonly explain = (): Promise<Explanation> => this.#rest.explain(this.#agentId())

  dismissFailure(): void {
    this.failure = undefined
    this.#changed()
  }

  #asRouting(act: (routing: HubRest, agentId: string) => Promise<unknown>): Promise<void> {
    const routing = this.#routing
    return routing ? this.#attempt((agentId) => act(routing, agentId)) : Promise.resolve()
  }

  async #attempt(act: (agentId: string) => Promise<unknown>): Promise<void> {
    this.failure = undefined
    try {
      await act(this.#agentId())
    } catch (error) {
      this.failure = { of: 'deed', error }
    }
    this.#changed()
  }

  #agentId(): string {
    const agentId = this.client.current?.agentId
    if (agentId === undefined)
      throw new RestRefusal('not_signed_in', 'Not signed in yet. Wait for the connection and try again.')
    return agentId
  }

  readonly #presenceMoved = (): void => {
    const presence = this.client.current
    if (presence && presence.version !== this.#listedVersion) void this.#list()
    if (this.#setUp && presence && this.client.connection === 'connected') {
      this.#setUp = false
      if (presence.capacity.totalUnits === null) {
        void this.#asRouting((routing, agentId) => routing.changeProfile(agentId, { totalUnits: DEMO_UNITS }))
      }
    }
    this.#changed()
  }

  /** One round of requests at a time; what changes meanwhile is fetched by the next. */
  async #list(): Promise<void> {
    const rest = this.#rest
    if (this.#listing) return
    this.#listing = true
    try {
      while (this.client.current && this.client.current.version !== this.#listedVersion) {
        const { agentId, version } = this.client.current
        const midnight = new Date(this.client.serverNow()).setHours(0, 0, 0, 0)
        const [items, today] = await Promise.all([rest.workItems(agentId), rest.timeline(agentId, new Date(midnight))])
        this.#noteGone(items)
        this.items = items
        this.today = today
        this.#listedVersion = version
      }
    } catch (error) {
      this.failure = { of: 'work', error }
    } finally {
      this.#listing = false
    }
    this.#changed()
  }

  /** Missed or withdrawn, or answered in another tab: the page cannot tell, and the hub's status says the rest. */
  #noteGone(next: readonly ListedItem[]): void {
    const there = new Set(next.map((one) => one.itemId))
    if (next.some((one) => one.state === 'offered')) this.gone = ''
    for (const { itemId, state } of this.items)
      if (state === 'offered' && !there.has(itemId) && !this.#answered.has(itemId)) this.gone = itemId
  }
}

const offerTo = (routing: HubRest, agentId: string): Promise<unknown> =>
  routing.reportItem(agentId, `chat-${crypto.randomUUID().slice(0, 6)}`, {
    state: 'offered',
    units: CHAT_UNITS,
    ifRoutable: true,
  })

const unlessNotRoutable = (error: unknown): void => {
  if (!(error instanceof RestRefusal && error.code === 'not_routable')) throw error
}

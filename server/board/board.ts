import type { Actor } from '../../protocol/presence.js'
import type { Clock } from '../clock.js'
import type { Settings } from '../engine/rulebook.js'
import type { Store } from '../store/store.js'
import type { Frame } from './frame.js'
import type { LiveOrgBoard, OrgBoard } from './org-board.js'
import { OrgFollower } from './org-follower.js'
import type { BoardLog } from './org-follower.js'
import { Pacer } from './pacer.js'
import { REMOVALS_KEPT } from './removals.js'
import type { GoneWhy } from './told.js'

export type { Frame } from './frame.js'
export type { News } from './news.js'
export type { OrgBoard } from './org-board.js'
export type { BoardLog } from './org-follower.js'
export type { GoneWhy } from './told.js'

/** What this node knows, from the log of the store: who has which presence, and since when. One per node. */
export interface Board {
  /** Loads on first need. Rejects with StoreUnavailable; the next call tries again. */
  open(org: string): Promise<OrgBoard>
  /** False while another node may be about to put back a later decision about the agent. Loads as `open` does. */
  isSure(org: string, agentId: string): Promise<boolean>
  /** Only if loaded. */
  peek(org: string): OrgBoard | undefined
  /** Those that are loaded. */
  organisations(): Iterable<string>
  onFrame(listener: (frame: Frame) => void): () => void
  onSettings(listener: (org: string, settings: Settings) => void): () => void
  /** So that the agent's sockets can be ended. `by`: who signed them out. Only of organisations that are loaded. */
  onAgentGone(listener: (org: string, agentId: string, why: GoneWhy, by?: Actor) => void): () => void
  /** An agent left a team. */
  onMoved(listener: (org: string, agentId: string) => void): () => void
  /** What this node said of the agent's connections may not be in the record any more. */
  onOverruled(listener: (org: string, agentId: string) => void): () => void
  onHealed(listener: (org: string, agents: number) => void): () => void
  onRenewed(listener: (org: string) => void): () => void
  /** True while what is served may be behind, and the store does not help. */
  readonly stale: boolean
  close(): Promise<void>
}

export interface BoardParts {
  readonly store: Store
  readonly clock: Clock
  readonly log: BoardLog
  /** ms between two frames of a room at least; 0: a frame for each turn of the event loop. */
  readonly frameMs: number
}

/** How often it is noted that the store was there, ms. */
const LOOK_MS = 60_000

interface Opened {
  readonly follower: OrgFollower
  readonly board: Promise<LiveOrgBoard>
}

export const createBoard = async ({ store, clock, log, frameMs }: BoardParts): Promise<Board> => {
  const frames = listeners<[Frame]>()
  const settings = listeners<[string, Settings]>()
  const gone = listeners<[string, string, GoneWhy, Actor?]>()
  const pacer = new Pacer(clock, frameMs)
  const moved = listeners<[string, string]>()
  const overruled = listeners<[string, string]>()
  const healed = listeners<[string, number]>()
  const renewed = listeners<[string]>()
  const told = {
    frame: frames.tell,
    settings: settings.tell,
    agentGone: gone.tell,
    moved: moved.tell,
    overruled: overruled.tell,
    healed: healed.tell,
    renewed: renewed.tell,
  }
  let liveAt = clock.now()
  const stopLooking = clock.every(LOOK_MS, () => {
    if (store.live) liveAt = clock.now()
  })
  const mayOffer = () => clock.now() - liveAt < REMOVALS_KEPT.ms

  const opened = new Map<string, Opened>()
  const unfollow = await store.follow({
    wants: (org) => opened.has(org),
    entry: (entry) => opened.get(entry.org)?.follower.take(entry),
    doubt: (concerns) => {
      for (const [org, { follower }] of opened) if (concerns(org)) follower.doubt()
    },
  })

  const open = (org: string): Promise<OrgBoard> => opened.get(org)?.board ?? load(org)
  const load = (org: string): Promise<OrgBoard> => {
    const follower = new OrgFollower(org, { store, clock, log, pacer, told, mayOffer })
    const board = follower.load().catch((error: unknown) => {
      opened.delete(org)
      throw error
    })
    opened.set(org, { follower, board })
    return board
  }

  return {
    open,
    async isSure(org, agentId) {
      await open(org)
      return opened.get(org)?.follower.isSure(agentId) ?? false
    },
    peek: (org) => opened.get(org)?.follower.board,
    organisations: () => opened.keys(),
    onFrame: frames.add,
    onSettings: settings.add,
    onAgentGone: gone.add,
    onMoved: moved.add,
    onOverruled: overruled.add,
    onHealed: healed.add,
    onRenewed: renewed.add,
    get stale() {
      return !store.live || [...opened.values()].some(({ follower }) => follower.stale)
    },
    close: async () => {
      stopLooking()
      await unfollow()
      pacer.close()
      for (const { follower } of opened.values()) follower.close()
      opened.clear()
    },
  }
}

const listeners = <A extends readonly unknown[]>() => {
  const all = new Set<(...args: A) => void>()
  return {
    add: (listener: (...args: A) => void): (() => void) => {
      all.add(listener)
      return () => all.delete(listener)
    },
    tell: (...args: A): void => {
      for (const listener of all) listener(...args)
    },
  }
}

import type { Presence } from '../../protocol/presence.js'
import { createBoard } from '../../server/board/board.js'
import type { Board, Frame, News, OrgBoard } from '../../server/board/board.js'
import { createMemoryStore } from '../../server/store/memory-store.js'
import type { LogEntry, Store } from '../../server/store/store.js'
import { presencesIn, readFrame } from '../support/read-frame.js'
import { createTestClock } from '../support/test-clock.js'
import { staffOf } from './staff.js'

/** A board over a real store, with all that it sends and says. */
export const openFloor = async (
  parts: { readonly frameMs?: number; readonly through?: (store: Store) => Store } = {},
) => {
  const clock = createTestClock()
  const store = createMemoryStore({ clock })
  const frames: Frame[] = []
  const warnings: string[] = []
  const board: Board = await createBoard({
    store: parts.through ? parts.through(store) : store,
    clock,
    frameMs: parts.frameMs ?? 20,
    log: { warn: (_details, sentence) => void warnings.push(sentence) },
  })
  board.onFrame((frame) => frames.push(frame))
  return { clock, store, board, staff: staffOf(store), frames, warnings, org: () => board.open('default') }
}

/** The rest of this turn of the event loop, and what was due at its end. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** The store, with a log that can be made to lose or change entries on its way to the board. */
export const withLog = (store: Store, pass: (entry: LogEntry) => LogEntry | undefined): Store => ({
  ...store,
  follow: (follower) =>
    store.follow({
      ...follower,
      entry(entry) {
        const passed = pass(entry)
        if (passed) follower.entry(passed)
      },
    }),
})

export const idsOf = (presences: readonly Presence[]): string[] => presences.map((one) => one.agentId).sort()

export const snapshotOf = (news: News): readonly Presence[] => {
  if (news.whole) return presencesIn(news)
  throw new Error('changes were given where a snapshot was expected')
}

export const changesOf = (news: News): { readonly changes: readonly Presence[]; readonly left: readonly string[] } => {
  if (!news.whole) return { changes: presencesIn(news), left: news.left }
  throw new Error('a snapshot was given where changes were expected')
}

/** Asks for what there is to know, and stays. */
export function come(board: OrgBoard, room: string, after?: string): News {
  const news = board.news(room, after)
  board.join(room)
  return news
}

/** A client of the contract: keeps the higher version, takes only frames that continue its cursor. */
export class Watcher {
  readonly held = new Map<string, Presence>()
  cursor = ''

  constructor(
    readonly room: string,
    readonly org: OrgBoard,
  ) {}

  come(): void {
    this.#take(come(this.org, this.room, this.cursor === '' ? undefined : this.cursor))
  }

  go(): void {
    this.org.leave(this.room)
  }

  hear(frame: Frame): void {
    if (frame.room !== this.room) return
    const { event, body } = readFrame(frame)
    if (event === 'presence:reset') return this.#replace(body.snapshot, body.cursor)
    if (body.from !== this.cursor) throw new Error(`a frame from ${body.from} came to ${this.cursor}`)
    if (event === 'presence:left') this.#forget(body.agentIds)
    else this.#keep(body.changes)
    this.cursor = body.cursor
  }

  #take(news: News): void {
    if (news.whole) return this.#replace(presencesIn(news), news.cursor)
    this.#forget(news.left)
    this.#keep(presencesIn(news))
    this.cursor = news.cursor
  }

  #replace(snapshot: readonly Presence[], cursor: string): void {
    this.held.clear()
    this.#keep(snapshot)
    this.cursor = cursor
  }

  #keep(presences: readonly Presence[]): void {
    for (const one of presences) {
      const held = this.held.get(one.agentId)
      if (!held || held.version <= one.version) this.held.set(one.agentId, one)
    }
  }

  #forget(agentIds: readonly string[]): void {
    for (const agentId of agentIds) this.held.delete(agentId)
  }
}

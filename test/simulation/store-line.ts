import { StoreUnavailable, type Store } from '../../server/store/store.js'
import { LogLine, type LogLineParts } from './log-line.js'
import { fateOf, onTheWayMs } from './weather.js'

/** When a call that was not answered is given up, ms. Source: redis-clients.ts. */
const GIVEN_UP_MS = 1_000
/** How soon a node finds out that its line is cut, ms at most. */
const FOUND_OUT_MS = 1_500

export interface StoreLine {
  readonly store: Store
  readonly cut: boolean
  loseEntries(count: number): void
  cutOff(): void
  mend(gap: boolean): void
  close(): void
}

/** The store as one node has it: every call may take its time, or fail before, after or long before it takes effect. */
export function openStoreLine(parts: LogLineParts): StoreLine {
  const { time, dice, process, database, weather } = parts
  const log = new LogLine(parts)
  let cut = false
  let live = true
  let cuts = 0

  function call<T>(perform: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const givesUp = (why: string) => () => process.does(() => reject(new StoreUnavailable(why)))
      const fails = (why: string, ms = dice.upTo(GIVEN_UP_MS)) => void time.in(ms, givesUp(why))
      const sentAt = time.now
      const cutsThen = cuts
      if (cut) return fails('cut off', live ? dice.upTo(GIVEN_UP_MS) : 0)
      const fate = fateOf(weather, dice)
      if (fate === 'lost before') return fails('lost on the way')
      const wayMs = onTheWayMs(weather, dice)
      if (fate === 'late') {
        fails('given up', GIVEN_UP_MS)
        // Nobody is told of it any more.
        time.in(GIVEN_UP_MS + dice.upTo(3 * GIVEN_UP_MS), () => void perform().catch(() => {}))
        return
      }
      time.in(wayMs, () => {
        if (cuts > cutsThen) return fails('cut off on the way')
        const performed = perform()
        // Heard of in the answer, if there is one.
        performed.catch(() => {})
        if (fate === 'lost after') return fails('lost on the way back')
        const answer = () => {
          if (cuts > cutsThen) return reject(new StoreUnavailable('cut off on the way back'))
          // A process that stood still finds its own deadline over before it looks at what came.
          if (time.now - sentAt > GIVEN_UP_MS && dice.chance(0.5))
            return reject(new StoreUnavailable('answered too late'))
          performed.then(resolve, reject)
        }
        time.in(onTheWayMs(weather, dice), () => process.does(answer))
      })
    })
  }

  const ask = <T>(run: (store: Store) => Promise<T>) => call(() => database.ask(run))
  const change = <T>(run: (store: Store) => Promise<T>) => call(() => database.change(run))

  const store: Store = {
    now: () => database.now(),
    get live() {
      return live
    },
    commit: (org, commit) => change((one) => one.commit(org, commit)),
    read: (org, agentId) => ask((one) => one.read(org, agentId)),
    settings: (org) => ask((one) => one.settings(org)),
    commitSettings: (org, settings) => change((one) => one.commitSettings(org, settings)),
    offer: (org, held) => call(() => database.putBack((one) => one.offer(org, held))),
    snapshot: (org) => ask((one) => one.snapshot(org)),
    changesSince: (org, position) => ask((one) => one.changesSince(org, position)),
    follow: async (follower) => log.follow(follower),
    timeline: (org, agentId, query) => ask((one) => one.timeline(org, agentId, query)),
    due: (limit) => ask((one) => one.due(limit)),
    pulse: (node, leaseMs) => change((one) => one.pulse(node, leaseMs)),
    claim: (node, leaseMs) => change((one) => one.claim(node, leaseMs)),
    agentsOf: (node, limit) => ask((one) => one.agentsOf(node, limit)),
    strayNodes: () => ask((one) => one.strayNodes()),
    release: (node) => change((one) => one.release(node)),
    organisations: () => ask((one) => one.organisations()),
    close: async () => log.close(),
  }

  return {
    store,
    get cut() {
      return cut
    },
    loseEntries: (count) => log.lose(count),
    cutOff() {
      if (cut) return
      cut = true
      cuts += 1
      log.cut()
      const thisCut = cuts
      time.in(dice.upTo(FOUND_OUT_MS), () => process.does(() => void (cut && cuts === thisCut && (live = false))))
    },
    mend(gap) {
      if (!cut) return
      cut = false
      live = true
      process.does(() => log.mend(gap))
    },
    close: () => log.close(),
  }
}

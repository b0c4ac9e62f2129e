import { csvOf } from '../../protocol/csv.js'
import type { TimeReport } from '../../protocol/history.js'
import { LIMITS } from '../../protocol/limits.js'
import type { Base } from '../../protocol/vocabulary.js'
import type { TimelineRow } from '../engine/record.js'
import { invalid } from '../refused.js'
import type { Put, Store } from '../store/store.js'
import type { Call, RestParts, Some } from './call.js'
import { canSee, seen } from './seen.js'
import { spansOf } from './spans.js'

const DAY_MS = 86_400_000
/** Rows of a timeline read at once. */
const PAGE = 1_000
/** Agents read at once: enough to fill a round trip, not so many that others wait behind them. */
const AT_ONCE = 100

/** Time an agent spent in one status. */
interface Line {
  readonly status: string
  readonly base: Base
  readonly ms: number
}

/** Counted from the timelines, so that a report and a timeline never disagree. */
export const reportHandlers = ({ store }: RestParts): Some<'timeInStatus'> => ({
  async timeInStatus(call) {
    const { who, query } = call
    const [from, to] = rangeOf(query, store.now())
    const agents = agentsOf(call)
    const lines: Line[][] = []
    for (let first = 0; first < agents.length; first += AT_ONCE) {
      const some = agents.slice(first, first + AT_ONCE)
      lines.push(...(await Promise.all(some.map(({ agentId }) => linesOf(store, who.org, agentId, from, to)))))
    }
    if (call.header('accept')?.includes('text/csv')) {
      const text = csvOf(tableOf(agents, lines))
      return { write: (response) => void response.type('text/csv').send(text) }
    }
    const items = agents.map(({ agentId, presence: { name } }, index) => ({
      agentId,
      name,
      ...timesOf(lines[index] ?? []),
    }))
    const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
    const body: TimeReport = { ...range, ...timesOf(lines.flat()), items }
    return { body }
  },
})

function rangeOf(query: Call<'timeInStatus'>['query'], now: number): [from: number, to: number] {
  const to = Math.min(query.to === undefined ? now : Date.parse(query.to), now)
  const from = query.from === undefined ? to - DAY_MS : Date.parse(query.from)
  if (from > to) throw invalid('from', 'must not be after to, nor in the future')
  if (to - from > LIMITS.reportDays * DAY_MS)
    throw invalid('from', `a report covers at most ${LIMITS.reportDays} days; ask for less at once`)
  return [from, to]
}

function agentsOf({ who, orgBoard, query: { agentId, team } }: Call<'timeInStatus'>): Put[] {
  const asked = agentId === undefined ? orgBoard.puts() : [seen(who, orgBoard, agentId)]
  return [...asked]
    .filter((put) => canSee(who, put) && (team === undefined || put.teams.includes(team)))
    .sort((a, b) => (a.agentId < b.agentId ? -1 : 1))
}

async function linesOf(store: Store, org: string, agentId: string, from: number, to: number): Promise<Line[]> {
  const rows: TimelineRow[] = []
  for (let until = to; ;) {
    const page = await store.timeline(org, agentId, { from, to: until, limit: PAGE })
    rows.push(...page)
    const oldest = page.at(-1)
    if (page.length < PAGE || !oldest || oldest.at <= from) break
    until = oldest.at
  }
  const lines = new Map<string, Line>()
  for (const { status, base, durationMs } of spansOf(rows, from, to, false)) {
    const key = `${status} ${base}`
    lines.set(key, { status, base, ms: (lines.get(key)?.ms ?? 0) + durationMs })
  }
  return [...lines.values()]
}

function timesOf(lines: readonly Line[]): Pick<TimeReport, 'byStatus' | 'byBase'> {
  // Without a prototype: a status may be called `constructor`.
  const byStatus = Object.create(null) as Record<string, number>
  const byBase = { available: 0, busy: 0, dnd: 0, away: 0, offline: 0 }
  for (const { status, base, ms } of lines) {
    byStatus[status] = (byStatus[status] ?? 0) + ms
    byBase[base] += ms
  }
  return { byStatus, byBase }
}

function tableOf(agents: readonly Put[], lines: readonly (readonly Line[])[]): string[][] {
  const rows = agents.flatMap(({ agentId, presence: { name } }, index) =>
    (lines[index] ?? []).map(({ status, base, ms }) => [agentId, name, status, base, String(ms)]),
  )
  return [['agentId', 'name', 'status', 'base', 'ms'], ...rows]
}

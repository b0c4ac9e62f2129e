import type { Presence } from '../../protocol/presence.js'
import type { Preview } from '../../protocol/rest.js'
import { LIMITS } from '../../protocol/limits.js'
import type { OrgBoard } from '../board/board.js'
import { foresee } from '../engine/foresee.js'
import type { Settings } from '../engine/rulebook.js'
import type { RestParts } from './call.js'

/** Agents decided in one go; as many as when a change is real. */
const SLICE = 256

/** What a change of the settings would do to everybody on the board, by the same engine that would do it. */
export async function previewOf(
  { hub, store }: RestParts,
  org: string,
  orgBoard: OrgBoard,
  change: (settings: Settings) => Settings,
): Promise<Preview> {
  const rules = { now: await hub.rulebookIf(org, (same) => same), then: await hub.rulebookIf(org, change) }
  const puts = [...orgBoard.puts()]
  const changed: Preview['items'] = []
  for (const [index, put] of puts.entries()) {
    if (index % SLICE === SLICE - 1) await new Promise((resolve) => setImmediate(resolve))
    const { before, after } = foresee(put.record, rules, store.now())
    if (!alike(before, after))
      changed.push({ agentId: put.agentId, name: before.name, before: shown(before), after: shown(after) })
  }
  return {
    agents: puts.length,
    changed: changed.length,
    statusChanged: changed.filter(({ before, after }) => before.status !== after.status).length,
    becomeRoutable: changed.filter(({ before, after }) => !before.routable && after.routable).length,
    stopBeingRoutable: changed.filter(({ before, after }) => before.routable && !after.routable).length,
    items: changed
      .sort((a, b) => (a.name === b.name ? (a.agentId < b.agentId ? -1 : 1) : a.name < b.name ? -1 : 1))
      .slice(0, LIMITS.previewAgents),
  }
}

const alike = (a: Presence, b: Presence): boolean =>
  a.status === b.status && a.base === b.base && a.reason === b.reason && a.routable === b.routable

const shown = ({ status, base, label, reason, routable }: Presence) => ({ status, base, label, reason, routable })

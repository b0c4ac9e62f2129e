import type { Refusal } from '../engine/events.js'
import { fold, type Folded, type Posted, type Start } from '../engine/fold.js'
import type { Rulebook } from '../engine/rulebook.js'
import type { Answer } from './letters.js'
import { invalid, Refused } from '../refused.js'
import type { Write } from '../store/store.js'

interface Transferred {
  readonly writes: readonly Write[]
  readonly from: Answer
  readonly to: Answer
  /** The taker is at the session limit: only the hold that comes of it is written, the item stays where it is. */
  readonly refusal?: Refusal
}

/** What has to be written for an item to change hands. Throws Refused where nothing is to be written at all. */
export function transferred(
  giver: Start,
  taker: Start,
  itemId: string,
  units: number | undefined,
  rulebookOf: (teams: readonly string[]) => Rulebook,
  now: number,
): Transferred {
  if (giver.agentId === taker.agentId) throw invalid('to', 'must be another agent than the one who has the item')
  const giverState = known(giver).state
  const takerState = known(taker).state
  const item = giverState.work.find((one) => one.itemId === itemId)
  if (!item) throw new Refused('not_found', `Agent ${giver.agentId} holds no item ${itemId}`)
  if (item.state === 'offered')
    throw new Refused('conflict', `Item ${itemId} is only offered; withdraw it and offer it to ${taker.agentId}`)
  if (takerState.work.some((one) => one.itemId === itemId))
    throw new Refused('conflict', `Agent ${taker.agentId} holds item ${itemId} already`)

  const reported: Posted['event'] = {
    type: 'work_reported',
    itemId,
    state: 'accepted',
    kind: item.kind,
    units: units ?? item.units,
    ...(item.profile !== null && { profile: item.profile }),
    ifRoutable: false,
    force: false,
  }
  const taken = fold(taker, [{ event: reported }], rulebookOf, now)
  const given = fold(giver, [{ event: { type: 'work_removed', itemId } }], rulebookOf, now)
  const [took, gave] = [taken.answers[0], given.answers[0]]
  if (!took || !gave || 'refusal' in gave) throw new Error('removing a known item is never refused')
  if ('refusal' in took) return { writes: writesOf(taker, taken), from: gave, to: gave, refusal: took.refusal }
  return { writes: [...writesOf(giver, given), ...writesOf(taker, taken)], from: gave, to: took }
}

function known(start: Start) {
  if (!start.record) throw new Refused('not_found', `There is no agent ${start.agentId}`)
  return start.record
}

const writesOf = (start: Start, folded: Folded): Write[] =>
  folded.write ? [{ type: 'put', expected: start.revision, ...folded.write }] : []

import type { Presence } from '../../protocol/presence.js'
import type { Refusal } from '../engine/events.js'
import type { Answered, Posted } from '../engine/fold.js'
import type { AgentState } from '../engine/state.js'
import { invalid, Refused } from '../refused.js'

export interface Answer {
  readonly presence: Presence
  readonly state: AgentState
  /** null: nobody knew the agent before. */
  readonly before: AgentState | null
}

/** An event in an agent's mailbox, and who waits for its answer. */
export interface Letter extends Posted {
  readonly done: (answer: Answer) => void
  readonly failed: (why: unknown) => void
}

export function reply(letters: readonly Letter[], answers: readonly Answered[]): void {
  letters.forEach((letter, index) => {
    const answer = answers[index]
    if (!answer) throw new Error('every letter has an answer')
    if ('refusal' in answer) letter.failed(refusedAs(answer.refusal))
    else letter.done(answer)
  })
}

export const refusedAs = (refusal: Refusal): Refused =>
  refusal.code === 'invalid' ? invalid(refusal.path, refusal.message) : new Refused(refusal.code, refusal.message)

/** Comes again by itself if it was decided on something old, and mostly changes nothing: not worth a question. */
export const isRoutine = ({ event }: Letter): boolean =>
  event.type === 'time_passed' || event.type === 'rulebook_changed'

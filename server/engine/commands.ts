import { LIMITS } from '../../protocol/limits.js'

/** A command that was carried out: its id, and when, ms since 1970 by the store's clock. */
export interface CommandDone {
  readonly id: string
  readonly at: number
}

/** Per agent. A person gives a few in two minutes; a tab that floods fills this and gets no more than a longer record. */
const MOST = 64

const isRecent = ({ at }: CommandDone, now: number): boolean => at >= now - LIMITS.commandIdMs

export const wasDone = (done: readonly CommandDone[], id: string, now: number): boolean =>
  done.some((one) => one.id === id && isRecent(one, now))

export const withDone = (done: readonly CommandDone[], id: string, now: number): readonly CommandDone[] => [
  ...done.filter((one) => isRecent(one, now)).slice(1 - MOST),
  { id, at: now },
]

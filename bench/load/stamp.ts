/** Microseconds of the machine's steady clock: the same in every process, whatever the wall clock does. */
export function nowUs(): number {
  const [seconds, nanoseconds] = process.hrtime()
  return seconds * 1e6 + nanoseconds / 1e3
}

/** When a change was due goes with it as its note, all the way to every screen. */
export const stampOf = (dueUs: number): string => `@${Math.round(dueUs)}`
export const readStamp = (note: string | undefined): number | null =>
  note?.startsWith('@') ? Number(note.slice(1)) : null

export const agentName = (index: number): string => `agent-${index}`
export const agentIndex = (agentId: string): number => Number(agentId.slice('agent-'.length))

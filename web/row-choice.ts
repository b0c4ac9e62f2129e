/** The agents that are selected, as the pointer and the keys change them. Each gives a new set. */
export type Chosen = ReadonlySet<string>

export const toggled = (chosen: Chosen, agentId: string): Chosen => {
  const next = new Set(chosen)
  if (!next.delete(agentId)) next.add(agentId)
  return next
}

/** Everybody from the one selected last to this one. Without the former, this one alone. */
export const extended = (chosen: Chosen, shown: readonly string[], from: string | undefined, to: string): Chosen => {
  const ends = [from ?? to, to].map((agentId) => shown.indexOf(agentId)).filter((index) => index >= 0)
  return new Set([...chosen, ...shown.slice(Math.min(...ends), Math.max(...ends) + 1)])
}

/** All that are shown; where they all were, none of them. */
export const allToggled = (chosen: Chosen, shown: readonly string[]): Chosen => {
  const next = new Set(chosen)
  const all = areAll(chosen, shown)
  for (const agentId of shown) {
    if (all) next.delete(agentId)
    else next.add(agentId)
  }
  return next
}

const areAll = (chosen: Chosen, shown: readonly string[]): boolean =>
  shown.length > 0 && shown.every((agentId) => chosen.has(agentId))

/** Of those that are shown. */
export const howMany = (chosen: Chosen, shown: readonly string[]): 'all' | 'some' | 'none' => {
  if (chosen.size === 0) return 'none'
  if (areAll(chosen, shown)) return 'all'
  return shown.some((agentId) => chosen.has(agentId)) ? 'some' : 'none'
}

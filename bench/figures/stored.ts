import type { Contender } from '../contenders/contender.js'
import { agentIndex } from '../load/stamp.js'

/** Agents and their versions, as a process of watchers is asked how far behind its screens are. */
export const storedIn = async (contender: Contender) =>
  [...(await contender.versions())].map(([agentId, version]) => [agentIndex(agentId), version] as const)

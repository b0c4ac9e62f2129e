import type { AgentRecord } from '../../server/engine/record.js'
import type { Snapshot } from '../../server/store/store.js'

export const recordsIn = ({ puts }: Pick<Snapshot, 'puts'>): AgentRecord[] => puts.map(({ record }) => record)

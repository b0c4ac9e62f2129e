/**
 * Every key, in one place. Organisations are spread over a fixed number of partitions; the partition is the hash tag, so
 * a script touches one slot, and a node follows as many logs as there are partitions, however many organisations it has.
 */
export interface OrgKeys {
  readonly partition: number
  readonly meta: string
  readonly log: string
  readonly timers: string
  readonly orgs: string
  /** `<node>\n<org>\n<agent>` for each agent with a connection that the node holds. */
  readonly tabs: string
  readonly agents: string
  /** Deleted agents by when. */
  readonly graves: string
  readonly settings: string
  timeline(agentId: string): string
}

/** Set once for a database: another number would look for organisations where they are not. */
export const PARTITIONS = 16

export const partitionKeys = (partition: number) => {
  const tag = `presence:{p${String(partition).padStart(2, '0')}}`
  return {
    meta: `${tag}:meta`,
    log: `${tag}:log`,
    timers: `${tag}:timers`,
    orgs: `${tag}:orgs`,
    tabs: `${tag}:tabs`,
    tag,
  }
}

export const ALL_PARTITIONS: readonly number[] = Array.from({ length: PARTITIONS }, (_, n) => n)

/** Which node lives. The braces keep them together in a Cluster: they are written by one script. */
export const NODE_KEYS = {
  nodes: 'presence:nodes',
  claimed: '{presence:nodes}:claimed',
  life: '{presence:nodes}:life',
}

export const partitionOf = (org: string): number => crc16(org) % PARTITIONS

export function orgKeys(org: string): OrgKeys {
  const partition = partitionOf(org)
  const { tag, ...shared } = partitionKeys(partition)
  return {
    partition,
    ...shared,
    // The kind first, and a stroke that no id may have: ids may look like anything else, other keys included.
    agents: `${tag}:agents:${org}`,
    graves: `${tag}:graves:${org}`,
    settings: `${tag}:settings:${org}`,
    timeline: (agentId) => `${tag}:timeline:${org}/${agentId}`,
  }
}

/** CRC16-CCITT (XMODEM), as Redis Cluster has it. */
export function crc16(text: string): number {
  let crc = 0
  for (const byte of Buffer.from(text)) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff
  }
  return crc
}

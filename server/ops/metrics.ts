import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = ReturnType<typeof createMetrics>

/** All that an operator can watch. One registry per hub, so that two hubs in one process do not add up. */
export function createMetrics() {
  const registry = new Registry()
  const registers = [registry]
  const collectors: (() => void)[] = []
  collectDefaultMetrics({ register: registry })

  const counter = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name, help, labelNames, registers })
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers })
  const histogram = (name: string, help: string, buckets: number[], labelNames: string[] = []) =>
    new Histogram({ name, help, buckets, labelNames, registers })

  return {
    /** The text for Prometheus, after everybody with a figure of the moment has set it. */
    async text(): Promise<string> {
      for (const collect of collectors) collect()
      return registry.metrics()
    },
    contentType: registry.contentType,
    onCollect: (collect: () => void) => void collectors.push(collect),

    commits: counter('presence_commits_total', 'Commits by result: written, conflict', ['result']),
    commitSeconds: histogram(
      'presence_commit_seconds',
      'Time of one commit',
      [0.0001, 0.001, 0.005, 0.02, 0.1, 0.5, 2],
    ),
    commands: counter('presence_commands_total', 'Socket commands by name and result', ['command', 'result']),
    refused: counter('presence_refused_total', 'Whoever was turned away, by door and code', ['door', 'code']),
    http: histogram(
      'presence_http_seconds',
      'Time of one REST call',
      [0.001, 0.005, 0.02, 0.1, 0.5, 2],
      ['route', 'status'],
    ),
    frames: counter('presence_frames_total', 'Frames made, one for all watchers of a room on this node'),
    frameChanges: histogram('presence_frame_changes', 'Agents in a frame', [1, 3, 10, 30, 100, 300, 1_000]),
    sockets: gauge('presence_sockets', 'Open sockets on this node', ['as']),
    agents: gauge('presence_agents', 'Agents this node knows, by organisation and base', ['org', 'base']),
    slowWatchers: gauge('presence_slow_watchers', 'Sockets that are out of the broadcast until they have read'),
    backlogBytes: gauge(
      'presence_backlog_bytes',
      'What waits to be read by slow sockets; shared frames count once each',
    ),
    backlogMostBytes: gauge('presence_backlog_most_bytes', 'The most of that which waits for one socket'),
    reapedNodes: counter('presence_reaped_nodes_total', 'Dead nodes whose connections this node ended'),
    reapedAgents: counter('presence_reaped_agents_total', 'Agents that lost connections with a dead node'),
    healedAgents: counter('presence_healed_agents_total', 'Agents this node put back into a store that had lost them'),
    storeLive: gauge('presence_store_live', '1 while the store answers and its log is followed'),
    leaseHeld: gauge('presence_lease_held', '1 while this node can say that it lives'),
    faults: counter('presence_faults_total', 'Background work that failed and is tried again'),
  }
}

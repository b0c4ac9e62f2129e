import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { createTokens } from './auth/tokens.js'
import { createBoard } from './board/board.js'
import { startLastHour } from './board/last-hour.js'
import type { Clock } from './clock.js'
import { type Config, SETTINGS } from './config.js'
import { startDemo } from './demo/floor.js'
import type { Channels } from './gateway/cluster-adapter.js'
import { startGateway } from './gateway/gateway.js'
import { createHub } from './hub/hub.js'
import { createFaultLog } from './ops/fault-log.js'
import { createHealth } from './ops/health.js'
import type { Log } from './ops/logging.js'
import { createMetrics } from './ops/metrics.js'
import { createRefusalLog } from './ops/refusal-log.js'
import { startLease } from './lease.js'
import { startNodeReaper } from './reaper/nodes.js'
import { startRuleKeeper } from './reaper/rules.js'
import { startReaper } from './reaper/timers.js'
import { mountRest } from './rest/site.js'
import type { Store } from './store/store.js'

export interface App {
  readonly url: string
  /** Says unready, sends every client elsewhere within `ms`, then closes. */
  drain(ms: number): Promise<void>
  close(): Promise<void>
}

export interface AppParts {
  /** To the other nodes; null: there are none. */
  readonly channels: Channels | null
  readonly config: Config
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  /** Folder of the built pages. */
  readonly webRoot: string
}

/**
 * How long a connection that nobody uses is kept, ms: longer than proxies and browsers keep theirs, so that they close it and
 * not the hub, which would do it just when they send the next call.
 */
const KEPT_MS = 75_000

/** Wires the parts and starts them. What is started last is stopped first. */
export async function startApp({ config, store, channels, clock, log, webRoot }: AppParts): Promise<App> {
  const metrics = createMetrics()
  const health = createHealth()
  // What clients are told, and what their tokens are held against: a node whose clock is wrong says what the others say.
  const shared: Clock = { ...clock, now: () => store.now() }
  const tokens = createTokens(config, shared)
  const board = await createBoard({ store, clock, log, frameMs: config.frameMs })
  const lastHour = startLastHour({ board, clock, now: () => store.now() })
  const told = createFaultLog(log, clock, 'background work failed; it is tried again')
  const onFault = (err: unknown) => {
    metrics.faults.inc()
    told(err)
  }
  const onRefused = createRefusalLog(log, clock, metrics)
  const lease = await startLease({ store, clock, leaseMs: config.nodeLeaseMs, onFault })
  health.add(() => (store.live ? null : 'the store does not answer'))
  health.add(() => (board.stale ? 'the board is behind the store' : null))

  const hub = createHub({
    store,
    clock,
    defaults: config.policy,
    random: Math.random,
    outage: () => lease.outage,
    onEnded: (key, why, by) => gateway.endSession(key, why, by),
    view: {
      record: (org, agentId) => board.peek(org)?.newest(agentId),
      settings: async (org) => (await board.open(org)).settings,
      agentIds: async (org) => Array.from((await board.open(org)).puts(), ({ agentId }) => agentId),
    },
    onWritten: (org, held) => board.peek(org)?.wrote(held),
    onCommit: (result, ms) => {
      metrics.commits.inc({ result })
      metrics.commitSeconds.observe(ms / 1_000)
    },
  })
  metrics.onCollect(() => {
    metrics.storeLive.set(store.live ? 1 : 0)
    metrics.leaseHeld.set(lease.held ? 1 : 0)
    metrics.agents.reset()
    for (const org of board.organisations())
      for (const { base } of board.peek(org)?.puts() ?? []) metrics.agents.inc({ org, base })
  })
  const stopReaper = startReaper({
    store,
    hub,
    clock,
    mayAct: () => lease.held,
    isSure: ({ org, agentId }) => board.isSure(org, agentId),
    onFault,
  })
  const ruleKeeper = startRuleKeeper({ hub, clock, onFault })
  board.onSettings((org) => ruleKeeper.changed(org))
  const nodeReaper = startNodeReaper({
    store,
    hub,
    lease,
    clock,
    leaseMs: config.nodeLeaseMs,
    onFault,
    onReaped(node, agents) {
      metrics.reapedNodes.inc()
      metrics.reapedAgents.inc(agents)
      log.warn({ node, agents }, 'a node is dead; its connections are ended')
    },
  })

  const site = express()
  const http = createServer({ keepAliveTimeout: KEPT_MS }, site)
  mountRest(site, {
    hub,
    board,
    lastHour,
    store,
    tokens,
    config,
    clock: shared,
    log,
    metrics,
    health,
    onRefused,
    settings: SETTINGS,
    webRoot,
  })
  board.onHealed((org, agents) => {
    metrics.healedAgents.inc(agents)
    log.warn({ org, agents }, 'the store had lost changes; what this node held was put back')
  })
  board.onRenewed(() => nodeReaper.suspect())
  const gateway = startGateway({
    http,
    hub,
    board,
    tokens,
    config,
    clock: shared,
    log,
    metrics,
    lease,
    channels,
    onFault,
    onRefused,
  })

  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(config.port, config.host, () => {
      http.off('error', reject)
      resolve()
    })
  })
  // The people of the demo have no sockets: a node of their own holds their connections.
  const demoLease = config.demo ? await startLease({ store, clock, leaseMs: config.nodeLeaseMs, onFault }) : null
  const stopDemo = demoLease ? startDemo({ hub, clock, random: Math.random, node: demoLease.node, onFault }) : () => {}

  const close = async () => {
    stopDemo()
    stopReaper()
    nodeReaper.stop()
    ruleKeeper.stop()
    const nothingHeld = await gateway.close()
    await Promise.all([lease.stop(nothingHeld), demoLease?.stop(false)]).catch(onFault)
    lastHour.stop()
    await board.close()
    await store.close()
  }
  return {
    url: urlOf(http.address() as AddressInfo),
    close,
    async drain(ms) {
      health.drain()
      await gateway.drain(ms)
      await close()
    },
  }
}

/** An address that a browser on this machine can open. */
function urlOf({ address, port }: AddressInfo): string {
  const host = address === '0.0.0.0' || address === '::' || address === '::1' ? 'localhost' : address
  return `http://${host}:${port}`
}

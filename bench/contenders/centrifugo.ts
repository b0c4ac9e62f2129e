import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Presence } from '../../protocol/presence.js'
import { startRedis } from '../../test/support/redis-process.js'
import { API_KEY, callCentrifugo } from '../load/centrifugo-api.js'
import { CHANNEL, NAMESPACE } from '../load/centrifugo-messages.js'
import { type Contender, type NodeProcess, SECRET, type Setup, signToken, stopAll } from './contender.js'
import { startForeign } from './foreign.js'

/** How long a binary may take to tell its version, ms. */
const VERSION_MS = 10_000

/** Why it is left out, if it is: nothing is fetched, and no distribution we know packages it. */
export const centrifugoLeftOut = (): string | null => (process.env['CENTRIFUGO'] ? null : NO_BINARY)
const NO_BINARY =
  'Not measured: no binary of Centrifugo was given. `CENTRIFUGO=/path/to/centrifugo` (version 5 or 6) has it measured.'

/**
 * The binary that `CENTRIFUGO` names, version 5 or 6, as nodes around one Redis: a channel with history and recovery, which is
 * what comes next to a board that resumes without a gap. An application's backend decides and publishes (publishers.ts),
 * boards subscribe over WebSocket in JSON (subscribers.ts). All else as it comes, but for reports to its makers, which are off.
 *
 * Run so far: with the engine that Centrifugo is made of, on Redis (centrifuge 0.15, as Debian packages it), behind a
 * translation of the protocol it had then into the one of versions 5 and 6, which the JavaScript client of Centrifugo's makers
 * (5.7.4) took for the real thing. Not run so far: a binary of Centrifugo. That it takes these settings, only its sources say.
 */
export async function startCentrifugo({ nodes }: Setup): Promise<Contender> {
  const program = process.env['CENTRIFUGO']
  if (!program) throw new Error(NO_BINARY)
  const { text, major } = versionIn(await saidOf(program))
  const settings = SETTINGS[major]
  if (!settings) throw new Error(`Centrifugo ${text} takes other settings than versions 5 and 6; give one of these`)

  const redis = await startRedis()
  const started: NodeProcess[] = []
  const stop = () => stopAll(started, redis)
  try {
    for (let n = 0; n < nodes; n++) started.push(await startNode(program, (port) => settings(port, redis.url)))
  } catch (why) {
    await stop()
    throw why
  }
  const url = started[0]?.url ?? ''
  return {
    name: `Centrifugo ${text}`,
    nodes: started,
    crews: { agents: 'publishers.ts', watchers: 'subscribers.ts' },
    redis,
    token: signToken,
    versions: () => newestIn(url),
    stop,
  }
}

const saidOf = (program: string): Promise<string> =>
  promisify(execFile)(program, ['version'], { timeout: VERSION_MS }).then(
    ({ stdout }) => stdout,
    (cause: unknown) => {
      throw new Error(`CENTRIFUGO names nothing that tells its version: ${String(cause)}`, { cause })
    },
  )

/** What `centrifugo version` prints: "Centrifugo v6.1.0 (Go version: …)". */
export function versionIn(said: string): { readonly text: string; readonly major: number } {
  const text = /Centrifugo v?(\d[^\s(]*)/.exec(said)?.[1]
  if (text === undefined) throw new Error(`not a Centrifugo: asked for its version, it said ${said.trim()}`)
  return { text, major: Number.parseInt(text, 10) }
}

async function startNode(program: string, settings: (port: number) => unknown): Promise<NodeProcess> {
  const { port, pid, kill } = await startForeign('Centrifugo', async (folder, port) => {
    const config = path.join(folder, 'config.json')
    await writeFile(config, JSON.stringify(settings(port)))
    return { command: program, args: ['--config', config] }
  })
  return { url: `http://127.0.0.1:${port}`, pid, kill }
}

/** Publications kept: at least as many as a floor has agents, or the newest change of some would be unknown at the end. */
const HISTORY = 5_000

/** Members of the settings in which versions 5 and 6 agree. */
const ROOM = {
  name: NAMESPACE,
  allow_subscribe_for_client: true,
  history_size: HISTORY,
  history_ttl: '1h',
  force_recovery: true,
}

/** By major version. Source: the sources of Centrifugo, and the table by which its makers move settings from 5 to 6. */
const SETTINGS: Readonly<Record<number, (port: number, redisUrl: string) => unknown>> = {
  5: (port, redisUrl) => ({
    address: '127.0.0.1',
    port,
    log_level: 'error',
    usage_stats_disable: true,
    engine: 'redis',
    redis_address: redisUrl,
    api_key: API_KEY,
    token_hmac_secret_key: SECRET,
    namespaces: [ROOM],
  }),
  6: (port, redisUrl) => ({
    http_server: { address: '127.0.0.1', port },
    log: { level: 'error' },
    usage_stats: { disabled: true },
    engine: { type: 'redis', redis: { address: redisUrl } },
    http_api: { key: API_KEY },
    client: { token: { hmac_secret_key: SECRET } },
    channel: { namespaces: [ROOM] },
  }),
}

/** By agent, from the history: Centrifugo itself knows no agents. Who has not changed yet is in none. */
async function newestIn(url: string): Promise<Map<string, number>> {
  const result = await callCentrifugo(url, 'history', { channel: CHANNEL, limit: HISTORY })
  const { publications } = result as { publications: readonly { data: Presence }[] }
  return new Map(publications.map(({ data }) => [data.agentId, data.version]))
}

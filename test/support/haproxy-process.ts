import { spawn } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { haproxyPath } from '../../scripts/system-packages.mjs'
import { eventually } from './eventually.js'
import { freePort } from './redis-process.js'

/** As deployed, byte for byte: what differs comes in by the environment. */
const CONFIG = fileURLToPath(new URL('../../deploy/haproxy.cfg', import.meta.url))

export interface HaproxyProcess {
  /** Where clients come in. */
  readonly url: string
  /** Where its own figures are. */
  readonly insideUrl: string
  /** By the name of the server: does it get new connections? And how many sockets and calls are with it now? */
  servers(): Promise<ReadonlyMap<string, { readonly up: boolean; readonly sessions: number }>>
  stop(): Promise<void>
}

/** HAProxy with the configuration of the deployment, in front of three hubs (host:port). */
export async function startHaproxy(hubs: readonly [string, string, string]): Promise<HaproxyProcess> {
  const program = haproxyPath()
  if (!program) throw new Error('no haproxy: npm test installs it')
  const [front, inner] = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`]
  const child = spawn(program, ['-db', '-f', path.relative(process.cwd(), CONFIG)], {
    env: {
      FRONT_BIND: front,
      INNER_BIND: inner,
      HUB_1: hubs[0],
      HUB_2: hubs[1],
      HUB_3: hubs[2],
      MAX_CONNECTIONS: '500',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => said.push(String(text)))
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))

  async function servers() {
    const text = await (await fetch(`http://${inner}/metrics`)).text()
    const figures = (name: string, state = '') =>
      new Map(
        [...text.matchAll(new RegExp(`^${name}\\{proxy="hubs",server="([^"]+)"${state}\\} (\\d+)`, 'gm'))].map(
          ([, server = '', value]) => [server, Number(value)] as const,
        ),
      )
    const up = figures('haproxy_server_status', ',state="UP"')
    const sessions = figures('haproxy_server_current_sessions')
    return new Map([...up].map(([name, is]) => [name, { up: is === 1, sessions: sessions.get(name) ?? 0 }]))
  }

  await eventually('HAProxy answers', async () => {
    if (child.exitCode !== null) throw new Error(`haproxy ended with code ${child.exitCode}:\n${said.join('')}`)
    const found = await servers().catch(() => null)
    return found?.size === hubs.length ? null : `it said ${said.join('')}`
  })
  return {
    url: `http://${front}`,
    insideUrl: `http://${inner}`,
    servers,
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

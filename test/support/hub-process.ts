import { spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Role } from '../../protocol/vocabulary.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const START_MS = 60_000
/** Draining takes up to 3 s by itself, and saying goodbye two more. */
const STOP_MS = 20_000

export interface TokenClaims {
  readonly sub: string
  readonly roles: readonly Role[]
  readonly org?: string
  readonly name?: string
  readonly teams?: readonly string[]
}

export interface ListeningProcess {
  readonly url: string
  readonly pid: number
  /** Lines it printed so far. */
  readonly said: readonly string[]
  stop(): Promise<void>
  /** SIGKILL: no goodbye. */
  kill(): Promise<void>
  /** SIGSTOP, until thawed. */
  freeze(): void
  thaw(): void
  signal(name: NodeJS.Signals): void
}

export interface HubProcess extends ListeningProcess {
  /** In dev mode only: with a key, sign your own. */
  token(claims: TokenClaims): Promise<string>
  /** A REST call as whoever the claims say; throws if it is refused. */
  call(claims: TokenClaims, method: string, path: string, body?: unknown): Promise<unknown>
}

/** The built server as a process of its own, on a free port. In dev mode without the demo floor unless `env` says so. */
export async function startHub({ env = {} }: { env?: Readonly<Record<string, string>> } = {}): Promise<HubProcess> {
  const hub = await startListening([path.join(root, 'dist/server/main.js')], {
    PORT: '0',
    PRESENCE_DEMO: 'off',
    LOG_LEVEL: 'error',
    ...env,
  })
  const token = async (claims: TokenClaims) => {
    const answer = await asked(`${hub.url}/dev/token`, 'POST', {}, claims)
    return (answer as { token: string }).token
  }
  return {
    ...hub,
    token,
    call: async (claims, method, where, body) =>
      asked(`${hub.url}${where}`, method, { authorization: `Bearer ${await token(claims)}` }, body),
  }
}

/** A Node program of its own that says `listening on http://…` when it is ready. */
export async function startListening(
  program: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<ListeningProcess> {
  const child = spawn(process.execPath, program, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  createInterface({ input: child.stderr }).on('line', (line) => said.push(line))

  const url = await new Promise<string>((resolve, reject) => {
    const give = (why: string) => reject(new Error(`${why}; it said:\n${said.join('\n')}`))
    const late = setTimeout(() => {
      child.kill('SIGKILL')
      give(`it did not listen within ${START_MS} ms`)
    }, START_MS)
    void ended.then(() => {
      clearTimeout(late)
      give(`it ended with code ${child.exitCode}`)
    })
    createInterface({ input: child.stdout }).on('line', (line) => {
      said.push(line)
      const found = /listening on (http:\/\/\S+)/.exec(line)?.[1]
      if (found === undefined) return
      clearTimeout(late)
      resolve(found)
    })
  })

  return {
    url,
    pid: child.pid ?? 0,
    said,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    signal: (name) => void child.kill(name),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
      await ended
      clearTimeout(late)
    },
  }
}

async function asked(url: string, method: string, headers: Record<string, string>, body?: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text}`)
  return text === '' ? null : JSON.parse(text)
}

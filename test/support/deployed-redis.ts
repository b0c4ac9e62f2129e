import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Redis } from 'ioredis'
import { eventually } from './eventually.js'
import { freePort } from './redis-process.js'

/** A server or Sentinel of the deployment, started by its own script with a folder that stays. */
export interface DeployedServer {
  readonly port: number
  readonly admin: Redis
  kill(): Promise<void>
  /** Starts it again on what it left. */
  start(): Promise<void>
  stop(): Promise<void>
}

const SCRIPT_MS = 60_000

export async function deployServer(
  script: 'start-redis.sh' | 'start-sentinel.sh',
  env: Readonly<Record<string, string>>,
): Promise<DeployedServer> {
  const port = await freePort()
  const folder = await mkdtemp(path.join(tmpdir(), 'presence-deployed-'))
  const admin = new Redis({ port, host: '127.0.0.1', retryStrategy: () => 50, maxRetriesPerRequest: null })
  // Each try is refused while it is away; whoever asks has a deadline of their own.
  admin.on('error', () => undefined)
  let kill = async () => {}

  async function start() {
    const child = spawn(`deploy/redis/${script}`, ['--port', String(port)], {
      env: { PATH: process.env['PATH'], DATA: folder, ...env },
      stdio: 'ignore',
    })
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    kill = async () => {
      child.kill('SIGKILL')
      await ended
    }
    await eventually(`${script} listens`, async () => {
      if (child.exitCode !== null) throw new Error(`${script} ended with code ${child.exitCode}`)
      return (await listens(port)) ? null : 'it does not'
    })
  }
  await start()
  return {
    port,
    admin,
    start,
    kill: () => kill(),
    async stop() {
      admin.disconnect()
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Runs a script of the deployment to its end; gives what it printed, or throws it. */
export function runDeployed(script: string, env: Readonly<Record<string, string>>): Promise<string> {
  const child = spawn(`deploy/redis/${script}`, { env: { PATH: process.env['PATH'], ...env }, timeout: SCRIPT_MS })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += String(text)))
  return new Promise((resolve, reject) =>
    child.once('close', (code) => (code === 0 ? resolve(said) : reject(new Error(`code ${code}: ${said}`)))),
  )
}

const listens = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })

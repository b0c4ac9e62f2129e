import { spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { eventually } from '../../test/support/eventually.js'
import { freePort, temporaryFolder } from '../../test/support/redis-process.js'

/** How a program that is not ours is started; its settings are written before. */
export interface Launch {
  readonly command: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

export interface ForeignProcess {
  readonly port: number
  readonly pid: number
  /** SIGKILL; its folder goes with it. */
  kill(): Promise<void>
}

const START_MS = 30_000
/** Of what it says, for whoever has to find out why it does not start. */
const SAID_KEPT = 20

/** A server that is not ours: at a free port of loopback, in a folder of its own. Resolves when it accepts connections. */
export async function startForeign(
  name: string,
  launch: (folder: string, port: number) => Promise<Launch>,
): Promise<ForeignProcess> {
  const folder = await temporaryFolder()
  const port = await freePort()
  const { command, args, env = {} } = await launch(folder, port)
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: folder,
    env: { ...process.env, ...env },
  })
  const said: string[] = []
  const listen = (text: Buffer) => void said.splice(0, said.push(text.toString().trimEnd()) - SAID_KEPT)
  child.stdout.on('data', listen)
  child.stderr.on('data', listen)
  let isOver = false
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', (why) => {
      listen(Buffer.from(why.message))
      resolve()
    })
  }).then(() => void (isOver = true))
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
    await rm(folder, { recursive: true, force: true })
  }
  const wrong = async () => {
    if (isOver) throw new Error(`${name} ended; it said: ${said.join('\n')}`)
    return (await accepts(port)) ? null : `it does not; it said: ${said.join('\n')}`
  }
  await eventually(`${name} listens`, wrong, START_MS).catch(async (why: unknown) => {
    await kill()
    throw why
  })
  return { port, pid: child.pid ?? 0, kill }
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })

import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const DEADLINE_MS = 600_000

interface Ran {
  readonly code: number | null
  readonly said: string
}

const bench = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'bench/main.ts', ...args], {
      cwd: root,
      env: { ...process.env, ...env },
    })
    let said = ''
    child.stdout.on('data', (text: Buffer) => (said += text.toString()))
    child.stderr.on('data', (text: Buffer) => (said += text.toString()))
    child.once('exit', (code) => resolve({ code, said }))
  })

const TITLES = 'From a change,The limit,Centrifugo,ejabberd,Commits,Rooms,Coming back,Tabs,Faults'.split(',')

/** Figures of a short run on a busy machine say nothing, so none is looked at; every screen is. */
test(
  'the bench runs in a small form, and no watcher of any contender is shown what is not stored',
  async () => {
    const { code, said } = await bench(['--quick'])
    expect(said).not.toContain('The checker found:')
    for (const title of TITLES) expect(said.toLowerCase()).toContain(title.toLowerCase())
    expect(code).toBe(0)
  },
  DEADLINE_MS,
)

test('a part that is not there is refused with the names of those that are', async () => {
  const { code, said } = await bench(['speed'])
  expect(code).toBe(1)
  expect(said).toContain('no part speed; there are: one, changes, ')
})

test('without a binary of Centrifugo its part says so, and claims nothing', async () => {
  const { code, said } = await bench(['--quick', 'centrifugo'], { CENTRIFUGO: '' })
  expect(said).toContain('Not measured: no binary of Centrifugo was given.')
  expect(said).not.toContain('checker')
  expect(said).not.toContain('|')
  expect(code).toBe(0)
})

test('a binary that is not Centrifugo is refused with what it said', async () => {
  const { code, said } = await bench(['--quick', 'centrifugo'], { CENTRIFUGO: process.execPath })
  expect(said).toContain('CENTRIFUGO names nothing that tells its version')
  expect(code).toBe(1)
})

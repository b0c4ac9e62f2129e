import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { copiedBy, readStages, wordsOf } from '../support/dockerfile.js'
import { readOurs } from '../support/sources.js'

const SECRET = 'a-secret-for-tests-that-is-long-enough-for-hs256'
const BUILD_MS = 60_000
const stages = readStages()
const linesOf = (stage: string) => stages.get(stage) ?? []
const lock = z.object({ packages: z.record(z.string(), z.object({ dev: z.boolean().optional() })) })

// The steps of the Dockerfile in folders instead of layers. Packages are those that are installed here: no registry is asked.
describe('what the image holds', () => {
  let folder: string
  let image: string
  let child: ChildProcess | null

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'presence-image-'))
    const build = path.join(folder, 'build')
    mkdirSync(build)
    for (const name of copiedBy(linesOf('build'))) cpSync(name, path.join(build, name), { recursive: true })
    symlinkSync(path.resolve('node_modules'), path.join(build, 'node_modules'))
    execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: build, timeout: BUILD_MS })

    image = path.join(folder, 'run')
    const installed = lock.parse(JSON.parse(readOurs('package-lock.json'))).packages
    for (const [where, { dev }] of Object.entries(installed)) {
      if (where === '' || dev === true || where.lastIndexOf('node_modules/') > 0) continue
      mkdirSync(path.dirname(path.join(image, where)), { recursive: true })
      symlinkSync(path.resolve(where), path.join(image, where))
    }
    cpSync('package.json', path.join(image, 'package.json'))
    cpSync(path.join(build, 'dist'), path.join(image, 'dist'), { recursive: true })
  }, BUILD_MS)
  beforeEach(() => {
    child = null
  })
  afterEach(() => void child?.kill('SIGKILL'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const env = { PATH: process.env['PATH'], NODE_ENV: 'production', PORT: '0' }
  const [, ...program] = wordsOf(linesOf('run'), 'CMD')
  const [, ...check] = wordsOf(linesOf('run'), 'HEALTHCHECK')
  const health = (port: string) =>
    spawnSync(process.execPath, check, { cwd: image, env: { ...env, PORT: port } }).status

  test('is healthy while it runs, and gone soon after SIGTERM', async () => {
    const started = spawn(process.execPath, program, {
      cwd: image,
      env: { ...env, HOST: '127.0.0.1', PRESENCE_JWT_SECRET: SECRET },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    child = started
    let port = ''
    for await (const line of createInterface({ input: started.stdout })) {
      port = /listening on \S+:(\d+)$/.exec(line)?.[1] ?? ''
      if (port !== '') break
    }
    for (const page of ['/', '/supervisor', '/docs'])
      expect((await fetch(`http://127.0.0.1:${port}${page}`)).status).toBe(200)
    expect(health(port)).toBe(0)

    const exit = once(started, 'exit')
    started.kill('SIGTERM')
    expect(await exit).toEqual([0, null])
    expect(health(port)).toBe(1)
  })

  test('does not start without a key', () => {
    const { status, stderr } = spawnSync(process.execPath, program, { cwd: image, env, encoding: 'utf8' })
    expect(status).toBe(78)
    expect(stderr).toContain('set PRESENCE_JWT_SECRET or PRESENCE_JWKS_URL')
  })
})

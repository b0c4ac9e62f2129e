/**
 * The one test command.
 *
 *   node scripts/test.mjs                        every stage, in order
 *   node scripts/test.mjs unit store             these stages only
 *   node scripts/test.mjs cluster --times 20     so often, whatever fails: is it by chance? The counts are sums
 *
 * Every stage runs even if an earlier one failed, so that one run tells everything. The last line is
 * `N passed, N failed`; the exit code is 0 only if nothing failed. A skipped test counts as failed:
 * tests never pass by skipping.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ensureSystemPackages } from './system-packages.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const MINUTE_MS = 60_000
/** How long a finished jest may take to go; it is gone in well under a second if nothing is left open. */
const EXIT_MS = 15_000
/** Files at once: by default jest leaves a core for a watcher who is not there. Elsewhere what a file leaves open would go unseen. */
const TWO = ['--maxWorkers=2']
const JEST = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js']

/**
 * `run` is one check; `tests` are folders or files for jest. `rest` takes every test that no other stage lists.
 * Deadlines are some five times what a stage takes on two cores.
 */
const STAGES = [
  { name: 'format', run: ['node_modules/prettier/bin/prettier.cjs', '--check', '.'], deadlineMs: 5 * MINUTE_MS },
  { name: 'lint', run: ['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.'], deadlineMs: 5 * MINUTE_MS },
  { name: 'types', run: ['node_modules/@typescript/native/bin/tsc', '-p', '.'], deadlineMs: 5 * MINUTE_MS },
  { name: 'architecture', tests: ['test/architecture.test.ts'], deadlineMs: 5 * MINUTE_MS },
  { name: 'unit', tests: 'rest', jest: TWO, deadlineMs: 10 * MINUTE_MS },
  { name: 'store', tests: ['test/store'], needs: ['redis'], deadlineMs: 10 * MINUTE_MS },
  {
    name: 'server',
    tests: ['test/server', 'test/sdk'],
    needs: ['redis', 'build'],
    deadlineMs: 10 * MINUTE_MS,
  },
  {
    name: 'cluster',
    tests: ['test/cluster', 'test/bench'],
    needs: ['redis', 'haproxy', 'build'],
    // Mostly they wait for leases and restarts: one after the other they would use a quarter of two cores.
    jest: TWO,
    deadlineMs: 20 * MINUTE_MS,
  },
  {
    name: 'browser',
    tests: ['test/browser'],
    needs: ['redis', 'chromium', 'build'],
    jest: TWO,
    deadlineMs: 20 * MINUTE_MS,
  },
]

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { times: { type: 'string', default: '1' } },
})
process.exitCode = await main(positionals, Number(values.times))

async function main(wanted, times) {
  if (!Number.isInteger(times) || times < 1) {
    console.error('--times must be a whole number from 1 on')
    return verdict(0, 1)
  }
  const unknown = wanted.filter((name) => !STAGES.some((stage) => stage.name === name))
  if (unknown.length > 0) {
    console.error(`no stage ${unknown.join(', ')}; there are: ${STAGES.map((stage) => stage.name).join(', ')}`)
    return verdict(0, 1)
  }
  const stages = STAGES.filter((stage) => wanted.length === 0 || wanted.includes(stage.name))
  const needs = new Set(stages.flatMap((stage) => stage.needs ?? []))

  const missing = await ensureSystemPackages({
    redis: needs.has('redis'),
    haproxy: needs.has('haproxy'),
    chromium: needs.has('chromium'),
  })
  if (missing) {
    console.error(missing)
    return verdict(0, 1)
  }

  const results = []
  let built = null
  for (let time = 1; time <= times; time++) {
    for (const stage of stages) {
      console.log(`\n== ${stage.name}${times > 1 ? `, ${time} of ${times}` : ''}`)
      const startedAt = performance.now()
      if (stage.needs?.includes('build')) built ??= await runNode(['scripts/build.mjs', '--if-needed'], 2 * MINUTE_MS)
      const result = built?.ok === false && stage.needs?.includes('build') ? failure('no build') : await runStage(stage)
      results.push({ name: stage.name, seconds: (performance.now() - startedAt) / 1000, ...result })
    }
  }

  console.log('')
  for (const { name, seconds, passed, failed, note } of results) {
    const counts = `${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed`
    console.log(`${name.padEnd(13)} ${seconds.toFixed(1).padStart(7)} s ${counts}  ${note}`.trimEnd())
  }
  if (times > 1) tellHowOften(results.flatMap(({ broken }) => broken ?? []))
  const sum = (key) => results.reduce((total, result) => total + result[key], 0)
  return verdict(sum('passed'), sum('failed'))
}

/** What failed in one run of several, the most frequent first. */
function tellHowOften(broken) {
  const counts = new Map()
  for (const name of broken) counts.set(name, (counts.get(name) ?? 0) + 1)
  for (const [name, count] of [...counts].sort(([, a], [, b]) => b - a)) console.log(`failed ${count} times: ${name}`)
}

async function runStage(stage) {
  if (stage.run) {
    const { ok, note } = await runNode(stage.run, stage.deadlineMs)
    return ok ? { passed: 1, failed: 0, note } : failure(note)
  }

  const all = await testFiles()
  const places = stage.tests === 'rest' ? ['test'] : stage.tests
  const listed = STAGES.flatMap((other) => (Array.isArray(other.tests) ? other.tests : []))
  const files = all.filter((file) => isIn(places, file) && (stage.tests !== 'rest' || !isIn(listed, file)))
  const empty = places.filter((place) => !files.some((file) => isIn([place], file)))
  if (empty.length > 0) console.log(`no tests in ${empty.join(', ')}`)
  if (files.length === 0) return { passed: 0, failed: empty.length, note: 'no tests' }

  const result = await runJest(stage, files)
  const note = [result.note, ...empty.map((place) => `no tests in ${place}`)].filter(Boolean).join('; ')
  return { ...result, failed: result.failed + empty.length, note }
}

async function runJest(stage, files) {
  const folder = await mkdtemp(path.join(tmpdir(), 'presence-tests-'))
  const outputFile = path.join(folder, 'result.json')
  const options = [...(stage.jest ?? []), '--json', `--outputFile=${outputFile}`, '--runTestsByPath', ...files]
  try {
    const { ok, note } = await runNode([...JEST, ...options], stage.deadlineMs, outputFile)
    const text = await readFile(outputFile, 'utf8').catch(() => null)
    if (text === null) return failure(note || 'jest gave no result')
    return count(JSON.parse(text), ok, note)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function count(report, ok, note) {
  const skipped = report.numPendingTests + report.numTodoTests
  // A file that does not load has no tests to count: the file itself is the failure.
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites + skipped
  const notes = [note, skipped > 0 && `${skipped} skipped`].filter(Boolean).join('; ')
  const broken = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName }) => `${path.relative(root, name)}: ${fullName}`),
  )
  return { passed: report.numPassedTests, failed: failed === 0 && !ok ? 1 : failed, note: notes, broken }
}

/**
 * Runs node in a process group of its own, so that whatever a test started and forgot goes with it.
 * `doneFile` appears when the work is done: a process that then stays is stopped soon, not at the deadline.
 */
function runNode(args, deadlineMs, doneFile) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, detached: true, stdio: ['ignore', 'inherit', 'inherit'] })
    let note = ''
    const stop = (why) => {
      note = why
      endGroup(child.pid)
    }
    const interrupted = () => {
      endGroup(child.pid)
      process.exit(130)
    }
    let doneAt = null
    const timers = [
      setTimeout(() => stop(`stopped after ${deadlineMs / MINUTE_MS} min`), deadlineMs),
      setInterval(() => {
        if (doneAt === null && doneFile && existsSync(doneFile)) doneAt = performance.now()
        if (doneAt !== null && performance.now() - doneAt > EXIT_MS) stop('did not exit: a test left something open')
      }, 500),
    ]
    process.once('SIGINT', interrupted).once('SIGTERM', interrupted)
    child.once('exit', (code) => {
      for (const timer of timers) clearInterval(timer)
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted)
      endGroup(child.pid)
      resolve({ ok: code === 0 && note === '', note })
    })
  })
}

function endGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    // ESRCH: nobody is left in the group, which is what we want.
    if (error.code !== 'ESRCH') throw error
  }
}

async function testFiles() {
  const entries = await readdir(path.join(root, 'test'), { recursive: true })
  return entries
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => `test/${file}`)
    .sort()
}

function isIn(places, file) {
  return places.some((place) => file === place || file.startsWith(`${place}/`))
}

function failure(note) {
  return { passed: 0, failed: 1, note }
}

/** The very last line, and the exit code. */
function verdict(passed, failed) {
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0 && passed > 0 ? 0 : 1
}

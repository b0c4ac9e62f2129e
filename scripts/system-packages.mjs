/**
 * The programs that tests need and npm does not carry: a Redis server, HAProxy and Chromium.
 * Found on PATH; installed with apt when that takes no password; else one line says what to type.
 */
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const REDIS_NAMES = ['redis-server', 'valkey-server']
const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const APT_DEADLINE_MS = 10 * 60_000
const PLAYWRIGHT_CLI = fileURLToPath(new URL('../node_modules/playwright-core/cli.js', import.meta.url))

/** Path of a Redis (or Valkey) server, or null. */
export function redisServerPath() {
  return onPath(REDIS_NAMES)
}

/** Path of HAProxy, or null. */
export function haproxyPath() {
  return onPath(['haproxy']) ?? (isExecutable('/usr/sbin/haproxy') ? '/usr/sbin/haproxy' : null)
}

/** Path of a Chromium that starts, or null. */
export async function chromiumPath() {
  const installed = onPath(CHROMIUM_NAMES, starts)
  if (installed) return installed
  const { chromium } = await import('playwright-core')
  const downloaded = chromium.executablePath()
  return existsSync(downloaded) && starts(downloaded) ? downloaded : null
}

/**
 * Installs what is missing. Gives null when all is there, else a sentence with the line to type.
 * @param {{ redis: boolean, haproxy: boolean, chromium: boolean }} needed
 */
export async function ensureSystemPackages(needed) {
  const missing = async () => ({
    redis: needed.redis && !redisServerPath(),
    haproxy: needed.haproxy && !haproxyPath(),
    chromium: needed.chromium && !(await chromiumPath()),
  })
  const first = await missing()
  if (!Object.values(first).some(Boolean)) return null

  const steps = stepsFor(first)
  const become = asRoot()
  if (become) {
    for (const step of steps) {
      const [command, ...args] = [...become, ...step]
      console.log(`installing: ${[command, ...args].join(' ')}`)
      spawnSync(command, args, {
        stdio: 'inherit',
        timeout: APT_DEADLINE_MS,
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      })
    }
  }

  const still = await missing()
  if (!Object.values(still).some(Boolean)) return null
  const names = [still.redis && 'a Redis server', still.haproxy && 'HAProxy', still.chromium && 'Chromium']
    .filter(Boolean)
    .join(' and ')
  const line = stepsFor(still).map((step) => `sudo ${step.join(' ')}`)
  return `The tests need ${names}. Type:  ${line.join(' && ')}`
}

function stepsFor({ redis, haproxy, chromium }) {
  // Ubuntu's chromium package is a door to snap, which no container has: there, take Playwright's own build.
  const viaPlaywright = chromium && distribution() === 'ubuntu'
  const packages = [redis && 'redis-server', haproxy && 'haproxy', chromium && !viaPlaywright && 'chromium'].filter(
    Boolean,
  )
  const steps = []
  if (packages.length > 0) {
    steps.push(['apt-get', 'update'], ['apt-get', 'install', '-y', '--no-install-recommends', ...packages])
  }
  if (viaPlaywright) steps.push([process.execPath, PLAYWRIGHT_CLI, 'install', '--with-deps', 'chromium'])
  return steps
}

/** The words to put before a command that needs root; null when root is not to be had without a password. */
function asRoot() {
  if (!onPath(['apt-get'])) return null
  if (process.getuid?.() === 0) return []
  // HOME is kept, or Playwright's download would land in root's home.
  const words = ['sudo', '-n', '--preserve-env=HOME,DEBIAN_FRONTEND']
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore', timeout: 10_000 }).status === 0 ? words : null
}

function distribution() {
  if (!existsSync('/etc/os-release')) return 'unknown'
  return /^ID="?([\w-]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'unknown'
}

function onPath(names, accept = () => true) {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean)
  for (const name of names) {
    for (const folder of folders) {
      const file = path.join(folder, name)
      if (isExecutable(file) && accept(file)) return file
    }
  }
  return null
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Ubuntu's `chromium-browser` without snap is a script that only prints advice: being on PATH is not enough. */
function starts(file) {
  return spawnSync(file, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0
}

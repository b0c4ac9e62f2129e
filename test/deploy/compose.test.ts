import { accessSync, constants, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DCLinter } from 'dclint'
import { z } from 'zod'
import { readConfig, SETTINGS } from '../../server/config.js'
import { type ComposeService, type Env, readCompose, readEnvFile } from '../support/compose-file.js'
import { readOurs } from '../support/sources.js'

const SECRET = 'a-secret-for-tests-that-is-long-enough-for-hs256'
const VARIANTS = ['single', 'sentinel', 'cluster'] as const
type Variant = (typeof VARIANTS)[number]
const envOf = (variant: Variant): Env => ({
  PRESENCE_JWT_SECRET: SECRET,
  // Nobody sets it for the single Redis.
  ...(variant !== 'single' && { COMPOSE_PROFILES: variant }),
})
const isHub = ([name]: readonly [string, ComposeService]): boolean => name.startsWith('hub-')

const lintResults = z.array(
  z.object({
    messages: z.array(z.object({ rule: z.string(), type: z.string(), line: z.number(), message: z.string() })),
  }),
)

/** Errors by the Compose Specification's schema, and by rules of good sense; its warnings are matters of taste. */
function faultsOf(file: string): string[] {
  // The hubs are one image, built here under a name of its own.
  const rules = { 'no-build-and-image': 0 as const, 'no-unbound-port-interfaces': 0 as const }
  const linter = new DCLinter({ rules, quiet: true, debug: false, exclude: [] })
  return lintResults
    .parse(linter.lintFiles([file], false))
    .flatMap(({ messages }) => messages)
    .filter(({ type }) => type === 'error')
    .map(({ rule, line, message }) => `${line}: ${rule}: ${message}`)
}

describe('docker-compose.yml', () => {
  test('is what the Compose Specification allows', () => expect(faultsOf('docker-compose.yml')).toEqual([]))

  test('is looked at: a misspelt key and an image without a tag are found', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'presence-compose-'))
    const file = path.join(folder, 'docker-compose.yml')
    const text = readOurs('docker-compose.yml')
    try {
      writeFileSync(file, text.replace('stop_grace_period:', 'stop_grace_perid:'))
      expect(faultsOf(file)).toEqual([expect.stringMatching(/invalid-schema.*additional properties/)])
      writeFileSync(file, text.replace('prom/prometheus:v3.5.0', 'prom/prometheus'))
      expect(faultsOf(file)).toEqual([expect.stringMatching(/require-explicit-tag.*prometheus/)])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('does not start without a key, and says what to do', () => {
    expect(() => readCompose({})).toThrow(/PRESENCE_JWT_SECRET: .*32 random bytes/)
  })

  test('publishes HAProxy to the world, figures to this machine, and nothing else', () => {
    const published = Object.entries(readCompose(envOf('cluster')).services).flatMap(([name, { ports }]) =>
      ports.map((port) => `${name} ${port}`),
    )
    expect(published).toEqual(['haproxy 8080:8080', 'prometheus 127.0.0.1:9090:9090', 'grafana 127.0.0.1:3001:3000'])
  })

  test('names exact versions of everything it fetches', () => {
    for (const { image, build } of Object.values(readCompose(envOf('cluster')).services))
      if (build === undefined) expect(image).toMatch(/:v?\d+\.\d+\.\d+(-\w+)?$/)
  })

  test('mounts files that are there and volumes that are declared', () => {
    const { services, volumes } = readCompose(envOf('cluster'))
    for (const { volumes: mounts, command } of Object.values(services)) {
      for (const mount of mounts) {
        const [from = ''] = mount.split(':')
        if (from.startsWith('.')) expect(existsSync(from) && mount.endsWith(':ro')).toBe(true)
        else expect(Object.keys(volumes)).toContain(from)
      }
      for (const script of command) accessSync(script.replace('/etc/presence', 'deploy/redis'), constants.X_OK)
    }
  })
})

describe.each(VARIANTS)('the variant %s', (variant) => {
  const { services, started } = readCompose(envOf(variant))
  const hubs = Object.entries(started).filter(isHub)
  const settingsOf = ({ environment, env_file: file }: ComposeService): Env => ({
    ...(file !== undefined && readEnvFile(file)),
    ...environment,
  })

  test('has the servers it is made of', () => {
    const redis = ['redis', 'redis-2', 'redis-3', 'redis-4', 'redis-5', 'redis-6']
    const sentinels = ['sentinel-1', 'sentinel-2', 'sentinel-3']
    const own = { single: ['redis'], sentinel: [...redis.slice(0, 3), ...sentinels], cluster: redis }[variant]
    const around = ['haproxy', 'hub-1', 'hub-2', 'hub-3', 'prometheus', 'grafana']
    const oneShot = variant === 'cluster' ? ['create-cluster'] : []
    expect(Object.keys(started).sort()).toEqual([...around, ...own, ...oneShot].sort())
  })

  test('gives its hubs settings that exist and that a hub in production takes', () => {
    expect(hubs).toHaveLength(3)
    const known = SETTINGS.map(({ name }) => name)
    for (const [, hub] of hubs) {
      const settings = settingsOf(hub)
      expect(known).toEqual(expect.arrayContaining(Object.keys(settings)))
      const config = readConfig({ ...settings, NODE_ENV: 'production' })
      expect(config).toMatchObject({ devMode: false, demo: false, polling: false, port: 3000, host: '0.0.0.0' })
      expect(config.store.kind).toBe({ single: 'redis', sentinel: 'sentinel', cluster: 'cluster' }[variant])
    }
  })

  test('tells its hubs of servers that are started', () => {
    for (const [, hub] of hubs) {
      const { REDIS_URL, REDIS_SENTINELS, REDIS_CLUSTER_NODES } = settingsOf(hub)
      const hosts = (REDIS_URL?.replace('redis://', '') ?? REDIS_SENTINELS ?? REDIS_CLUSTER_NODES ?? '')
        .split(',')
        .map((one) => one.split(':')[0])
      expect(Object.keys(started)).toEqual(expect.arrayContaining(hosts))
    }
  })

  test('tells every Redis and Sentinel its own name and what it is part of', () => {
    for (const [name, { environment }] of Object.entries(started)) {
      if (!/^(redis|sentinel)/.test(name)) continue
      expect(environment).toEqual({ STORE: variant, NAME: name })
    }
  })

  test('waits only for services that there are', () => {
    for (const { depends_on: needed } of Object.values(started))
      expect(Object.keys(services)).toEqual(expect.arrayContaining(needed))
  })

  test('keeps its data apart from that of the others', () => {
    expect(readCompose(envOf(variant)).volumes['redis-1']).toEqual({ name: `presence-${variant}-redis-1` })
  })

  test('gives a hub more time to stop than draining takes', () => {
    const drainMs = Number(/DRAIN_MS = ([\d_]+)/.exec(readOurs('server/main.ts'))?.[1]?.replaceAll('_', ''))
    for (const [, { stop_grace_period: grace }] of hubs)
      expect(Number(/^(\d+)s$/.exec(grace ?? '')?.[1]) * 1_000).toBeGreaterThan(2 * drainMs)
  })
})

describe('who is named in other files', () => {
  const { services } = readCompose(envOf('single'))
  const addresses = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((found) => found[1] ?? '')

  test('HAProxy sends to the hubs of the deployment, and to no other', () => {
    const servers = addresses(readOurs('deploy/haproxy.cfg'), /^ +server \S+ "\$\{HUB_\d-([\w:-]+)\}"$/gm)
    expect(servers).toEqual(
      Object.entries(services)
        .filter(isHub)
        .map(([name]) => `${name}:3000`),
    )
  })

  test('Prometheus asks every hub, and HAProxy on its inner port', () => {
    const targets = addresses(readOurs('deploy/prometheus.yml'), /'([\w-]+:\d+)'/g)
    expect(targets).toEqual(['hub-1:3000', 'hub-2:3000', 'hub-3:3000', 'haproxy:8404'])
    expect(readOurs('deploy/haproxy.cfg')).toContain('INNER_BIND-:8404')
  })

  test('Grafana asks Prometheus', () => {
    const [host = ''] = addresses(readOurs('deploy/grafana/provisioning/datasources/prometheus.yml'), /http:\/\/(\S+)/g)
    expect(host).toBe('prometheus:9090')
  })
})

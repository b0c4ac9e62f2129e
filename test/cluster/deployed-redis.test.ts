import { readEnvFile } from '../support/compose-file.js'
import { deployServer, type DeployedServer, runDeployed } from '../support/deployed-redis.js'
import { eventually, figure } from '../support/eventually.js'
import { type HubProcess, startHub } from '../support/hub-process.js'
import { ADMIN, ENV, sign } from '../support/redis-floor.js'

// The scripts and settings of docker-compose.yml, without its containers: names and ports are those of this machine.
/** Five seconds until it counts as dead; where no Sentinel gets enough votes they wait for thirty more, ms. */
const FAILOVER_MS = 90_000

let servers: DeployedServer[]
let hub: HubProcess | null
beforeEach(() => {
  servers = []
  hub = null
})
afterEach(async () => {
  await hub?.kill()
  await Promise.all(servers.map((server) => server.stop()))
})

async function deploy(...args: Parameters<typeof deployServer>): Promise<DeployedServer> {
  const server = await deployServer(...args)
  servers.push(server)
  return server
}

const at = (host: string, all: readonly DeployedServer[]) => all.map(({ port }) => `${host}:${port}`).join(',')

async function startOn(variant: string, moved: Readonly<Record<string, string>>): Promise<HubProcess> {
  hub = await startHub({
    env: { ...ENV, NODE_ENV: 'production', ...readEnvFile(`deploy/hub/${variant}.env`), ...moved },
  })
  return hub
}

/** Waits until the hub is ready and takes a change. */
const works = ({ url }: HubProcess, name: string) =>
  eventually('the hub is ready and writes', async () => {
    const ready = await fetch(`${url}/readyz`)
    if (!ready.ok) return await ready.text()
    const put = await fetch(`${url}/v1/agents/ada`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${await sign(ADMIN)}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name }),
    })
    return put.ok ? null : await put.text()
  })

test('the one Redis of the deployment suits a hub, and keeps what it has when it is killed', async () => {
  const server = await deploy('start-redis.sh', { STORE: 'single', NAME: 'redis' })
  const started = await startOn('single', { REDIS_URL: `redis://127.0.0.1:${server.port}` })
  await works(started, 'Ada')
  expect(started.said.filter((line) => line.startsWith('warning'))).toEqual([])
  expect(await server.admin.config('GET', 'appendfsync')).toEqual(['appendfsync', 'everysec'])

  const before = await server.admin.dbsize()
  await server.kill()
  await server.start()
  await works(started, 'Ada L.')
  expect(await server.admin.dbsize()).toBeGreaterThanOrEqual(before)
})

test('the Sentinel set fails over, and a master that comes back is a replica', async () => {
  const env = { STORE: 'sentinel' }
  const first = await deploy('start-redis.sh', { ...env, NAME: 'localhost', FIRST: 'localhost 0' })
  const others = { ...env, NAME: '127.0.0.1', FIRST: `localhost ${first.port}` }
  await Promise.all([deploy('start-redis.sh', others), deploy('start-redis.sh', others)])
  const sentinels = await Promise.all([1, 2, 3].map(() => deploy('start-sentinel.sh', others)))
  const [sentinel] = sentinels
  if (!sentinel) throw new Error('no Sentinel')
  // As deployed it looks every 10 s; this only shortens the test.
  for (const { admin } of sentinels) await admin.call('SENTINEL', 'DEBUG', 'info-period', 500, 'publish-period', 200)
  const asked = async (what: string) => sentinel.admin.call('SENTINEL', what, 'presence')
  await eventually('the Sentinels know each other and the replicas', async () => {
    const found = [await asked('REPLICAS'), await asked('SENTINELS')]
    const counts = found.map((all) => (Array.isArray(all) ? all.length : 0))
    return counts.every((count) => count === 2) ? null : `replicas and other Sentinels: ${counts.join(', ')}`
  })
  await eventually('all three can be asked', async () => {
    const answer = await asked('CKQUORUM').catch(String)
    return /^OK 3 usable Sentinels/.test(String(answer)) ? null : String(answer)
  })

  const started = await startOn('sentinel', { REDIS_SENTINELS: at('127.0.0.1', sentinels) })
  await works(started, 'Ada')
  await first.kill()
  const failedOverMs = await eventually(
    'another server is master',
    async () => {
      const address = await asked('GET-MASTER-ADDR-BY-NAME')
      return Array.isArray(address) && address[1] !== String(first.port) ? null : `it is ${String(address)}`
    },
    FAILOVER_MS,
  )
  figure('ms from the kill until Sentinel names another master', failedOverMs)
  figure('ms more until the hub writes', await works(started, 'Ada L.'))

  await first.start()
  await eventually('the old master is a replica', async () => {
    const [role] = await first.admin.call('ROLE').then((answer) => (Array.isArray(answer) ? answer : []))
    return role === 'slave' ? null : `it is ${String(role)}`
  })
})

test('the Cluster is made once of six servers, and a hub finds it by name', async () => {
  await Promise.all([1, 2, 3, 4, 5, 6].map(() => deploy('start-redis.sh', { STORE: 'cluster', NAME: 'localhost' })))
  const nodes = { STORE: 'cluster', NODES: servers.map(({ port }) => `127.0.0.1:${port}`).join(' ') }
  expect(await runDeployed('create-cluster.sh', nodes)).toContain('All 16384 slots covered')
  expect(await runDeployed('create-cluster.sh', nodes)).toBe('')

  const started = await startOn('cluster', { REDIS_CLUSTER_NODES: at('localhost', servers) })
  await works(started, 'Ada')
  const [server] = servers
  // Replicas stand alone until every server has heard whose they are.
  await eventually('each master has its replica', async () => {
    const shards = await server?.admin.call('CLUSTER', 'SHARDS')
    return Array.isArray(shards) && shards.length === 3 ? null : JSON.stringify(shards)
  })
  expect(JSON.stringify(await server?.admin.call('CLUSTER', 'SLOTS'))).toContain('"localhost"')
})

test.each([
  ['start-sentinel.sh', /COMPOSE_PROFILES=sentinel/],
  ['create-cluster.sh', /COMPOSE_PROFILES=cluster/],
  ['start-redis.sh', /must be single, sentinel or cluster/],
])('%s refuses to be part of something else, and says how to start', async (script, remedy) => {
  const env = {
    STORE: script === 'start-redis.sh' ? 'monitoring' : 'single',
    NAME: 'a',
    NODES: 'a:1',
    DATA: '/nowhere',
  }
  await expect(runDeployed(script, env)).rejects.toThrow(remedy)
})

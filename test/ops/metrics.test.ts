import { createMetrics } from '../../server/ops/metrics.js'

test('an operator finds every figure by name', async () => {
  const text = await createMetrics().text()
  for (const name of [
    'presence_commits_total',
    'presence_commit_seconds',
    'presence_commands_total',
    'presence_http_seconds',
    'presence_frames_total',
    'presence_frame_changes',
    'presence_sockets',
    'presence_agents',
    'presence_slow_watchers',
    'presence_faults_total',
    'nodejs_eventloop_lag_seconds',
    'process_resident_memory_bytes',
  ])
    expect(text).toContain(`# TYPE ${name} `)
})

test('two hubs in one process do not add up', async () => {
  const [one, two] = [createMetrics(), createMetrics()]
  one.commits.inc({ result: 'written' })
  expect(await one.text()).toContain('presence_commits_total{result="written"} 1')
  expect(await two.text()).not.toContain('result="written"')
})

test('a figure of the moment is set when it is asked for', async () => {
  const metrics = createMetrics()
  let agents = 1
  metrics.onCollect(() => {
    metrics.agents.reset()
    metrics.agents.set({ org: 'default', base: 'busy' }, agents)
  })
  expect(await metrics.text()).toContain('presence_agents{org="default",base="busy"} 1')
  agents = 2
  expect(await metrics.text()).toContain('presence_agents{org="default",base="busy"} 2')
})

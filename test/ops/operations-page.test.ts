import { readFileSync } from 'node:fs'
import { createMetrics } from '../../server/ops/metrics.js'

test('every metric of the hub is on the page for operators, and no other', async () => {
  const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8')
  const known = [...(await createMetrics().text()).matchAll(/^# TYPE (presence_\S+) /gm)].map(([, name]) => name)
  const named = new Set([...page.matchAll(/`(presence_[a-z_]+)/g)].map(([, name]) => name))
  expect([...named].sort()).toEqual(known.sort())
})

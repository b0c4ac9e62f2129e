import { readdirSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { readOurs } from '../support/sources.js'
import { runHub } from '../support/running-hub.js'

const DASHBOARDS = 'deploy/grafana/dashboards'
/** Not ours to expose: made by Prometheus for each target, and by HAProxy (see the cluster stage). */
const FOREIGN = ['up', 'haproxy_server_status']

const dashboard = z.object({
  uid: z.string(),
  panels: z.array(
    z.object({
      id: z.number(),
      title: z.string(),
      gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
      targets: z.array(z.object({ refId: z.string(), expr: z.string() })).default([]),
    }),
  ),
})
const alerts = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({
          alert: z.string(),
          expr: z.string(),
          for: z.string().optional(),
          labels: z.object({ severity: z.enum(['critical', 'warning']) }),
          annotations: z.object({ summary: z.string(), description: z.string() }),
        }),
      ),
    }),
  ),
})
const boards = readdirSync(DASHBOARDS).map((file) =>
  dashboard.parse(JSON.parse(readOurs(path.posix.join(DASHBOARDS, file)))),
)
const rules = alerts.parse(parse(readOurs('deploy/alerts.yml'))).groups.flatMap((group) => group.rules)

/** Names of metrics in a query: every word but functions, labels, and what is in quotes, braces or brackets. */
function metricsIn(query: string): string[] {
  const bare = query
    .replaceAll(/\{[^}]*\}|\[[^\]]*\]|"[^"]*"/g, ' ')
    .replaceAll(/\b(?:by|without|on|ignoring) *\([^)]*\)/g, ' ')
  return [...bare.matchAll(/(?<![\w.])[a-z_]\w*/gi)]
    .filter((word) => !/^ *\(/.test(bare.slice(word.index + word[0].length)))
    .map(([word]) => word)
    .filter((word) => !['and', 'or', 'unless'].includes(word))
}

test('names of metrics are found in a query', () => {
  expect(metricsIn('histogram_quantile(0.99, sum by (le) (rate(a_bucket{x=~"$y"}[5m]))) > 0.1')).toEqual(['a_bucket'])
  expect(metricsIn('sum(b) / sum by (instance, as) (increase(c_total[$__rate_interval])) > 1e3')).toEqual([
    'b',
    'c_total',
  ])
})

describe('a running hub exposes', () => {
  let exposed: Set<string>
  beforeAll(async () => {
    const hub = await runHub()
    const { body } = await hub.http('GET', '/metrics')
    await hub.stop()
    const types = [...String(body).matchAll(/^# TYPE (\S+) (\S+)$/gm)]
    exposed = new Set(
      types.flatMap(([, name = '', type]) =>
        type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
      ),
    )
  })
  const unknown = (queries: readonly string[]) =>
    queries.flatMap(metricsIn).filter((name) => !exposed.has(name) && !FOREIGN.includes(name))

  test('every metric of every panel', () => {
    const queries = boards.flatMap(({ panels }) => panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)))
    expect(queries.length).toBeGreaterThan(10)
    expect(unknown(queries)).toEqual([])
  })

  test('nothing of its own that no panel shows', () => {
    const shown = boards.flatMap(({ panels }) => panels.flatMap(({ targets }) => targets.flatMap((one) => one.expr)))
    const words = new Set(shown.flatMap(metricsIn).map((name) => name.replace(/_(bucket|sum|count)$/, '')))
    const own = [...exposed].filter((name) => name.startsWith('presence_'))
    expect(own.filter((name) => !words.has(name.replace(/_(bucket|sum|count)$/, '')))).toEqual([])
  })

  test('every metric of every alert', () => expect(unknown(rules.map(({ expr }) => expr))).toEqual([]))

  test('and a metric that it does not expose would be found', () =>
    expect(unknown(['rate(presence_unheard_of_total[5m])'])).toEqual(['presence_unheard_of_total']))
})

describe.each(boards)('the dashboard $uid', ({ panels }) => {
  test('shows no panel over another, nor outside the page', () => {
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, n) => `${x + (n % w)},${y + Math.floor(n / w)}`),
    )
    expect(new Set(cells).size).toBe(cells.length)
    expect(Math.max(...panels.map(({ gridPos: { x, w } }) => x + w))).toBeLessThanOrEqual(24)
  })

  test('has a number for each panel, and a letter for each of its queries', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
    for (const { targets } of panels) expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length)
  })
})

test('alerts have names of their own', () => {
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length)
})

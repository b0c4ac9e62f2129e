import { copiedBy, readStages, wordsOf } from '../support/dockerfile.js'
import { readOurs } from '../support/sources.js'

// What an engine would make of it is not tested here: there is none where these tests run.
describe('the Dockerfile', () => {
  const stages = readStages()
  const linesOf = (stage: string) => stages.get(stage) ?? []
  const run = linesOf('run')

  test('is made of three stages on one exact version of Node 24', () => {
    expect([...stages.keys()]).toEqual(['', 'build', 'packages', 'run'])
    expect(linesOf('')).toEqual([expect.stringMatching(/^ARG NODE_IMAGE=node:24\.\d+\.\d+-[\w-]+$/)])
    for (const stage of ['build', 'packages', 'run']) expect(linesOf(stage)[0]).toBe(`FROM \${NODE_IMAGE} AS ${stage}`)
  })

  test('installs by the lock and runs nobody’s install scripts', () => {
    const installs = [...linesOf('build'), ...linesOf('packages'), ...run].filter((line) => /npm/.test(line))
    expect(installs.filter((line) => line.startsWith('RUN'))).toEqual([
      'RUN npm ci --ignore-scripts',
      'RUN npm ci --ignore-scripts --omit=dev',
    ])
  })

  test('runs only packages of production and what was built, and not as root', () => {
    expect(run.filter((line) => line.startsWith('COPY'))).toEqual([
      'COPY --from=packages /app/package.json ./',
      'COPY --from=packages /app/node_modules ./node_modules',
      'COPY --from=build /app/dist ./dist',
    ])
    expect(run.filter((line) => line.startsWith('USER'))).toEqual(['USER node'])
    expect(run.some((line) => line.startsWith('RUN'))).toBe(false)
  })

  test('hears SIGTERM itself, is in production and is asked how it is', () => {
    expect(run).toContain('STOPSIGNAL SIGTERM')
    expect(wordsOf(run, 'CMD')).toEqual(['node', 'dist/server/main.js'])
    expect(run.join('\n')).toMatch(/^ENV NODE_ENV=production PORT=3000$/m)
    expect(wordsOf(run, 'HEALTHCHECK')).toEqual(['node', '-e', expect.stringContaining('/healthz')])
  })

  test('copies into the build what the build reads, and .dockerignore lets in just that', () => {
    const copied = [...copiedBy(linesOf('build')), ...copiedBy(linesOf('packages'))]
    const inputs = /const INPUTS = \[([^\]]+)\]/.exec(readOurs('scripts/build.mjs'))?.[1] ?? ''
    expect(copied).toEqual(expect.arrayContaining([...inputs.matchAll(/'([^']+)'/g)].map((found) => found[1])))
    const letIn = readOurs('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
    expect(letIn).toEqual(['*', ...new Set(copied.map((name) => `!${name}`))])
  })
})

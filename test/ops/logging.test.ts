import { createLog } from '../../server/ops/logging.js'

function lines() {
  const written: string[] = []
  return { written, write: (line: string) => void written.push(line) }
}

test.each([
  ['a token by itself', { token: 'SECRET' }],
  ['a header', { authorization: 'Bearer SECRET' }],
  ['the headers of a request', { request: { headers: { authorization: 'Bearer SECRET', cookie: 'a=SECRET' } } }],
  [
    'a handshake',
    { socket: { handshake: { auth: { token: 'SECRET' }, headers: { cookie: 'presence_token=SECRET' } } } },
  ],
  ['the configuration', { config: { jwtSecret: 'SECRET' } }],
])('%s is logged without what lets anybody in', (_name, about) => {
  const to = lines()
  createLog('info', to).info(about, 'something happened')
  expect(to.written).toEqual([expect.stringContaining('something happened')])
  expect(to.written.join('')).not.toContain('SECRET')
})

test('what is below the level is not written, and silent writes nothing', () => {
  const to = lines()
  createLog('warn', to).info('quiet')
  createLog('silent', to).fatal('quiet')
  expect(to.written).toEqual([])
})

test('a fault is written with its cause and a time in UTC', () => {
  const to = lines()
  createLog('error', to).error({ err: new Error('outer', { cause: new Error('inner') }) }, 'failed')
  const line: unknown = JSON.parse(to.written.join(''))
  expect(line).toMatchObject({
    time: expect.stringMatching(/Z$/),
    msg: 'failed',
    err: { message: expect.stringContaining('inner') },
  })
})

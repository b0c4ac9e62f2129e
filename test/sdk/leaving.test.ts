import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { runHub } from '../support/running-hub.js'

test('a closed client holds nothing: the process ends by itself', async () => {
  const hub = await runHub()
  const script = fileURLToPath(new URL('short-visit.ts', import.meta.url))
  const token = await hub.token({ sub: 'visitor', roles: ['agent'] })
  const visit = spawn(process.execPath, ['--import', 'tsx', script, hub.url, token], { stdio: 'pipe' })
  let said = ''
  visit.stdout.on('data', (chunk) => (said += String(chunk)))
  visit.stderr.on('data', (chunk) => (said += String(chunk)))
  const late = setTimeout(() => visit.kill('SIGKILL'), 60_000)
  const code = await new Promise((resolve) => visit.once('exit', resolve))
  clearTimeout(late)
  expect([said, code]).toEqual(['busy 1', 0])
  await hub.stop()
})

import { existsSync, readdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { startForeign } from './foreign.js'

export interface Ejabberd {
  readonly url: string
  readonly pid: number
  readonly version: string
  stop(): Promise<void>
}

export const HOW_TO_INSTALL = 'apt-get install --no-install-recommends ejabberd'
const ERL = '/usr/bin/erl'
const LIBRARIES = '/usr/lib'

/** Where Debian puts it: below the folder of this machine's architecture. */
function installed(): { readonly libraries: string; readonly version: string } | null {
  if (!existsSync(ERL)) return null
  for (const folder of readdirSync(LIBRARIES)) {
    const libraries = path.join(LIBRARIES, folder)
    if (!folder.includes('linux-gnu')) continue
    const found = readdirSync(libraries).find((name) => name.startsWith('ejabberd-'))
    if (found) return { libraries, version: found.slice('ejabberd-'.length) }
  }
  return null
}

/** ejabberd with a WebSocket door, anonymous users and a room for everybody; null where it is not installed. */
export async function startEjabberd(): Promise<Ejabberd | null> {
  const found = installed()
  if (!found) return null
  // Idle schedulers that spin would be counted as work, and are what an operator turns off first on shared cores.
  const threads = ['+sbwt', 'none', '+sbwtdcpu', 'none', '+sbwtdio', 'none']
  const { port, pid, kill } = await startForeign('ejabberd', async (folder, port) => {
    const config = path.join(folder, 'ejabberd.yml')
    await writeFile(config, CONFIG(port))
    return {
      command: ERL,
      args: [...threads, '-noinput', '-mnesia', 'dir', `"${folder}/mnesia"`, '-s', 'ejabberd'],
      env: {
        HOME: folder,
        ERL_LIBS: found.libraries,
        EJABBERD_CONFIG_PATH: config,
        EJABBERD_LOG_PATH: path.join(folder, 'ejabberd.log'),
        ERL_CRASH_DUMP: '/dev/null',
      },
    }
  })
  return { url: `ws://127.0.0.1:${port}/ws`, pid, version: found.version, stop: kill }
}

const CONFIG = (port: number): string => `
hosts: [localhost]
loglevel: error
log_rotate_count: 0
auth_method: [anonymous]
anonymous_protocol: sasl_anon
acl: {local: {user_regexp: ""}}
access_rules: {muc: {allow: all}}
shaper_rules: {max_user_sessions: 100000}
listen:
  - {port: ${port}, ip: "127.0.0.1", module: ejabberd_http, request_handlers: {/ws: ejabberd_http_ws}}
modules:
  mod_muc:
    host: rooms.localhost
    access_create: muc
    max_users: 10000
    max_users_presence: 10000
    min_presence_interval: 0
    history_size: 0
    default_room_options: {anonymous: false, logging: false, max_users: 10000}
`

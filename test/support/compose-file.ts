import { parse } from 'yaml'
import { z } from 'zod'
import { readOurs } from './sources.js'

const service = z.object({
  image: z.string(),
  build: z.string().optional(),
  profiles: z.array(z.string()).default([]),
  command: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  env_file: z.string().optional(),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  depends_on: z.union([z.array(z.string()), z.record(z.string(), z.unknown()).transform(Object.keys)]).default([]),
  stop_grace_period: z.string().optional(),
})
const compose = z.object({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.unknown()),
})
export type ComposeService = z.output<typeof service>

/** A variable as Compose writes it: `${NAME}`, `${NAME:-fallback}`, `${NAME:?what to do}`. */
const VARIABLE = /\$\{(\w+)(?::([-?])([^}]*))?\}/g

export type Env = Readonly<Record<string, string>>

/** What Compose would put in: throws the sentence of a variable that has to be set. */
function interpolated(text: string, env: Env): string {
  return text.replace(VARIABLE, (_all, name: string, sign: string | undefined, words: string | undefined) => {
    const value = env[name] ?? ''
    if (value !== '') return value
    if (sign === '?') throw new Error(`${name}: ${words}`)
    return sign === '-' ? (words ?? '') : ''
  })
}

/** The file as Compose reads it in this environment. */
export function readCompose(env: Env) {
  // After the YAML is read, as Compose does it: an empty value is text, not nothing.
  const put = (_key: unknown, value: unknown): unknown => (typeof value === 'string' ? interpolated(value, env) : value)
  const { services, volumes } = compose.parse(parse(readOurs('docker-compose.yml'), put, { merge: true }))
  const active = (env['COMPOSE_PROFILES'] ?? '').split(',')
  const starts = ({ profiles }: ComposeService) => profiles.length === 0 || profiles.some((one) => active.includes(one))
  return {
    services,
    volumes,
    /** Those that `docker compose up` starts. */
    started: Object.fromEntries(Object.entries(services).filter(([, one]) => starts(one))),
  }
}

/** `NAME=value` lines of an env file. */
export const readEnvFile = (file: string): Env =>
  Object.fromEntries(
    readOurs(file)
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )

import { isIP } from 'node:net'
import { z } from 'zod'
import type { Rate } from '../protocol/limits.js'

/** How the text of a setting becomes a value; each says what is allowed. */
export const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .pipe(z.number().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`))
export const text = z.string().min(1, 'must not be empty')
export const onOff = z.enum(['on', 'off'], 'must be on or off').transform((value) => value === 'on')
const list = text.transform((value) => value.split(',').map((one) => one.trim()))
const isHostAndPort = (one: string): boolean => {
  const port = Number(/^(?:\[[\da-f:.]+\]|[^\s:/@]+):(\d{1,5})$/i.exec(one)?.[1])
  return port >= 1 && port <= 65_535
}
export const hostAndPort = list.refine(
  (all) => all.every(isHostAndPort),
  'must be host:port, host:port, ... with ports from 1 to 65535',
)
export const url = (protocols: RegExp, example: string) =>
  z.url({ protocol: protocols, error: `must be a URL such as ${example}` })
// No wildcard: none would match a request, but frame-ancestors, which is made of the same list, would take it.
const isOrigin = (one: string): boolean => !one.includes('*') && URL.canParse(one) && new URL(one).origin === one
export const origins = list.refine(
  (all) => all.every(isOrigin),
  'must be origins such as https://crm.example.com, separated by commas, without path or wildcard',
)
const isRange = (one: string): boolean => {
  const [address = '', bits, ...more] = one.split('/')
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1
  return most > 0 && more.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
}
export const ranges = list.refine(
  (all) => all.every(isRange),
  'must be addresses or ranges such as 10.0.0.0/8, 127.0.0.1',
)
export const rate = z
  .string()
  .regex(/^[1-9]\d{0,6}\/[1-9]\d{0,6}$/, 'must be perSecond/burst, each from 1 to 9999999, e.g. 20/40')
  .transform((value): Rate => {
    const [perSecond = 1, burst = 1] = value.split('/').map(Number)
    return { perSecond, burst }
  })
export const json = z.string().transform((value, context) => {
  try {
    return JSON.parse(value) as unknown
  } catch {
    context.addIssue({ code: 'custom', message: 'must be JSON, e.g. {"missedToInactive":true}' })
    return z.NEVER
  }
})

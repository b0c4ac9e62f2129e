import type { z } from 'zod'
import { Refused } from '../refused.js'

/** Something from outside becomes a value, or a refusal that names every path that is wrong. */
export function parse<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const errors = parsed.error.issues
    .slice(0, 20)
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), message: 'is not a field of this request' }))
        : [{ path: issue.path.join('.'), message: issue.message }],
    )
  const [first] = errors
  const where = first && first.path !== '' ? `${first.path}: ` : ''
  throw new Refused('invalid', `${where}${first?.message ?? 'not what the contract says'}`, { errors })
}

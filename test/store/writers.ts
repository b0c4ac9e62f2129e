import fc from 'fast-check'
import { isTombstone, type Store, type Write } from '../../server/store/store.js'
import { put, remove } from './records.js'

const agent = fc.constantFrom('a', 'b', 'c')

/** What a writer does next, and how long it thinks between reading and writing. */
export const STEP = fc.record({
  type: fc.constantFrom('put', 'delete', 'both', 'settings'),
  agents: fc.uniqueArray(agent, { minLength: 2, maxLength: 2 }),
  turns: fc.nat(3),
})
type Step = typeof STEP extends fc.Arbitrary<infer S> ? S : never

/** Carries out a script as the hub would, but without trying again after a conflict. */
export async function write(store: Store, org: string, script: readonly Step[]): Promise<void> {
  for (const { type, agents, turns } of script) {
    const settings = await store.settings(org)
    const found = await Promise.all(agents.map(async (id) => ({ id, known: await store.read(org, id) })))
    for (let turn = 0; turn < turns; turn++) await store.organisations()

    if (type === 'settings') {
      await store.commitSettings(org, { ...settings, version: settings.version + 1 })
      continue
    }
    const writes = found.map(({ id, known }, index): Write => {
      const revision = known?.revision ?? 0
      const deletes = type === 'delete' || (type === 'both' && index === 1)
      return deletes && known && !isTombstone(known) ? remove(id, revision) : put(id, revision)
    })
    await store.commit(org, type === 'both' ? writes : writes.slice(0, 1))
  }
}

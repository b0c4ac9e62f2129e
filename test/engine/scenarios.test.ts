import { SCENARIOS } from '../support/scenarios.js'
import { engineWorld } from '../support/world.js'

test.each(Object.entries(SCENARIOS))('scenario %s', (_name, play) => play(engineWorld()))

test('there are twenty of them', () => expect(Object.keys(SCENARIOS)).toHaveLength(20))

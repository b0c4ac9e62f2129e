/**
 * npm run bench                      everything, some 20 min; writes docs/benchmarks.md
 * npm run bench -- --quick           one part of each kind, short and small, under 2 min; writes nothing
 * npm run bench -- calm frames …     these parts only (a wrong name lists them)
 * npm run bench -- one [--of hub,socket.io] [--rate 3000] [--watchers 100] [--agents 1000] [--nodes 2] [--frame 20]
 *                      [--seconds 5] [--repeat 1] [--apart]
 *                                    one measurement from a change to every screen, for whoever works on it
 *
 * With CENTRIFUGO=/path/to/centrifugo (version 5 or 6) the part `centrifugo` is measured, and `one` knows it by that name.
 * With BENCH_NODE_ARGS="--cpu-prof --cpu-prof-dir=…" the nodes of the hub leave a profile.
 */
import { parseArgs } from 'node:util'
import { startBareFrames, startBareWs, startSocketIo } from './contenders/by-hand.js'
import { startCentrifugo } from './contenders/centrifugo.js'
import type { Start } from './contenders/contender.js'
import { startHubs } from './contenders/hub.js'
import { changesText, measureOnce } from './figures/changes.js'
import { PARTS, type Scale, SMOKE } from './parts.js'
import { machine } from './report/machine.js'
import { markdownOf } from './report/markdown.js'
import { writePage } from './report/page.js'
import type { Section } from './report/section.js'

const CONTENDERS: Readonly<Record<string, Start>> = {
  hub: startHubs,
  'socket.io': startSocketIo,
  ws: startBareWs,
  'ws-frames': startBareFrames,
  centrifugo: startCentrifugo,
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    of: { type: 'string', default: 'hub,socket.io' },
    rate: { type: 'string', default: '3000' },
    watchers: { type: 'string', default: '100' },
    agents: { type: 'string', default: '1000' },
    nodes: { type: 'string', default: '2' },
    frame: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '5' },
    repeat: { type: 'string', default: '1' },
    apart: { type: 'boolean', default: false },
  },
})

console.log(machine())
if (positionals[0] === 'one') await measureOne()
else if (values.quick) await measureParts(positionals.length > 0 ? positionals : SMOKE, 'quick')
else await measureParts(positionals, 'full')

async function measureOne() {
  for (let round = 0; round < Number(values.repeat); round++) {
    for (const name of values.of.split(',')) {
      const start = CONTENDERS[name]
      if (!start) throw new Error(`no contender ${name}; there are: ${Object.keys(CONTENDERS).join(', ')}`)
      const figure = await measureOnce(
        start,
        { nodes: Number(values.nodes), frameMs: Number(values.frame) },
        { agents: Number(values.agents), watchers: Number(values.watchers), apart: values.apart },
        { perSecond: Number(values.rate), forMs: Number(values.seconds) * 1_000 },
      )
      console.log(changesText(figure))
    }
  }
}

async function measureParts(wanted: readonly string[], scale: Scale) {
  const unknown = wanted.filter((name) => !(name in PARTS))
  if (unknown.length > 0)
    throw new Error(`no part ${unknown.join(', ')}; there are: one, ${Object.keys(PARTS).join(', ')}`)
  const began = performance.now()
  const sections: Section[] = []
  for (const [name, run] of Object.entries(PARTS)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    const startedAt = performance.now()
    const section = await run(scale).catch((why: unknown) => brokenOff(name, why))
    sections.push(section)
    console.log(`\n${markdownOf(section)}\n(${name}: ${((performance.now() - startedAt) / 1_000).toFixed(0)} s)`)
  }
  console.log(`\n${((performance.now() - began) / 60_000).toFixed(1)} min`)
  if (scale === 'full' && wanted.length === 0) await writePage(machine(), sections)
  // Targets are for those who read; that a screen was wrong is for everybody.
  if (sections.some(({ wrongs }) => wrongs.length > 0)) process.exitCode = 1
}

/** What one part could not do must not cost the others. */
function brokenOff(name: string, why: unknown): Section {
  const sentence = why instanceof Error ? (why.stack ?? why.message) : String(why)
  return { title: name, how: 'Broken off.', tables: [], targets: [], wrongs: [sentence] }
}

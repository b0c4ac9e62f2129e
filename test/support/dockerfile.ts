import { z } from 'zod'
import { readOurs } from './sources.js'

/** Instructions of each stage of the Dockerfile; what comes before the first stage has the name ''. */
export function readStages(): ReadonlyMap<string, readonly string[]> {
  const lines = readOurs('Dockerfile')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  let current: string[] = []
  const stages = new Map([['', current]])
  for (const line of lines) {
    const name = /^FROM \S+ AS (\S+)$/.exec(line)?.[1]
    if (name !== undefined) stages.set(name, (current = []))
    current.push(line.replaceAll(/ +/g, ' '))
  }
  return stages
}

/** What a stage copies from the repository. */
export const copiedBy = (stage: readonly string[]): string[] =>
  stage
    .filter((line) => line.startsWith('COPY') && !line.includes('--from'))
    .flatMap((line) => line.split(' ').slice(1, -1))

/** The words of an instruction in exec form: `CMD`, or `HEALTHCHECK ... CMD`. */
export function wordsOf(stage: readonly string[], instruction: 'CMD' | 'HEALTHCHECK'): string[] {
  const line = stage.find((one) => one.startsWith(instruction)) ?? ''
  return z.array(z.string()).parse(JSON.parse(line.slice(line.indexOf('['))))
}

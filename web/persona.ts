import { readableId } from './readable-id.js'
import { forget, recall, remember } from './tab-memory.js'

/** Who this tab is, in dev mode. */
export interface Persona {
  readonly agentId: string
  readonly name: string
  readonly teams: readonly string[]
  /** The address bar said so: then nothing about the agent is set up for them. */
  readonly fromAddress: boolean
}

const DEMO: Persona = { agentId: 'demo-you', name: 'You', teams: ['demo.billing'], fromAddress: false }

/** The address (`?agent=ada&name=Ada&team=billing`), else what this tab chose before, else the demo persona. */
export const personaOf = (search: string): Persona => {
  const asked = new URLSearchParams(search)
  const agentId = asked.get('agent')
  if (agentId) return { agentId, name: asked.get('name') ?? agentId, teams: asked.getAll('team'), fromAddress: true }
  const [name, team] = (recall('persona') ?? '').split('\n')
  return name ? named(name, team ?? '') : DEMO
}

export const choosePersona = (name: string, team: string): Persona => {
  remember('persona', `${name}\n${team}`)
  return named(name, team)
}

export const forgetPersona = (): Persona => {
  forget('persona')
  return DEMO
}

const named = (name: string, team: string): Persona => ({
  agentId: idOf(name),
  name,
  teams: team === '' ? [] : [idOf(team)],
  fromAddress: false,
})

const idOf = (text: string): string => readableId(text) || 'guest'

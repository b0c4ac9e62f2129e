import type { z } from 'zod'
import type { Policy, PolicyPatch } from '../protocol/policy.js'
import type { StatusDefinition } from '../protocol/presence.js'
import type * as rest from '../protocol/rest.js'
import { askHub } from './hub-rest.js'
import type { GetToken, ProfileChange } from './hub-rest.js'

export type StatusChange = z.input<typeof rest.statusChange>
export type TeamRow = rest.TeamsList['items'][number]
export type ProfileRow = rest.ProfilesPage['items'][number]
export type Preview = rest.Preview
export interface TeamPolicy {
  readonly overrides: PolicyPatch
  readonly effective: Policy
}

/** Rows of a page of agents. */
const PAGE = 50
const seg = encodeURIComponent

/** What administrators ask of the hub. */
export class AdminRest {
  readonly #getToken: GetToken

  constructor(getToken: GetToken) {
    this.#getToken = getToken
  }

  statuses = async (): Promise<readonly StatusDefinition[]> =>
    (await this.#call<{ items: StatusDefinition[] }>('GET', '/v1/statuses')).items

  putStatus = (id: string, change: StatusChange): Promise<unknown> =>
    this.#call('PUT', `/v1/statuses/${seg(id)}`, change)

  archiveStatus = (id: string): Promise<unknown> => this.#call('DELETE', `/v1/statuses/${seg(id)}`)

  /** `null`: archived. */
  previewStatus = (id: string, change: StatusChange | null): Promise<Preview> =>
    this.#call('POST', `/v1/statuses/${seg(id)}/preview`, { change })

  policy = (): Promise<Policy> => this.#call('GET', '/v1/policy')

  patchPolicy = (policy: PolicyPatch): Promise<Policy> => this.#call('PATCH', '/v1/policy', policy)

  teams = async (): Promise<readonly TeamRow[]> => (await this.#call<{ items: TeamRow[] }>('GET', '/v1/teams')).items

  teamPolicy = (team: string): Promise<TeamPolicy> => this.#call('GET', `/v1/teams/${seg(team)}/policy`)

  putTeamPolicy = (team: string, overrides: PolicyPatch): Promise<TeamPolicy> =>
    this.#call('PUT', `/v1/teams/${seg(team)}/policy`, overrides)

  /** With a team, `policy` is all it has of its own. */
  previewPolicy = (team: string, policy: PolicyPatch): Promise<Preview> =>
    this.#call('POST', '/v1/policy/preview', team === '' ? { policy } : { team, policy })

  profiles = (find: { text: string; team: string; after: string }): Promise<rest.ProfilesPage> => {
    const query = new URLSearchParams({ limit: String(PAGE), q: find.text })
    if (find.team) query.set('team', find.team)
    if (find.after) query.set('after', find.after)
    return this.#call('GET', `/v1/profiles?${query.toString()}`)
  }

  putAgent = (agentId: string, change: ProfileChange): Promise<unknown> =>
    this.#call('PUT', `/v1/agents/${seg(agentId)}`, change)

  deleteAgent = (agentId: string): Promise<unknown> => this.#call('DELETE', `/v1/agents/${seg(agentId)}`)

  #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    return askHub<T>(this.#getToken, method, path, body)
  }
}

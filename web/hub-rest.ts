import type { z } from 'zod'
import type { ErrorCode, FieldError } from '../protocol/errors.js'
import type { Explanation } from '../protocol/explanation.js'
import type { Presence, TimelineSpan } from '../protocol/presence.js'
import type * as rest from '../protocol/rest.js'

export type ListedItem = z.infer<typeof rest.workList>['items'][number]
export type WorkReport = z.input<typeof rest.workReport>
export type ProfileChange = z.input<typeof rest.profileChange>
export type { Explanation } from '../protocol/explanation.js'
export type RoomPoint = rest.LastHour['points'][number]
export type BatchItem = rest.BatchAnswer['items'][number]
export type StatusChange = z.input<typeof rest.batchSet>['changes'][number]

/** The hub said no. `message` is its own sentence, which names the remedy. */
export class RestRefusal extends Error {
  override readonly name = 'RestRefusal'
  constructor(
    readonly code: ErrorCode | 'unreachable',
    message: string,
    /** What is wrong with the input, each at its path. */
    readonly errors: readonly FieldError[] = [],
  ) {
    super(message)
  }
}

/** Gives a token for each call; null: the browser's cookie, which scripts cannot read, says who it is. */
export type GetToken = (() => Promise<string>) | null

const DEADLINE_MS = 8_000
const seg = encodeURIComponent

/** The REST calls the pages make, in the name of whoever makes them. */
export class HubRest {
  readonly #getToken: GetToken

  constructor(getToken: GetToken) {
    this.#getToken = getToken
  }

  me = (): Promise<rest.Me> => this.#call('GET', '/v1/me')

  workItems = async (agentId: string): Promise<readonly ListedItem[]> =>
    (await this.#call<{ items: ListedItem[] }>('GET', `/v1/agents/${seg(agentId)}/work-items`)).items

  reportItem = (agentId: string, itemId: string, report: WorkReport): Promise<unknown> =>
    this.#call('PUT', `/v1/agents/${seg(agentId)}/work-items/${seg(itemId)}`, report)

  closeItem = (agentId: string, itemId: string): Promise<unknown> =>
    this.#call('DELETE', `/v1/agents/${seg(agentId)}/work-items/${seg(itemId)}`)

  rejectOffer = (agentId: string, itemId: string): Promise<unknown> =>
    this.#call('POST', `/v1/agents/${seg(agentId)}/work-items/${seg(itemId)}/rejected`)

  explain = (agentId: string): Promise<Explanation> => this.#call('GET', `/v1/agents/${seg(agentId)}/presence/explain`)

  /** Newest first, at most 1,000. */
  timeline = async (agentId: string, from: Date): Promise<readonly TimelineSpan[]> => {
    const query = `from=${from.toISOString()}&limit=1000`
    return (await this.#call<{ items: TimelineSpan[] }>('GET', `/v1/agents/${seg(agentId)}/timeline?${query}`)).items
  }

  lastHour = async (room: string): Promise<readonly RoomPoint[]> =>
    (await this.#call<rest.LastHour>('GET', `/v1/rooms/${seg(room)}/last-hour`)).points

  batchSet = async (changes: readonly StatusChange[]): Promise<readonly BatchItem[]> =>
    (await this.#call<rest.BatchAnswer>('POST', '/v1/presence/batch-set', { changes })).items

  /** Who can take work now, by name, the first few. */
  routable = async (text: string): Promise<readonly Presence[]> =>
    (await this.#call<{ items: Presence[] }>('GET', `/v1/agents?routable=true&sort=name&limit=30&q=${seg(text)}`)).items

  transfer = (agentId: string, itemId: string, to: string): Promise<unknown> =>
    this.#call('POST', `/v1/agents/${seg(agentId)}/work-items/${seg(itemId)}/transfer`, { to })

  setPresence = (agentId: string, status: string, note?: string): Promise<Presence> =>
    this.#call('PUT', `/v1/agents/${seg(agentId)}/presence`, note ? { status, note } : { status })

  reset = (agentId: string): Promise<Presence> => this.#call('POST', `/v1/agents/${seg(agentId)}/presence/reset`)

  signOut = (agentId: string): Promise<Presence> => this.#call('POST', `/v1/agents/${seg(agentId)}/sign-out`)

  changeProfile = (agentId: string, change: ProfileChange): Promise<unknown> =>
    this.#call('PUT', `/v1/agents/${seg(agentId)}`, change)

  #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    return askHub<T>(this.#getToken, method, path, body)
  }
}

/** One call in the caller's name; `body` goes as JSON. */
export async function askHub<T>(getToken: GetToken, method: string, path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (getToken) headers['authorization'] = `Bearer ${await getToken()}`
  if (body !== undefined) headers['content-type'] = 'application/json'
  return readJson<T>(path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

/**
 * The pages' one edge to HTTP. The answer is trusted as it is: the page comes from the same server, built from the same
 * schemas, and validating it here would send a validator to every browser.
 */
export async function readJson<T>(path: string, init: RequestInit = {}): Promise<T> {
  const signal = AbortSignal.timeout(DEADLINE_MS)
  const response = await fetch(path, { ...init, signal, credentials: 'same-origin' }).catch(() => {
    throw new RestRefusal('unreachable', 'The hub does not answer. Check the connection and try again.')
  })
  const text = await response.text()
  if (!response.ok) throw refusalOf(response.status, text)
  return (text === '' ? null : JSON.parse(text)) as T
}

function refusalOf(status: number, text: string): RestRefusal {
  if (!text.startsWith('{')) return new RestRefusal('unreachable', `The hub answered ${status}. Try again in a moment.`)
  const problem = JSON.parse(text) as { code?: ErrorCode; detail?: string; title?: string; errors?: FieldError[] }
  return new RestRefusal(
    problem.code ?? 'unavailable',
    problem.detail ?? problem.title ?? `The hub answered ${status}.`,
    problem.errors,
  )
}

/** What to tell a person about anything that went wrong. */
export const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

import type { Role } from '../protocol/vocabulary.js'
import { RestRefusal, readJson } from './hub-rest.js'
import type { GetToken } from './hub-rest.js'

/** A hub without a key says so and mints tokens for whoever asks; only on this machine. */
export interface DevMode {
  /** A demo floor of agents is running. */
  readonly demo: boolean
}

export interface Claims {
  readonly sub: string
  readonly roles: readonly Role[]
  readonly name?: string
  readonly teams?: readonly string[]
}

/** `null` on a hub with a key. */
export const readDevMode = async (): Promise<DevMode | null> => {
  try {
    const info = await readJson<{ devMode: boolean; demo: boolean }>('/dev/info')
    return info.devMode ? { demo: info.demo } : null
  } catch (error) {
    if (error instanceof RestRefusal) return null
    throw error
  }
}

/** Well below the life of any token we mint, so that one in use never runs out. */
const KEEP_MS = 5 * 60_000

/** Mints when needed and keeps the token for a while. */
export const devToken = (claims: Claims): GetToken => {
  let minted: { readonly token: Promise<string>; readonly at: number } | null = null
  return () => {
    if (minted !== null && performance.now() - minted.at < KEEP_MS) return minted.token
    const token = mintToken(claims)
    minted = { token, at: performance.now() }
    token.catch(() => {
      minted = null
    })
    return token
  }
}

export const mintToken = async (claims: Claims): Promise<string> => {
  const answer = await readJson<{ token: string }>('/dev/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(claims),
  })
  return answer.token
}

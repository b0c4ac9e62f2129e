import type { Response } from 'express'
import type { z } from 'zod'
import type { ROUTES, RouteName } from '../../protocol/routes.js'
import type { Identity } from '../auth/identity.js'
import type { Board, OrgBoard } from '../board/board.js'
import type { LastHour } from '../board/last-hour.js'
import type { Clock } from '../clock.js'
import type { Hub } from '../hub/hub.js'
import type { Store } from '../store/store.js'

type Output<N extends RouteName, K extends 'params' | 'query' | 'body'> =
  (typeof ROUTES)[N] extends Record<K, infer S extends z.ZodType> ? z.output<S> : undefined

/** A request that has passed the door: who it is, and all it carries as values. */
export interface Call<N extends RouteName> {
  readonly who: Identity
  readonly orgBoard: OrgBoard
  readonly params: Output<N, 'params'>
  readonly query: Output<N, 'query'>
  readonly body: Output<N, 'body'>
  /** The versions asked for with If-Match. */
  readonly ifVersions?: readonly number[]
  readonly header: (name: string) => string | undefined
}

export interface Reply {
  readonly status?: number
  readonly body?: unknown
  readonly etag?: number
  /** For what is not JSON: writes the answer itself. */
  readonly write?: (response: Response) => void
}

export type Handler<N extends RouteName> = (call: Call<N>) => Promise<Reply>

/** One handler for every route of the contract: a missing one does not compile. */
export type Handlers = { readonly [N in RouteName]: Handler<N> }

export interface RestParts {
  readonly hub: Hub
  readonly board: Board
  readonly lastHour: LastHour
  readonly store: Store
  readonly clock: Clock
}

/** Handlers of some routes, typed by their names. */
export type Some<N extends RouteName> = { readonly [K in N]: Handler<K> }

import type { ErrorCode } from '../../protocol/errors.js'
import type { Texts } from './en.js'
import { surface } from './surface.js'

/** What every page of the hub has: its frame, the sign-in, what the hub refuses. */
const english = {
  pages: 'Pages',
  links: { desk: 'Desk', supervisor: 'Supervisor', admin: 'Admin' },
  titles: { desk: 'Agent desk', supervisor: 'Supervisor', admin: 'Administration' },
  signIn: 'Sign in',
  signInHint:
    'This hub takes the tokens of your contact centre. Open this page from there, or paste a token here. It stays in this tab only.',
  token: 'Token',
  tokenMissing: 'Paste a token first.',
  search: 'Search',
  nameOrId: 'Name or id',
  status: 'Status',
  team: 'Team',
  note: 'Note',
  optional: 'Optional',
  cancel: 'Cancel',
  loading: 'Loading…',
  /** Of a value in a form; the hub says what about it. */
  notTaken: '{why}',
}
export type PageWords = typeof english & {
  /** By the code of the refusal; null: the hub's own sentences are in this language. */
  readonly refusals: Texts<ErrorCode | 'unreachable'> | null
}

export const PAGE = surface<PageWords>(
  { ...english, refusals: null },
  {
    ar: () => import('./page/ar.js'),
    de: () => import('./page/de.js'),
    es: () => import('./page/es.js'),
    fr: () => import('./page/fr.js'),
    ja: () => import('./page/ja.js'),
  },
)

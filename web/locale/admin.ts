import type { Policy } from '../../protocol/policy.js'
import { surface } from './surface.js'
import type { Plural } from './surface.js'

const languages: Plural = { one: '{n} language', other: '{n} languages' }
const noneChanges: Plural = {
  one: '{n} agent stays as they are now.',
  other: 'None of {n} agents would change now.',
}
const wouldChange: Plural = { one: 'agent would change', other: 'agents would change' }
const otherStatus: Plural = { one: 'agent gets another status', other: 'agents get another status' }
const canAgain: Plural = { one: 'agent can take work again', other: 'agents can take work again' }
const canNoMore: Plural = { one: 'agent can take no more work', other: 'agents can take no more work' }
const theFirst: Plural = { one: 'The first', other: 'The first {n}' }
const ofItsOwn: Plural = { one: 'Team {team} ({n} of its own)', other: 'Team {team} ({n} of its own)' }
const saveChanges: Plural = { one: 'Save {n} change', other: 'Save {n} changes' }

/** The administrators' page. */
const english = {
  settings: 'Settings',
  sections: { statuses: 'Statuses', policy: 'Policy', agents: 'Agents' },
  edit: 'Edit',
  editOf: 'Edit {name}',
  save: 'Save',
  saved: 'Saved.',
  made: 'Made.',
  id: 'Id',
  idOf: 'Id {id}',
  teamIds: 'Team ids with commas between them.',
  allTeams: 'All teams',
  on: 'On',
  off: 'Off',

  newStatus: 'New status',
  builtIn: 'Built in',
  yourOwn: 'Your own',
  noneYet: 'None yet. Make one for lunch, training or paperwork.',
  archived: 'Archived',
  routingSees: 'routing sees {label}',
  languages,
  onlySystem: 'only the system sets it',
  nobodyChooses: 'nobody can choose it',
  bringBack: 'Bring back',
  bringBackOf: 'Bring back {name}',
  misleading: 'The {locale} label "{label}" names {names}, but routing will see {base}.',
  renameOnly: 'Built in: it can be called something else, and that is all.',
  idHint: 'What other systems call it. It cannot be changed later.',
  idMissing: 'A status needs an id.',
  idTaken: 'There is a status of this id.',
  whatRoutingSees: 'What routing sees',
  mayChoose: 'Agents may choose it',
  onlyTeams: 'Only for these teams',
  itsNames: 'What it is called',
  anotherLanguage: 'Another language',
  add: 'Add',
  noLanguage: '{tag} is no language tag, such as nl or pt-BR.',
  archive: 'Archive',
  archiveIt: 'Archive…',
  archiveMeans: 'Whoever is in it turns to {label}, just as firmly. Timelines keep the name.',
  archiveSure: 'Yes, archive it',
  wasArchived: 'Archived.',

  noneChanges,
  wouldChange,
  otherStatus,
  canAgain,
  canNoMore,
  theFirst,
  who: 'Who',
  whoChanges: 'Agents that would change',
  becomes: 'becomes',
  canWork: 'can take work again',
  cannotWork: 'can take no more work',

  of: 'Of',
  organisation: 'The organisation',
  ofTeam: 'Team {team}',
  ofItsOwn,
  anotherTeam: 'Another team',
  idThenEnter: 'Id, then Enter',
  whatItChanges: 'What it will change',
  seeMarked: 'The hub does not take it like this: see what is marked.',
  lookingWhat: 'Looking what it will change…',
  discard: 'Discard',
  saveChanges,
  policySaved: 'Saved. Every agent it touches is decided by it now.',
  allowed: 'Allowed: {range}.',
  standard: 'Default: {value}.',
  inherited: 'Organisation: {value}.',
  ownValue: 'A value of its own',
  ownValueOf: '{title}: a value of its own',
  isOn: 'on',
  isOff: 'off',
  none: 'none',
  unitOf: '{name}, unit',
  units: { h: 'hours', min: 'minutes', s: 'seconds', ms: 'milliseconds' },
  policy: {
    offerTimeoutMs: {
      title: 'Time to answer an offer',
      help: 'An offer that is not accepted, rejected or withdrawn by then is missed, whether or not a tab saw it.',
      range: '1 ms to 30 days',
    },
    missedToInactive: {
      title: 'A missed offer turns the agent inactive',
      help: 'Until they reset their status, choose another one or sign in anew.',
      range: 'on or off',
    },
    rejectToDnd: {
      title: 'A rejected offer turns the agent to do not disturb',
      help: 'Until they reset their status, choose another one or sign in anew.',
      range: 'on or off',
    },
    wrapUpMs: {
      title: 'Wrap-up',
      help: 'How long an item in wrap-up keeps its capacity.',
      range: '0 ms to 30 days, or until closed',
    },
    sessionLimit: {
      title: 'Session limit',
      help: 'Accepted items at once. One more turns the agent to do not disturb.',
      range: '1 to 1,000 sessions',
    },
    routableBases: {
      title: 'Statuses that may take work',
      help: 'Work is routed only to agents whose status has one of these bases.',
      range: 'any of the five bases',
    },
    defaultStatus: {
      title: 'Status at sign-in',
      help: 'Applies from the next sign-in of an agent who has no default of their own.',
      range: 'any status but Inactive',
    },
    offlineGraceMs: {
      title: 'Grace',
      help: 'Without a connection for longer than this, an agent is offline. 0: at once.',
      range: '0 ms to 30 days',
    },
    restoreWindowMs: {
      title: 'Restore window',
      help: 'Back within this time after the loss, an agent has their last known presence again.',
      range: 'the grace to 30 days',
    },
    workLeaseMs: {
      title: 'Work lease',
      help: 'How long an item lives without being reported again by work distribution.',
      range: '0 ms to 30 days, or for ever',
    },
  } satisfies Record<keyof Policy, { title: string; help: string; range: string }>,
  /** What no end means. */
  endless: { wrapUpMs: 'until closed', workLeaseMs: 'for ever' },

  newAgent: 'New agent',
  find: 'Find agents',
  nobodyMatches: 'Nobody matches.',
  noAgents: 'No agents yet. They appear at their first sign-in.',
  table: { agent: 'Agent', now: 'Now', teams: 'Teams', units: 'Units', sessions: 'Sessions', change: 'Change' },
  canTake: 'can take work',
  pagesOfAgents: 'Pages of agents',
  previous: 'Previous',
  next: 'Next',
  page: 'Page {n}',
  agentIdHint: 'As in the tokens of your sign-in. It cannot be changed later.',
  agentIdMissing: 'An agent needs an id.',
  name: 'Name',
  teams: 'Teams',
  atSignIn: 'Status at sign-in',
  byPolicy: 'By policy',
  unitsInAll: 'Units in all',
  notConfigured: 'Not configured',
  sessionLimit: 'Session limit',
  profiles: 'Capacity profiles: at most so many items of a kind; a blocking one at its limit stops all work',
  profileName: 'Profile {n}, name',
  profileLimit: 'Profile {n}, limit',
  blocks: 'blocks',
  remove: 'Remove',
  removeOf: 'Remove profile {n}',
  addProfile: 'Add a profile',
  delete: 'Delete',
  deleteIt: 'Delete…',
  deleteMeans: '{name} is signed out in every tab and forgotten, work, timeline and all. Press again to do it.',
  deleteSure: 'Yes, delete {name}',
  keep: 'Keep',
  deleted: 'Deleted.',
}
export type AdminWords = typeof english

export const ADMIN = surface<AdminWords>(english, {
  ar: () => import('./admin/ar.js'),
  de: () => import('./admin/de.js'),
  es: () => import('./admin/es.js'),
  fr: () => import('./admin/fr.js'),
  ja: () => import('./admin/ja.js'),
})

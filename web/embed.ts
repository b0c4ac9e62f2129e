import type { PresenceClient, Room } from '../client-sdk/index.js'
import tokens from './styles/tokens.css'
import './elements/presence-board.js'
import './elements/presence-picker.js'

/**
 * `<presence-picker>`: the agent's own status, and the menu to change it, with a note and an end. Shows a hold as a banner,
 * says why the status is so, and finds out why there is none. Speaks the language of the nearest `lang` (ar, de, en, es,
 * fr, ja), light or dark as the system is, unless its `data-theme` says `light` or `dark`.
 */
export interface PresencePickerElement extends HTMLElement {
  /** Whose presence it shows. Set it before or after the element is in the page. */
  client: PresenceClient | undefined
  /** The page tells the agent of a hold by itself: no banner under the picker. Attribute `banner-elsewhere`; default false. */
  bannerElsewhere: boolean
}

/** `<presence-board>`: the agents of a room, live; thousands cost no more than those in view. `agent-opened` tells which was pressed. */
export interface PresenceBoardElement extends HTMLElement {
  /** What `client.watch()` gave. Set it before or after the element is in the page; close it yourself. */
  room: Room | undefined
  /** The catalogue, `client.statuses`: custom statuses are called as the page's language has it. Default: none. */
  statuses: PresenceClient['statuses']
  sort: { readonly column: PresenceBoardColumn; readonly descending: boolean }
  /** The hub's clock, from which the times in a status are counted: `() => client.serverNow()`. */
  serverNow: () => number
  /** The ids of the agents shown, in order. */
  readonly agentIds: readonly string[]
}
export type PresenceBoardColumn = 'name' | 'status' | 'reason' | 'since' | 'load' | 'connection'

declare global {
  interface HTMLElementTagNameMap {
    'presence-picker': PresencePickerElement
    'presence-board': PresenceBoardElement
  }
}

// On the elements, not on the page: a host page has names of its own. `:where` lets any rule of the host page win.
const sheet = new CSSStyleSheet()
const ours = ':where(presence-picker, presence-board)'
// The text goes with the ground: a page's own colour may be that of the other scheme.
sheet.replaceSync(`${tokens.replaceAll(':root', ours)}${ours}{color:var(--ink)}`)
document.adoptedStyleSheets.push(sheet)

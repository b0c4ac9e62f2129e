import { html } from 'lit'
import type { TemplateResult } from 'lit'
import type { Room } from '../../client-sdk/index.js'
import type { BoardWords } from '../locale/board.js'
import type { Spoken } from '../locale/surface.js'

/** Why there are no rows. */
export function emptyBoard(room: Room | undefined, spoken: Spoken<BoardWords>): TemplateResult {
  const { own } = spoken
  if (room?.error) return message(own.notShown, spoken.refusal(room.error) ?? room.error.message)
  if (!room?.ready) return message(own.loading, '')
  if (room.agents.size === 0) return message(own.nobody, own.nobodyHint)
  return message(own.noMatch, own.noMatchHint)
}

const message = (title: string, text: string): TemplateResult =>
  html`<p class="empty" role="status" data-testid="empty"><strong>${title}</strong><span>${text}</span></p>`

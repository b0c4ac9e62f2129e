import { html } from 'lit'
import type { TemplateResult } from 'lit'
import type { Room } from '../../client-sdk/index.js'

/** Why there are no rows. */
export function emptyBoard(room: Room | undefined): TemplateResult {
  if (room?.error) return message('This room cannot be shown', room.error.message)
  if (!room?.ready) return message('Loading the floor…', '')
  if (room.agents.size === 0) return message('Nobody is here yet', 'Agents appear as soon as they sign in.')
  return message('No agent matches', 'Change the filters or clear them.')
}

const message = (title: string, text: string): TemplateResult =>
  html`<p class="empty" role="status" data-testid="empty"><strong>${title}</strong><span>${text}</span></p>`

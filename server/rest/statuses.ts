import type { z } from 'zod'
import { LIMITS } from '../../protocol/limits.js'
import { misleadingLabels } from '../../protocol/misleading-labels.js'
import type { StatusDefinition } from '../../protocol/presence.js'
import type { statusChange } from '../../protocol/rest.js'
import { catalogueOf, type Settings } from '../engine/rulebook.js'
import { Refused } from '../refused.js'
import type { RestParts, Some } from './call.js'
import { previewOf } from './previews.js'

export const statusHandlers = (
  parts: RestParts,
): Some<'listStatuses' | 'putStatus' | 'archiveStatus' | 'previewStatus'> => ({
  async listStatuses({ who }) {
    return { body: { items: [...catalogueOf(await parts.store.settings(who.org)).values()] } }
  },

  async putStatus({ who, params: { id }, body }) {
    let created = false
    const settings = await parts.hub.changeSettings(who.org, (before) => {
      created = !catalogueOf(before).has(id)
      return withStatus(before, id, body)
    })
    const definition = catalogueOf(settings).get(id)
    const warnings = misleadingLabels(body.base, body.labels)
    return { status: created ? 201 : 200, body: { ...definition, ...(warnings.length > 0 && { warnings }) } }
  },

  async archiveStatus({ who, params: { id } }) {
    const settings = await parts.hub.changeSettings(who.org, (before) => withoutStatus(before, id))
    return { body: catalogueOf(settings).get(id) }
  },

  async previewStatus({ who, orgBoard, params: { id }, body: { change } }) {
    const body = await previewOf(parts, who.org, orgBoard, (before) =>
      change ? withStatus(before, id, change) : withoutStatus(before, id),
    )
    return { body }
  },
})

function withStatus(before: Settings, id: string, change: z.output<typeof statusChange>): Settings {
  const known = catalogueOf(before).get(id)
  if (known?.builtIn && (change.base !== known.base || change.selectable === false || change.teams))
    throw new Refused(
      'protected',
      `${id} is built in: it can be relabelled, but keeps its base, and everybody may choose it`,
    )
  if (!known && Object.keys(before.statuses).length >= LIMITS.statuses)
    throw new Refused('conflict', `There are ${LIMITS.statuses} statuses already; use one that is archived again`)
  const definition: StatusDefinition = {
    id,
    base: change.base,
    labels: known?.builtIn ? { ...known.labels, ...change.labels } : change.labels,
    selectable: change.selectable ?? known?.selectable ?? true,
    // Defining an archived status again brings it back; agents it was taken from keep what they have.
    archived: false,
    builtIn: known?.builtIn ?? false,
    ...(change.teams && { teams: change.teams }),
  }
  return { ...before, statuses: { ...before.statuses, [id]: definition } }
}

function withoutStatus(before: Settings, id: string): Settings {
  const known = catalogueOf(before).get(id)
  if (!known) throw new Refused('not_found', `There is no status ${id}`)
  if (known.builtIn) throw new Refused('protected', `${id} is built in and cannot be archived`)
  return { ...before, statuses: { ...before.statuses, [id]: { ...known, archived: true } } }
}

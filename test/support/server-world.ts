import type { Presence } from '../../protocol/presence.js'
import type { HttpAnswer, RunningHub, Tab } from './running-hub.js'
import type { World } from './world.js'

let worlds = 0

/** One agent of a running hub, reached by sockets and REST only. Alone in a team, so that its policy is its own. */
export function serverWorld(hub: RunningHub): World {
  const agentId = `agent-${++worlds}`
  const team = `team-${worlds}`
  const path = `/v1/agents/${agentId}`
  const item = (itemId: string) => `${path}/work-items/${encodeURIComponent(itemId.replaceAll(' ', '_'))}`
  const tabs = new Map<string, Tab>()

  const codeOf = ({ status, body }: HttpAnswer): string => (status < 300 ? 'ok' : (body.code as string))
  const presence = async (): Promise<Presence> => (await hub.supervisor('GET', `${path}/presence`)).body

  /** A predicate that becomes true by what a watcher of the agent is told. */
  async function until(holds: (one: Presence) => boolean): Promise<void> {
    const watcher = await hub.watcher()
    const watched = await watcher.send('room:watch', { room: `agent:${agentId}` })
    if (!(watched.ok && 'snapshot' in watched && watched.snapshot.some(holds)))
      await watcher.next('presence:changed', (frame) => frame.changes.some(holds))
    watcher.close()
  }

  return {
    agentId,
    slackMs: 2_500,
    async configures(profile) {
      await hub.admin('PUT', path, { teams: [team], ...profile })
    },
    async policy(patch) {
      await hub.admin('PATCH', `/v1/teams/${team}/policy`, patch)
    },
    async defines({ id, base, labels, selectable }) {
      await hub.admin('PUT', `/v1/statuses/${id}`, { base, labels, selectable })
    },
    async archives(id) {
      await hub.admin('DELETE', `/v1/statuses/${id}`)
    },
    async opensTab(id = 'tab') {
      tabs.set(id, await hub.agentTab(agentId))
    },
    async closesTab(id = 'tab') {
      const last = tabs.size === 1
      tabs.get(id)?.close()
      tabs.delete(id)
      if (last) await until((one) => one.connection !== 'connected')
    },
    async signsOut() {
      const [tab] = tabs.values()
      if (!tab) return codeOf(await hub.supervisor('POST', `${path}/sign-out`))
      const ack = await tab.send('presence:sign_out', {})
      tabs.clear()
      return ack.ok ? 'ok' : ack.error.code
    },
    async chooses(status, by = 'agent') {
      const [tab] = tabs.values()
      if (by === 'supervisor' || !tab) return codeOf(await hub.supervisor('PUT', `${path}/presence`, { status }))
      const ack = await tab.send('presence:set', { status })
      return ack.ok ? 'ok' : ack.error.code
    },
    async resets() {
      const [tab] = tabs.values()
      if (!tab) return codeOf(await hub.supervisor('POST', `${path}/presence/reset`))
      const ack = await tab.send('presence:reset', {})
      return ack.ok ? 'ok' : ack.error.code
    },
    reports: async (itemId, work = {}) => codeOf(await hub.service('PUT', item(itemId), work)),
    removes: async (itemId) => codeOf(await hub.service('DELETE', item(itemId))),
    misses: async (itemId) => codeOf(await hub.service('POST', `${item(itemId)}/missed`)),
    rejects: async (itemId) => codeOf(await hub.service('POST', `${item(itemId)}/rejected`)),
    async passes(ms) {
      hub.clock.shift(ms)
      await hub.settled()
    },
    presence,
    timeline: async () => (await hub.supervisor('GET', `${path}/timeline`)).body.items,
  }
}

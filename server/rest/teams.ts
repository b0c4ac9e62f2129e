import type { TeamsList } from '../../protocol/rest.js'
import type { Some } from './call.js'

export const teamHandlers = (): Some<'listTeams'> => ({
  async listTeams({ orgBoard }) {
    const { teamPolicies } = orgBoard.settings
    const agents = new Map<string, number>(Object.keys(teamPolicies).map((team) => [team, 0]))
    for (const { teams } of orgBoard.puts()) for (const team of teams) agents.set(team, (agents.get(team) ?? 0) + 1)
    const items: TeamsList['items'] = [...agents]
      .map(([team, count]) => ({ team, agents: count, overrides: Object.keys(teamPolicies[team] ?? {}).length }))
      .sort((a, b) => (a.team < b.team ? -1 : 1))
    return { body: { items } }
  },
})

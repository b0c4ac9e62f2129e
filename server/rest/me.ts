import type { Some } from './call.js'

export const meHandlers = (): Some<'me'> => ({
  async me({ who: { sub, org, roles, name, teams } }) {
    return { body: { sub, org, roles, ...(name !== undefined && { name }), ...(teams && { teams }) } }
  },
})

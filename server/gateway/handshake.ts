import type { Config } from '../config.js'
import { handshake } from '../../protocol/messages.js'
import { cookieIn } from '../auth/request-token.js'
import type { Tokens } from '../auth/tokens.js'
import type { Clock } from '../clock.js'
import { BUG, bodyOf, refusalOf } from '../edge/faults.js'
import { parse } from '../edge/parse.js'
import { peerOf, trustedProxies } from '../edge/peer.js'
import { createRates } from '../edge/rates.js'
import type { OnRefused } from '../ops/refusal-log.js'
import { Refused } from '../refused.js'
import type { HubServer, HubSocket } from './socket.js'

interface Gate {
  readonly tokens: Tokens
  readonly config: Config
  readonly clock: Clock
  readonly onBug: (why: unknown) => void
  readonly onRefused: OnRefused
}

/** Nobody gets past here without a token that says who they are; refusals are `connect_error` with `data: {code, message}`. */
export function guardHandshake(io: HubServer, { tokens, config, clock, onBug, onRefused }: Gate): void {
  const rates = createRates(config.rates.connections, clock)
  const trusted = trustedProxies(config.trustedProxies)
  io.use((socket, next) => {
    const { address, headers } = socket.handshake
    const forwarded = headers['x-forwarded-for']
    const peer = peerOf(address, Array.isArray(forwarded) ? forwarded.join(',') : forwarded, trusted)
    const waitMs = rates.take(peer)
    const admitted = waitMs > 0 ? Promise.reject(tooMany(waitMs)) : admit(socket, tokens)
    admitted.then(
      (handshaken) => {
        Object.assign(socket.data, handshaken)
        next()
      },
      (thrown: unknown) => {
        const refused = refusalOf(thrown)
        if (refused) onRefused({ door: 'handshake', code: refused.code, from: peer })
        else onBug(thrown)
        const body = bodyOf(refused ?? BUG)
        next(Object.assign(new Error(body.message), { data: body }))
      },
    )
  })
}

const tooMany = (waitMs: number) =>
  new Refused('rate_limited', `Too many connections from this address; try again in ${waitMs} ms`, {
    retryAfterMs: waitMs,
  })

async function admit(socket: HubSocket, tokens: Tokens): Promise<HubSocket['data']> {
  const { token, as: wanted, rooms } = parse(handshake, socket.handshake.auth)
  const who = await tokens.verify(token ?? cookieIn(socket.handshake.headers.cookie))
  const as = wanted ?? (who.roles.includes('agent') ? 'agent' : 'watcher')
  if (as === 'agent' && !who.roles.includes('agent'))
    throw new Refused('forbidden', 'The token has no role agent; connect as a watcher, or with an agent token')
  if (as === 'watcher' && !who.roles.some((role) => role === 'agent' || role === 'supervisor' || role === 'service'))
    throw new Refused('forbidden', 'Watching needs the role supervisor, service or agent')
  return { who, as, ...(rooms && { rooms }) }
}

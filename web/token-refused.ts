import type { PresenceClient, PresenceError } from '../client-sdk/index.js'

/**
 * The hub's refusal, if it does not take the token. The client would try again for ever, which is right for a token
 * that is fetched anew each time; one that a person pasted does not get better.
 */
export const tokenRefused = (client: PresenceClient): PresenceError | undefined => {
  const refusal = client.lastError
  return refusal?.code === 'unauthorized' || refusal?.code === 'forbidden' ? refusal : undefined
}

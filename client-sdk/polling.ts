import { NodeWebSocket, NodeXHR } from 'socket.io-client'

/**
 * HTTP polling first, then WebSocket where the network lets it through. A file of its own: who does not need it does not
 * load it. The names are those for Node; what is bundled for browsers has the browser's own under the same names.
 */
export const POLLING_FIRST = [NodeXHR, NodeWebSocket]

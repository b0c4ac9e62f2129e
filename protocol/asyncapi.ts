import { COMMANDS, connectQuery, EVENTS, handshake } from './messages.js'
import { describe, type DocumentOptions, type Json, namedSchemas, schemaOf } from './openapi.js'

/** A name as AsyncAPI wants them: letters, digits, dot, dash, underscore. */
const keyOf = (event: string): string => event.replace(':', '.')

/** The socket side of the contract: every command with its ack as request and reply, every event the server sends. */
export function asyncApi(options: DocumentOptions = {}): Json {
  const commands = Object.entries(COMMANDS)
  const events = Object.entries(EVENTS)
  const message = (key: string): Json => ({ $ref: `#/channels/sockets/messages/${key}` })
  return {
    asyncapi: '3.0.0',
    info: { title: 'Presence Hub', version: '1', description: describe(options), license: { name: 'MIT' } },
    defaultContentType: 'application/json',
    servers: {
      hub: { host: 'localhost:3000', protocol: 'ws', description: 'Socket.IO 4, default path and namespace' },
    },
    channels: {
      sockets: {
        address: '/socket.io/',
        description: 'One Socket.IO connection. The handshake `auth` is the message `handshake`.',
        bindings: { ws: { query: schemaOf(connectQuery, 'input'), bindingVersion: '0.1.0' } },
        messages: {
          handshake: { name: 'auth', summary: 'Who is connecting, and as what', payload: schemaOf(handshake, 'input') },
          ...Object.fromEntries(
            commands.flatMap(([event, { summary, request, ack }]): [string, Json][] => [
              [keyOf(event), { name: event, summary, payload: schemaOf(request, 'input') }],
              [
                `${keyOf(event)}.ack`,
                { name: event, summary: `The answer to ${event}`, payload: schemaOf(ack, 'output') },
              ],
            ]),
          ),
          ...Object.fromEntries(
            events.map(([event, body]): [string, Json] => [
              `${keyOf(event)}.event`,
              { name: event, summary: body.description ?? event, payload: schemaOf(body, 'output') },
            ]),
          ),
        },
      },
    },
    operations: {
      ...Object.fromEntries(
        commands.map(([event, { summary, from }]): [string, Json] => [
          `receive.${keyOf(event)}`,
          {
            action: 'receive',
            summary,
            description: from === 'agent' ? 'From an agent tab.' : 'From any socket.',
            channel: { $ref: '#/channels/sockets' },
            messages: [message(keyOf(event))],
            reply: { channel: { $ref: '#/channels/sockets' }, messages: [message(`${keyOf(event)}.ack`)] },
          },
        ]),
      ),
      ...Object.fromEntries(
        events.map(([event]): [string, Json] => [
          `send.${keyOf(event)}`,
          { action: 'send', channel: { $ref: '#/channels/sockets' }, messages: [message(`${keyOf(event)}.event`)] },
        ]),
      ),
    },
    components: { schemas: namedSchemas() },
  }
}

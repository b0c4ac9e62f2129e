import { createPresenceClient } from '../../client-sdk/index.js'

/** A process of its own: connects, watches, closes, and ends by itself if the client left nothing behind. */
const [, , url = '', token = ''] = process.argv
const client = createPresenceClient({ url, getToken: () => token })
const room = client.watch('agent:visitor')
await client.set('busy')
await new Promise<void>((resolve) => {
  const look = () => room.ready && resolve()
  room.subscribe(look)
  look()
})
process.stdout.write(`${client.current?.status} ${room.agents.size}`)
client.close()

import { connect, createServer, type AddressInfo } from 'node:net'

/** One address in front of many hubs: each connection goes to the next one that takes it. */
export interface Entrance {
  readonly url: string
  /** From now on connections go to these. */
  leadTo(hubUrls: readonly string[]): void
  stop(): Promise<void>
}

export async function openEntrance(hubUrls: readonly string[]): Promise<Entrance> {
  let targets = hubUrls
  let next = 0
  const open = new Set<{ destroy(): unknown }>()
  const server = createServer((client) => {
    open.add(client)
    client.on('error', () => client.destroy()).on('close', () => open.delete(client))
    const tryNext = (left: number) => {
      const target = targets[next++ % targets.length]
      if (left === 0 || target === undefined) return void client.destroy()
      const hub = connect(Number(new URL(target).port), '127.0.0.1')
      hub.once('connect', () => {
        hub.off('error', another)
        hub.on('error', () => client.destroy()).on('close', () => client.destroy())
        client.on('close', () => hub.destroy())
        client.pipe(hub)
        hub.pipe(client)
      })
      const another = () => tryNext(left - 1)
      hub.once('error', another)
    }
    tryNext(targets.length)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leadTo(urls) {
      targets = urls
    },
    async stop() {
      for (const one of open) one.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

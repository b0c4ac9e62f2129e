import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** The line between a hub and its Redis: one address, whatever is behind it and however bad it is. */
export interface RedisLine {
  readonly url: string
  /** From now on the address leads there; whoever is connected has to come again. */
  leadTo(port: number): void
  /**
   * Nothing comes through and nobody is told, as when a cable is pulled; new connections are taken, and silent too. What is
   * sent meanwhile arrives when the line is mended, if whoever sent it has not hung up.
   */
  silence(): void
  /** Every connection ends, new ones are refused. */
  cut(): void
  /** Everything takes longer by so much, ms in each direction. */
  delay(ms: number): void
  mend(): void
  stop(): Promise<void>
}

export async function openRedisLine(firstPort: number): Promise<RedisLine> {
  const open = new Set<Socket>()
  let port = firstPort
  let state: 'whole' | 'silent' | 'cut' = 'whole'
  let delayMs = 0

  const server = createServer((client) => {
    if (state === 'cut') return void client.destroy()
    const upstream = connect(port, '127.0.0.1')
    join(client, upstream)
    join(upstream, client)
  })

  /** In order, each piece when its time has come. */
  function join(from: Socket, to: Socket) {
    open.add(from)
    from.setNoDelay(true)
    const end = () => {
      open.delete(from)
      to.destroy()
    }
    const underWay: { readonly at: number; readonly data: Buffer }[] = []
    const deliver = () => {
      for (let [next] = underWay; next && next.at <= performance.now() + 1; [next] = underWay) {
        underWay.shift()
        if (!to.destroyed) to.write(next.data)
      }
      const [next] = underWay
      if (next) setTimeout(deliver, next.at - performance.now())
    }
    from.on('error', end).on('close', end)
    from.on('data', (data: Buffer) => {
      underWay.push({ at: performance.now() + delayMs, data })
      if (underWay.length === 1) deliver()
    })
    if (state === 'silent') from.pause()
  }

  const endAll = () => {
    for (const socket of open) socket.destroy()
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leadTo(next) {
      port = next
      endAll()
    },
    silence() {
      state = 'silent'
      for (const socket of open) socket.pause()
    },
    cut() {
      state = 'cut'
      endAll()
    },
    delay(ms) {
      delayMs = ms
    },
    mend() {
      state = 'whole'
      for (const socket of open) socket.resume()
    },
    async stop() {
      endAll()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

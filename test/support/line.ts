import { createServer, connect, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

/** A line between a client and the hub that can be cut, silenced and mended: a TCP proxy on loopback. */
export interface Line {
  readonly url: string
  /** Ends every connection; new ones are refused until mended. */
  cut(): void
  /** Connections stay open, but nothing comes through any more. */
  silence(): void
  mend(): void
  stop(): Promise<void>
}

export async function openLine(hubUrl: string): Promise<Line> {
  const hub = new URL(hubUrl)
  const pairs = new Set<readonly [Socket, Socket]>()
  let whole = true
  const server = createServer((client) => {
    if (!whole) return void client.destroy()
    const upstream = connect(Number(hub.port), hub.hostname)
    const pair = [client, upstream] as const
    pairs.add(pair)
    const end = () => {
      client.destroy()
      upstream.destroy()
      pairs.delete(pair)
    }
    for (const socket of pair) socket.on('error', end).on('close', end)
    client.pipe(upstream)
    upstream.pipe(client)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    whole = false
    for (const [client, upstream] of [...pairs]) {
      client.destroy()
      upstream.destroy()
    }
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    silence() {
      for (const [client, upstream] of pairs) {
        client.unpipe(upstream)
        upstream.unpipe(client)
        client.pause()
        upstream.pause()
      }
    },
    mend() {
      whole = true
    },
    async stop() {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

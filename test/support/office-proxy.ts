import { createServer, connect, type AddressInfo } from 'node:net'

/** A proxy as some offices have it: it hangs up on whoever asks for a WebSocket. */
export async function openOfficeProxy(hubUrl: string) {
  const { hostname, port } = new URL(hubUrl)
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname)
    const end = () => {
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) socket.on('error', end).on('close', end)
    client.on('data', (chunk) => {
      if (/^upgrade: websocket/im.test(chunk.toString('latin1'))) end()
      else upstream.write(chunk)
    })
    upstream.pipe(client)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => void server.close(),
  }
}

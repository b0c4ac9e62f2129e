import { Agent, request } from 'node:http'

/** Of a server that lives for one measurement, on loopback. */
export const API_KEY = 'a-key-for-benchmarks'

/** Requests under way at once, at most: what a backend's pool of connections would have. */
const CONNECTIONS = 64
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })

/** One call of Centrifugo's server API. Gives the result; an error is thrown, as Centrifugo says it. */
export async function callCentrifugo(url: string, method: string, params: unknown): Promise<unknown> {
  const body = JSON.stringify(params)
  const text = await post(`${url}/api/${method}`, body, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-api-key': API_KEY,
  })
  // Errors come with status 200, in the body.
  const { error, result } = JSON.parse(text) as { error?: { code: number; message: string }; result?: unknown }
  if (error) throw new Error(`${method}: ${error.code} ${error.message}`)
  return result
}

function post(url: string, body: string, headers: Record<string, string | number>): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', agent, headers }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.once('error', reject)
      response.once('end', () => {
        const text = Buffer.concat(parts).toString()
        if (response.statusCode === 200) resolve(text)
        else reject(new Error(`${url} answered ${response.statusCode}: ${text}`))
      })
    })
    asked.once('error', reject)
    asked.end(body)
  })
}

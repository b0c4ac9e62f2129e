import { PATIENCE_MS } from './eventually.js'

/** A reader of server-sent events, as a browser's EventSource would be; a token goes into a header. */
export interface EventStream {
  readonly status: number
  readonly body: unknown
  readonly events: readonly { readonly id: string; readonly data: Readonly<Record<string, unknown>> }[]
  /** The id to resume from. */
  readonly lastId: string
  until(met: () => boolean): Promise<void>
  /** Resolves when the hub ends the stream. */
  readonly ended: Promise<void>
  close(): void
}

export async function readEvents(
  url: string,
  token: string | undefined,
  headers: Readonly<Record<string, string>> = {},
): Promise<EventStream> {
  const abort = new AbortController()
  const response = await fetch(url, {
    headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...headers },
    signal: abort.signal,
  })
  const events: { id: string; data: Record<string, unknown> }[] = []
  const waiting = new Set<() => void>()
  let lastId = ''

  function take(block: string) {
    const lines = block.split('\n')
    const of = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2)
    lastId = of('id') ?? lastId
    const data = of('data')
    if (data !== undefined) events.push({ id: lastId, data: JSON.parse(data) as Record<string, unknown> })
    for (const look of [...waiting]) look()
  }

  async function read() {
    if (!response.ok || !response.body) return
    let rest = ''
    const decoder = new TextDecoder()
    for await (const chunk of response.body) {
      const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) take(block)
    }
  }

  const body: unknown = response.ok ? undefined : await response.json()
  // Aborted by us, or cut by the hub: over in either case.
  const ended = read().catch(() => undefined)
  return {
    status: response.status,
    body,
    events,
    get lastId() {
      return lastId
    },
    ended,
    until: (met) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`not met by ${JSON.stringify(events.slice(-3))}`)), PATIENCE_MS)
        const look = () => {
          if (!met()) return
          clearTimeout(late)
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
    close: () => abort.abort(),
  }
}

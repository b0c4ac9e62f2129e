import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What a process can be told to do: methods, each with at most one argument that JSON can carry. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a method of any argument is a method
export type Orders = Record<string, (order: any) => unknown>

interface Order {
  readonly id: number
  readonly name: string
  readonly order: unknown
}
type Answer = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly failed: string }

/** In the child: does what the parent says, in order of arrival, and ends with it. */
export function answerParent<O extends Orders>(orders: O): void {
  process.on('message', ({ id, name, order }: Order) => {
    void (async () => orders[name]?.(order))().then(
      (value) => process.send?.({ id, value } satisfies Answer),
      (why: unknown) => process.send?.({ id, failed: why instanceof Error ? (why.stack ?? '') : String(why) }),
    )
  })
  process.on('disconnect', () => process.exit(0))
}

export type Crew<O extends Orders> = {
  readonly [N in keyof O]: (...order: Parameters<O[N]>) => Promise<Awaited<ReturnType<O[N]>>>
} & { readonly pid: number; stop(): Promise<void> }

/** In the parent: a process that runs `file` of this folder, as an object with its orders for methods. */
export function startCrew<O extends Orders>(file: string): Crew<O> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), { execArgv: ['--import', 'tsx'] })
  const waiting = new Map<number, { done: (value: unknown) => void; failed: (why: Error) => void }>()
  let nextId = 0
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.on('message', (answer: Answer) => {
    const letter = waiting.get(answer.id)
    waiting.delete(answer.id)
    if ('failed' in answer) letter?.failed(new Error(answer.failed))
    else letter?.done(answer.value)
  })
  child.once('exit', (code) => {
    for (const { failed } of waiting.values()) failed(new Error(`${file} ended with code ${code}`))
  })
  return new Proxy({} as Crew<O>, {
    get: (_, name: string) => {
      if (name === 'pid') return child.pid
      if (name === 'stop') return () => stopped(child, gone)
      // Whoever awaits the crew itself asks for this.
      if (name === 'then') return undefined
      return (order: unknown) =>
        new Promise((done, failed) => {
          waiting.set(nextId, { done, failed })
          child.send({ id: nextId++, name, order } satisfies Order)
        })
    },
  })
}

function stopped(child: ChildProcess, gone: Promise<void>): Promise<void> {
  child.kill('SIGKILL')
  return gone
}

/** What every process that drives a floor can be told, whatever its wire is. */
import { Latencies, type Pairs } from './latencies.js'
import { nowUs } from './stamp.js'

export interface OpenAgents {
  /** One tab each, spread over the nodes. */
  readonly urls: readonly string[]
  readonly tokens: readonly string[]
}

export interface Schedule {
  readonly perSecond: number
  readonly startUs: number
  readonly forMs: number
}

export interface Driven {
  readonly sent: number
  readonly acked: number
  readonly refused: readonly string[]
  /** How far behind the schedule the driver itself was. */
  readonly late: Pairs
}

export type DriverOrders = {
  open(order: OpenAgents): Promise<void>
  /** Resolves when all is sent, not when all is acked. */
  drive(schedule: Schedule): Promise<void>
  driven(): Driven
  cpuUs(): number
}

/** The last ms before a change is due is not slept: timers are coarser than what is measured. Above this rate that would cost a core. */
const [EXACT_MS, EXACT_BELOW] = [1.5, 50]
const REFUSALS_KEPT = 5
/** Every change is of another agent, as long as there are some, and another status than before. */
const STATUSES = ['busy', 'available']

/** What was sent so far, and what became of it. */
export class Changes {
  readonly #refused: string[] = []
  readonly #late = new Latencies()
  #sent = 0
  #acked = 0

  /** Changes at fixed times, whether or not the servers keep up; `agents` of them take turns. */
  drive(
    { perSecond, startUs, forMs }: Schedule,
    agents: number,
    change: (agent: number, status: string, dueUs: number) => void,
  ): Promise<void> {
    const total = Math.round((perSecond * forMs) / 1_000)
    const dueAtUs = (index: number) => startUs + (index / perSecond) * 1e6
    return new Promise((resolve) => {
      let done = 0
      const tick = () => {
        const now = nowUs()
        const due = Math.min(total, Math.floor(((now - startUs) / 1e6) * perSecond) + 1)
        for (; done < due; done++, this.#sent++) {
          const dueUs = dueAtUs(done)
          change(this.#sent % agents, STATUSES[Math.floor(this.#sent / agents) % STATUSES.length] ?? '', dueUs)
          this.#late.add(now - dueUs)
        }
        if (done >= total) return resolve()
        const waitMs = (dueAtUs(done) - now) / 1e3
        if (perSecond < EXACT_BELOW && waitMs < EXACT_MS) setImmediate(tick)
        else setTimeout(tick, 1)
      }
      tick()
    })
  }

  /** One was answered; with words, if it was refused. */
  answered(refusal: string | null): void {
    this.#acked++
    if (refusal !== null && this.#refused.length < REFUSALS_KEPT) this.#refused.push(refusal)
  }

  get driven(): Driven {
    return { sent: this.#sent, acked: this.#acked, refused: this.#refused, late: this.#late.pairs() }
  }
}

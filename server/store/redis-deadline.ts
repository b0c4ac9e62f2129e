import type { Command } from 'ioredis'
import type { Clock } from '../clock.js'

const TICK_MS = 100
/** Ticks that a command may take. Beyond that whoever asked is answered `unavailable`, so that nothing piles up while Redis hangs. */
const MOST = 10

/**
 * Gives up commands that are not answered within a second. It is counted in ticks of this process: a process that goes on
 * after a pause runs what is due before it reads what was answered meanwhile, and would take its own pause for a Redis that
 * hangs.
 */
export function createDeadline(clock: Pick<Clock, 'every'>): (command: Command) => void {
  /** By the tick in which they were sent, the oldest first. */
  const sent = new Map<Command, number>()
  let ticks = 0
  let stop: (() => void) | null = null

  function tick() {
    ticks += 1
    for (const [command, sentAt] of sent) {
      const late = ticks - sentAt > MOST
      if (!command.isSettled && !late) return
      sent.delete(command)
      if (!command.isSettled) command.reject(new Error('Command timed out'))
    }
    stop?.()
    stop = null
  }

  return (command) => {
    // One that is sent again has no more time than before.
    if (!sent.has(command)) sent.set(command, ticks)
    stop ??= clock.every(TICK_MS, tick)
  }
}

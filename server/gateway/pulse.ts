import type { EventBody } from '../../protocol/messages.js'
import type { Board } from '../board/board.js'
import type { Clock } from '../clock.js'
import { SharedEvent } from './shared.js'
import { forgetMask, type HubSocket } from './socket.js'
import type { Watching } from './watching.js'
import { Line } from './writing.js'

/** Source: contract, "every 5 s". */
const PULSE_MS = 5_000
/** The sockets are told in turns, so that thousands are not written to in one breath. */
const TURNS = 20

/** Tells every socket where its rooms stand, so that the last change before a silence cannot be lost unnoticed. */
export function startPulse(watching: Watching, board: Board, clock: Clock) {
  const turns = Array.from({ length: TURNS }, () => new Set<HubSocket>())
  let turn = 0
  let next = 0
  const stop = clock.every(PULSE_MS / TURNS, () => {
    turn = (turn + 1) % TURNS
    const serverTime = new Date(clock.now()).toISOString()
    // Whoever watches the same rooms is told the same; they mostly came together.
    let [told, event]: [string, SharedEvent | null] = ['', null]
    for (const socket of turns[turn] ?? []) {
      const body: EventBody<'pulse'> = { serverTime, stale: board.stale, cursors: watching.cursorsOf(socket) }
      const json = JSON.stringify(body)
      if (event === null || json !== told) [told, event] = [json, new SharedEvent('pulse', json)]
      new Line(socket).writeSoon(event.packed(false))
      forgetMask(socket)
    }
  })
  return {
    add(socket: HubSocket): void {
      turns[next++ % TURNS]?.add(socket)
    },
    remove(socket: HubSocket): void {
      for (const of of turns) if (of.delete(socket)) return
    },
    stop,
  }
}

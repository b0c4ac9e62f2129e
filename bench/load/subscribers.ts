/** A process of watchers that are subscribed to Centrifugo's channel. Told what to do by its parent, as watchers.ts is. */
import { WebSocket } from 'ws'
import { answerAsWatchers } from './boards.js'
import * as centrifugo from './centrifugo-messages.js'
import type { Screen } from './screen.js'
import { nowUs } from './stamp.js'

/** Source: what the server answers in at all, and what a busy machine adds. */
const PATIENCE_MS = 60_000

const read = centrifugo.createMessageReader()

/**
 * Resolves when it is subscribed. It has no snapshot to begin with, as Centrifugo keeps none: whatever is published from then
 * on it must have.
 */
answerAsWatchers(({ url, token }, screen, onLost) => {
  // Plain messages, as Centrifugo sends them unless its operator wants them deflated, for each connection anew.
  const socket = new WebSocket(`${url.replace('http', 'ws')}/connection/websocket`, {
    perMessageDeflate: false,
    skipUTF8Validation: true,
    maxPayload: 0,
  })
  return new Promise<void>((resolve, reject) => {
    const refuse = (why: string) => {
      clearTimeout(late)
      socket.terminate()
      reject(new Error(why))
    }
    const late = setTimeout(() => refuse(`not subscribed within ${PATIENCE_MS} ms`), PATIENCE_MS)
    const subscribed = (offset: number | null) => {
      if (offset === null) return refuse('the channel keeps no history, so a loss would not show')
      clearTimeout(late)
      screen.replace([], String(offset))
      resolve()
    }
    socket.on('open', () => socket.send(centrifugo.connectCommand(token)))
    socket.on('error', (why) => refuse(why.message))
    socket.on('close', (code, reason) => {
      onLost()
      refuse(`the line was closed: ${code} ${reason.toString()}`)
    })
    socket.on('message', (message: Buffer) => {
      const told = read(message)
      if (told.pinged) socket.send(centrifugo.PONG)
      for (const { id, error, offset } of told.answers) {
        if (error !== null) refuse(error)
        else if (id === centrifugo.CONNECT_ID) socket.send(centrifugo.subscribeCommand())
        else if (id === centrifugo.SUBSCRIBE_ID) subscribed(offset)
      }
      if (told.others.length > 0) onLost()
      show(told, message.length, screen)
    })
  })
})

function show({ frames }: centrifugo.Told, bytes: number, screen: Screen) {
  const atUs = nowUs()
  for (const [n, frame] of frames.entries()) screen.take(frame, n === 0 ? bytes : 0, atUs)
}

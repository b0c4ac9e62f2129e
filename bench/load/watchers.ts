/** A process of watchers: opens them, lets their screens be filled, and says what they saw. Told what to do by its parent. */
import type { Presence } from '../../protocol/presence.js'
import { answerAsWatchers } from './boards.js'
import { wireBytesOf } from './inflate.js'
import { openLine } from './line.js'
import { createFrameReader } from './screen-frames.js'
import { nowUs } from './stamp.js'

const readFrame = createFrameReader()

answerAsWatchers(async ({ url, token }, screen, onLost) => {
  const line = await openLine({
    url,
    auth: { token, as: 'watcher' },
    onEvent: (frame) => screen.take(readFrame(frame), wireBytesOf(frame), nowUs()),
    onClose: onLost,
  })
  const answer = await line.ask('room:watch', { room: 'org' })
  const body = answer.read()
  const { snapshot, cursor } = body as { snapshot?: readonly Presence[]; cursor?: string }
  if (!snapshot) throw new Error(`no snapshot, but ${JSON.stringify(body)}`)
  screen.replace(snapshot, cursor)
})

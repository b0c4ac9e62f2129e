import type { ErrorBody } from '../protocol/errors.js'
import type { CommandName } from '../protocol/messages.js'
import type { Answer, Hear, LineState } from './connection.js'
import type { PresenceError } from './presence-error.js'
import { withoutLine, type TabMessage, type TabRole, type TabRoleParts } from './tab-messages.js'

export interface FollowerParts extends TabRoleParts {
  readonly hear: Hear
  readonly errorOf: (body: ErrorBody) => PresenceError
  /** The leader has the lock and does not answer. */
  readonly onSilence: () => void
}

/**
 * How often a follower asks whether its leader is there, how long it waits for a word, and from when on a tick is late,
 * ms. A leader that is killed gives up its lock at once; this finds one that is stopped. The patience lets most long tasks
 * pass, and what is left of a second is enough to take over. A tab that nobody sees may take longer: its timers run once a
 * second, and after five minutes once a minute. Then it finds out when it is looked at.
 */
const SEEN = { askMs: 150, patienceMs: 400, lateMs: 150 }
const UNSEEN = { askMs: 1_000, patienceMs: 2_500, lateMs: 1_500 }
/** A leader in a tab that nobody sees tries again seldom; one that is seen tells it to, this often, ms. */
const WAKE_MS = 6_000

/** A method, so that it may be narrower than what a message can carry: its number says which command it answers. */
interface Pending {
  settle(answer: Answer<CommandName>): void
}

/** A tab without a line of its own: it shows what the leader says, and gives its commands to it. */
export function follow({ tab, before, post, changed, hear, errorOf, onSilence }: FollowerParts): TabRole {
  const pending = new Map<number, Pending>()
  let state = withoutLine(before)
  let leader: string | undefined
  /** A tab that has just come opens the line as a tab with its own would, also after a session has ended. */
  let wantsOpen = before.status === 'connecting'
  let sent = 0
  /** The first question since the leader's last word. */
  let askedAt: number | undefined
  let dueAt = Date.now()
  let wokeAt = dueAt
  let timer: ReturnType<typeof setTimeout> | undefined

  function become(next: LineState) {
    state = next
    if (state.status !== 'closed') wantsOpen = false
    changed()
  }

  /** What was given to a leader that is gone was perhaps done: whoever gave it finds out by giving it again. */
  function lose() {
    leader = undefined
    if (state.status === 'connected') become(withoutLine(state))
    const lost = [...pending.values()]
    pending.clear()
    for (const one of lost) one.settle('lost')
  }

  function adopt(next: string) {
    if (leader === next) return
    lose()
    leader = next
    if (wantsOpen) post({ say: 'open', from: tab })
  }

  function tick() {
    clearTimeout(timer)
    const now = Date.now()
    const seen = document.visibilityState === 'visible'
    const { askMs, patienceMs, lateMs } = seen ? SEEN : UNSEEN
    // Late, this tab itself was held up, and the leader's word may be waiting behind this tick.
    if (askedAt !== undefined && now - dueAt > lateMs) askedAt = now
    dueAt = now + askMs
    timer = setTimeout(tick, askMs)
    if (askedAt !== undefined && now - askedAt > patienceMs) {
      askedAt = undefined
      return onSilence()
    }
    askedAt ??= now
    post({ say: 'hello', from: tab, knows: leader })
    const apart = state.status === 'connecting' || state.status === 'reconnecting'
    if (!apart) wokeAt = now
    else if (seen && now - wokeAt > WAKE_MS) {
      wokeAt = now
      post({ say: 'wake', from: tab })
    }
  }

  tick()

  return {
    get status() {
      return state.status
    },
    get endedBecause() {
      return state.endedBecause
    },
    get lastError() {
      return state.lastError
    },
    standsAlone: false,
    open() {
      wantsOpen = true
      state = { status: 'connecting', endedBecause: undefined, lastError: undefined }
      post({ say: 'open', from: tab })
      changed()
    },
    wake() {
      post({ say: 'wake', from: tab })
      tick()
    },
    // Whoever leads is told by its own page.
    goneOffline() {},
    send(command, request, timeoutMs, answered) {
      if (state.status !== 'connected' || leader === undefined) return answered('lost')
      const nth = ++sent
      const late = setTimeout(() => pending.get(nth)?.settle('late'), timeoutMs)
      pending.set(nth, {
        settle(answer: Answer<typeof command>) {
          clearTimeout(late)
          pending.delete(nth)
          answered(answer)
        },
      })
      post({ say: 'command', from: tab, leader, nth, command, request, timeoutMs, saidAt: Date.now() })
    },
    hear(message: TabMessage) {
      if (!('leader' in message) || message.say === 'command') return
      if (message.say === 'leading') adopt(message.leader)
      if (message.say === 'state' && message.to === tab) adopt(message.leader)
      if (message.leader !== leader) return
      askedAt = undefined
      switch (message.say) {
        case 'leading':
          return post({ say: 'hello', from: tab, knows: leader })
        case 'leaving':
          return lose()
        case 'here':
          return
        case 'state': {
          if (message.to !== undefined && message.to !== tab) return
          const { status, endedBecause, lastError } = message.state
          // Said before it heard that we want the line open.
          if (message.to === tab && status === 'closed' && wantsOpen) return
          if (message.welcome) hear('welcome', message.welcome)
          return become({ status, endedBecause, lastError: lastError && errorOf(lastError) })
        }
        case 'event':
          return hear(message.event, message.body)
        case 'answer':
          if (message.to === tab) pending.get(message.nth)?.settle(message.answer)
          return
        default:
          return message satisfies never
      }
    },
    stop() {
      clearTimeout(timer)
      lose()
    },
  }
}

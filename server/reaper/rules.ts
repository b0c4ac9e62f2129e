import type { Clock } from '../clock.js'
import type { Hub } from '../hub/hub.js'

/**
 * Sees to it that everybody is decided by the rules as they are now. Whoever changes them decides everybody again at
 * once; what that can miss is found here: the store failed it, its node died over it, or another node, which had not
 * heard yet, decided by the old ones a moment later. Where nobody was missed nothing is written.
 */
export interface RuleKeeperParts {
  readonly hub: Hub
  readonly clock: Clock
  readonly onFault: (why: unknown) => void
}

export interface RuleKeeper {
  /** This node heard of other rules than before, or for the first time of those that hold. */
  changed(org: string): void
  stop(): void
}

/**
 * Late enough that every node has heard of the rules, what was on its way is written, and what a database lost is put
 * back: whoever writes before that goes on from what is older, ms.
 */
const LOOK_MS = 5_000

export function startRuleKeeper({ hub, clock, onFault }: RuleKeeperParts): RuleKeeper {
  const looks = new Map<string, () => void>()
  let stopped = false

  async function look(org: string) {
    looks.delete(org)
    try {
      await hub.decideMissed(org)
    } catch (why) {
      onFault(why)
      lookLater(org)
    }
  }

  function lookLater(org: string) {
    if (stopped) return
    looks.get(org)?.()
    looks.set(
      org,
      clock.after(LOOK_MS, () => void look(org)),
    )
  }

  return {
    changed: lookLater,
    stop() {
      stopped = true
      for (const cancel of looks.values()) cancel()
    },
  }
}

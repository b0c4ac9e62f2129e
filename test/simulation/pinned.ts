/** Seeds that failed once, by the bug they found. They run first, every time. */
export const PINNED: readonly { readonly bug: string; readonly seed: number }[] = [
  { bug: 'a tab that closed while its node could not reach the store stayed in the record for ever', seed: 109 },
  { bug: 'a node that stopped before its last words were written gave its lease back, so nobody looked', seed: 10946 },
  { bug: 'an agent who was deleted and came back was put back as the tombstone', seed: 18770 },
  { bug: 'a watcher never heard of the record that won after two nodes went on from one revision', seed: 18591 },
  { bug: 'who could not be decided again when a policy changed was left as they were', seed: 267 },
  { bug: 'nobody was decided by a policy whose writer died, by a node that came after it', seed: 14886 },
  { bug: 'a node that came right after a loss ended the grace of an agent who was back', seed: 6516 },
  {
    bug: 'a node that put back what it knew from before a loss took the tabs that had come since out of the record',
    seed: 7241,
  },
  {
    bug: 'what was put back over what somebody wrote in the same moment came under a version that watchers had seen',
    seed: 9306,
  },
]

import { browserMemory } from './tab-memory.js'

/** Two soft tones, then a rest: seconds and hertz, chosen by ear. */
const TONES = [
  { hertz: 784, at: 0 },
  { hertz: 988, at: 0.22 },
] as const
const TONE_S = 0.2
const AGAIN_MS = 2_200
const LOUDNESS = 0.12

/** Rings aloud while work is offered, for whoever asked for it by a click: browsers allow no sound before one. */
export class Ringer {
  #aloud = browserMemory.recall('ring-aloud') === 'yes'
  #ringing = false
  #context: AudioContext | undefined
  #again: ReturnType<typeof setInterval> | undefined

  constructor() {
    // Remembered from another day: the first touch of the page is the click that the browser waits for.
    addEventListener('pointerdown', this.#allowed)
    addEventListener('keydown', this.#allowed)
  }

  get aloud(): boolean {
    return this.#aloud
  }

  /** To be called from a click. */
  turn(aloud: boolean): void {
    this.#aloud = aloud
    browserMemory.remember('ring-aloud', aloud ? 'yes' : 'no')
    this.#allowed()
  }

  ring(ringing: boolean): void {
    this.#ringing = ringing
    const sounds = ringing && this.#aloud && this.#context !== undefined
    if (sounds === (this.#again !== undefined)) return
    clearInterval(this.#again)
    this.#again = undefined
    if (!sounds) return
    this.#play()
    this.#again = setInterval(() => this.#play(), AGAIN_MS)
  }

  close(): void {
    removeEventListener('pointerdown', this.#allowed)
    removeEventListener('keydown', this.#allowed)
    this.ring(false)
    void this.#context?.close()
    this.#context = undefined
  }

  readonly #allowed = (): void => {
    if (this.#aloud) this.#context ??= new AudioContext()
    this.ring(this.#ringing)
  }

  #play(): void {
    const context = this.#context
    if (!context) return
    for (const { hertz, at } of TONES) {
      const [from, to] = [context.currentTime + at, context.currentTime + at + TONE_S]
      const loudness = new GainNode(context, { gain: 0 })
      // A tone that begins or ends at once clicks.
      loudness.gain.setValueAtTime(0, from)
      loudness.gain.linearRampToValueAtTime(LOUDNESS, from + 0.02)
      loudness.gain.linearRampToValueAtTime(0, to)
      const tone = new OscillatorNode(context, { frequency: hertz })
      tone.connect(loudness).connect(context.destination)
      tone.start(from)
      tone.stop(to)
    }
  }
}

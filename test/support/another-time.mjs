/** Loaded before a hub: its clock is off by so many ms. Timers run as ever, as on a machine whose clock is wrong. */
let offset = Number(process.env['CLOCK_OFFSET_MS'] ?? 0)
const RealDate = Date
globalThis.Date = class extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(RealDate.now() + offset)
    else super(...args)
  }
  static now() {
    return RealDate.now() + offset
  }
}
// What a process takes for the time of its start was wrong as well.
Object.defineProperty(performance, 'timeOrigin', { value: performance.timeOrigin + offset })

/** Somebody sets the clock while the hub runs. */
process.on('SIGUSR2', () => (offset += Number(process.env['CLOCK_STEP_MS'] ?? 0)))

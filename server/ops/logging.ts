import { type Logger, pino } from 'pino'

export type Log = Logger

const SECRET_NAMES = ['token', 'authorization', 'Authorization', 'cookie', 'jwtSecret', 'password']
/** As deep as a request or a handshake holds them: `request.headers.cookie`, `socket.handshake.auth.token`. */
const DEPTHS = ['', '*.', '*.*.', '*.*.*.']

/** JSON lines to standard output, or to `to`. Nothing that lets anybody in is ever written. */
export const createLog = (level: string, to?: { write(line: string): void }): Log =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: DEPTHS.flatMap((depth) => SECRET_NAMES.map((name) => depth + name)),
    },
    to ?? pino.destination(1),
  )

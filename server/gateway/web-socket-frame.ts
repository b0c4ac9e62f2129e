const FIN_AND_TEXT = 0x81
/** RSV1. Source: RFC 7692, 7.2. */
const DEFLATED = 0x40

/** What stands before the payload of a text that a server sends. Source: RFC 6455, 5.2. */
function writeHeader(frame: Buffer, length: number, deflated: boolean): void {
  frame[0] = deflated ? FIN_AND_TEXT | DEFLATED : FIN_AND_TEXT
  if (length < 126) frame[1] = length
  else if (length < 65_536) {
    frame[1] = 126
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = 127
    frame.writeBigUInt64BE(BigInt(length), 2)
  }
}

const headerBytes = (length: number): number => (length < 126 ? 2 : length < 65_536 ? 4 : 10)

/** Frames are one piece of memory: one write without a list of buffers for each socket. */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text)
  const header = headerBytes(length)
  const frame = Buffer.allocUnsafe(header + length)
  writeHeader(frame, length, false)
  frame.write(text, header)
  return frame
}

export function deflatedFrame(payload: Buffer): Buffer {
  const header = headerBytes(payload.length)
  const frame = Buffer.allocUnsafe(header + payload.length)
  writeHeader(frame, payload.length, true)
  payload.copy(frame, header)
  return frame
}

/** But for one of which the end is the same for many. */
export function frameInTwo(own: Buffer, shared: Buffer, deflated: boolean): [Buffer, Buffer] {
  const length = own.length + shared.length
  const header = headerBytes(length)
  const begin = Buffer.allocUnsafe(header + own.length)
  writeHeader(begin, length, deflated)
  own.copy(begin, header)
  return [begin, shared]
}

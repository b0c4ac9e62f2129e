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

/** What a frame begins with, of which so many more bytes are the same for many and follow by themselves. */
export function frameBegin(own: Buffer, moreBytes: number, deflated: boolean): Buffer {
  const length = own.length + moreBytes
  const header = headerBytes(length)
  const begin = Buffer.allocUnsafe(header + own.length)
  writeHeader(begin, length, deflated)
  own.copy(begin, header)
  return begin
}

const FIN_AND_TEXT = 0x81
/** RSV1. Source: RFC 7692, 7.2. */
const DEFLATED = 0x40

/** What stands before the payload of a text that a server sends. Source: RFC 6455, 5.2. */
function headerOf(length: number, deflated: boolean): Buffer {
  const header = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10)
  header[0] = deflated ? FIN_AND_TEXT | DEFLATED : FIN_AND_TEXT
  if (header.length === 2) header[1] = length
  else if (header.length === 4) {
    header[1] = 126
    header.writeUInt16BE(length, 2)
  } else {
    header[1] = 127
    header.writeBigUInt64BE(BigInt(length), 2)
  }
  return header
}

/** A frame in one piece of memory: one write without a list of buffers for each socket. */
export const frameOf = (payload: Buffer, deflated: boolean): Buffer =>
  Buffer.concat([headerOf(payload.length, deflated), payload])

/** A frame of which the second piece is the same for many. */
export const frameInTwo = (own: Buffer, shared: Buffer, deflated: boolean): [Buffer, Buffer] => [
  Buffer.concat([headerOf(own.length + shared.length, deflated), own]),
  shared,
]

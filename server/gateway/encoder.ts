import { Decoder, type Packet } from 'socket.io-parser'

/** An answer that whoever made it writes, once it is known which question it answers. */
export class OwnAnswer {
  constructor(readonly writeAs: (id: number) => void) {}
}

/** Packets as Socket.IO writes them, without a look through every presence for bytes that are never there. */
class JsonEncoder {
  encode({ type, nsp, id, data }: Packet): string[] {
    if (id !== undefined && Array.isArray(data) && data[0] instanceof OwnAnswer) {
      data[0].writeAs(id)
      return []
    }
    const place = nsp && nsp !== '/' ? `${nsp},` : ''
    return [`${type}${place}${id ?? ''}${data === undefined ? '' : JSON.stringify(data)}`]
  }
}

/** For the `parser` option of Socket.IO; what clients send is read as ever. */
export const jsonParser = { Encoder: JsonEncoder, Decoder }

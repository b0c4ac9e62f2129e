import type { Listing } from '../board/listed.js'
import { deflatedAside, untailed } from './deflate.js'

/** Bytes made before others have their turn, in less than a millisecond. Source: `npm run bench -- rooms`. */
const SLICE_BYTES = 256 * 1_024
/** Slices that are deflated at once: the threads that do so have signatures of tokens to check as well. */
const AT_ONCE = 2
/** A character of a JavaScript string is at most so many bytes of UTF-8. */
const BYTES_A_CHARACTER = 3

/**
 *   begin, put, put … ──256 KB──► slice ──► deflated by another thread ──┐
 *                 │ others have their turn                               ├──► one Buffer
 *                 └─ put … end ──► slice ──► deflated by another thread ──┘
 *
 * The bytes of a long list, while others go on.
 */
export async function bytesOf(listing: Listing, deflates: boolean): Promise<Buffer> {
  const made: Promise<Buffer>[] = []
  for (const slice of slicesOf(listing)) {
    const bytes = deflates ? deflatedAside(slice) : Promise.resolve(slice)
    // Whether it failed is asked at the end, and would be missed by the process until then.
    bytes.catch(() => {})
    made.push(bytes)
    await made[made.length - AT_ONCE - 1]
    await new Promise((resolve) => setImmediate(resolve))
  }
  const all = Buffer.concat(await Promise.all(made))
  return deflates ? untailed(all) : all
}

function* slicesOf(listing: Listing): Generator<Buffer> {
  let slice = Buffer.allocUnsafe(SLICE_BYTES)
  let length = 0
  for (const text of textsOf(listing)) {
    const most = text.length * BYTES_A_CHARACTER
    if (length > 0 && length + most > slice.length) {
      yield slice.subarray(0, length)
      slice = Buffer.allocUnsafe(SLICE_BYTES)
      length = 0
    }
    if (most > slice.length) slice = Buffer.allocUnsafe(most)
    length += slice.write(text, length)
  }
  yield slice.subarray(0, length)
}

function* textsOf({ begin, puts, end }: Listing): Generator<string> {
  yield begin
  for (const [index, { json }] of puts.entries()) yield index === 0 ? json : `,${json}`
  yield end
}

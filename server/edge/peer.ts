import { BlockList, isIP } from 'node:net'

/** Whose word on where a request comes from is taken. */
export type TrustedProxies = (address: string) => boolean

/** Addresses and ranges such as `10.0.0.0/8`, as the configuration has checked them. */
export function trustedProxies(ranges: readonly string[]): TrustedProxies {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', bits] = range.split('/')
    const family = familyOf(address)
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return (address) => isIP(address) !== 0 && list.check(address, familyOf(address))
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** An IPv4 address as a socket for both families gives it. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '')

/**
 * Where a request comes from. `X-Forwarded-For` is read from its end, where the nearest proxy wrote: the first address
 * that is no proxy of ours is the caller's. What stands before it anybody may have made up.
 */
export function peerOf(address: string, forwardedFor: string | undefined, trusted: TrustedProxies): string {
  let peer = plain(address)
  for (const hop of (forwardedFor ?? '').split(',').reverse()) {
    if (!trusted(peer) || isIP(plain(hop.trim())) === 0) return peer
    peer = plain(hop.trim())
  }
  return peer
}

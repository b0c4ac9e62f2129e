import { peerOf, trustedProxies } from '../../server/edge/peer.js'

const trusted = trustedProxies(['10.0.0.0/8', '192.168.1.7', 'fd00::/8'])

test.each([
  ['nobody in front', '203.0.113.9', undefined, '203.0.113.9'],
  ['a proxy of ours', '10.1.2.3', '203.0.113.9', '203.0.113.9'],
  ['two of ours', '10.1.2.3', '203.0.113.9, 192.168.1.7', '203.0.113.9'],
  ['what a caller made up before ours', '10.1.2.3', '1.1.1.1, 203.0.113.9', '203.0.113.9'],
  ['a stranger who says to be a proxy', '203.0.113.9', '1.1.1.1', '203.0.113.9'],
  ['an IPv4 address from a socket for both', '::ffff:10.1.2.3', '203.0.113.9', '203.0.113.9'],
  ['IPv6', 'fd00::1', '2001:db8::5', '2001:db8::5'],
  ['nonsense', '10.1.2.3', 'unknown', '10.1.2.3'],
  ['an empty header', '10.1.2.3', '', '10.1.2.3'],
])('%s', (_what, address, forwardedFor, peer) => expect(peerOf(address, forwardedFor, trusted)).toBe(peer))

/**
 * socket.io-client without what a browser tab of ours never uses. Each cut is a module of theirs replaced whole, so that
 * an update of theirs which moves a module stops the build instead of quietly giving up the cut.
 */
import path from 'node:path'

const REPLACED = [
  {
    // Polling comes in a chunk of its own when the client is told `polling: true`; WebTransport the hub does not speak.
    module: 'engine.io-client/build/esm/transports/index.js',
    contents: `import { WS } from './websocket.node.js'\nexport const transports = { websocket: WS }`,
  },
  {
    // The contract is JSON: no message carries a buffer, so no message is searched for one.
    module: 'socket.io-parser/build/esm/is-binary.js',
    contents: `export const isBinary = () => false\nexport const hasBinary = () => false`,
  },
  {
    module: 'socket.io-parser/build/esm/binary.js',
    contents: `const none = () => { throw new Error('The hub sent binary data, which its contract does not know') }
export const deconstructPacket = none\nexport const reconstructPacket = none`,
  },
]
/** Where the transports are asked for. Their top level only looks at what the browser has: unused, they can go. */
const TRANSPORTS = /[\\/]engine\.io-client[\\/]build[\\/]esm([\\/]transports)?$/

export function slimSocketIo() {
  return {
    name: 'slim-socket-io',
    setup(build) {
      const met = new Set()
      for (const { module, contents } of REPLACED) {
        const filter = new RegExp(`${module.replaceAll('/', String.raw`[\\/]`).replaceAll('.', String.raw`\.`)}$`)
        build.onLoad({ filter }, ({ path: file }) => {
          met.add(module)
          return { contents, resolveDir: path.dirname(file) }
        })
      }
      build.onResolve({ filter: /polling|webtransport/ }, async ({ path: wanted, pluginData, ...from }) => {
        if (pluginData === 'resolved' || !TRANSPORTS.test(from.resolveDir)) return undefined
        const resolved = await build.resolve(wanted, {
          importer: from.importer,
          kind: from.kind,
          resolveDir: from.resolveDir,
          pluginData: 'resolved',
        })
        return { ...resolved, sideEffects: false }
      })
      build.onEnd(() => ({
        errors: REPLACED.filter(({ module }) => !met.has(module)).map(({ module }) => ({
          text: `${module} is not there any more: look at what socket.io-client loads now`,
        })),
      }))
    },
  }
}

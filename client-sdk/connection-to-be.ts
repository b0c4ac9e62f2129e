import type { Connection } from './connection.js'
import { createListeners } from './listeners.js'

/**
 * A connection whose kind has to be found out first: until then it is `connecting`. `find` is called when it is opened,
 * and again when `restart` says that what it found is at its end.
 */
export function connectionToBe(find: (restart: () => void) => Promise<Connection>): Connection {
  const listeners = createListeners<[]>()
  let found: Connection | undefined
  let open = false
  let finds = 0

  function begin() {
    const mine = ++finds
    found?.close()
    found = undefined
    const restart = () => {
      if (mine === finds) begin()
    }
    void find(restart).then((connection) => {
      if (mine !== finds) return connection.close()
      found = connection
      connection.subscribe(() => {
        if (mine === finds) listeners.tell()
      })
      connection.open()
      listeners.tell()
    })
    listeners.tell()
  }

  return {
    get status() {
      return found?.status ?? (open ? 'connecting' : 'closed')
    },
    get endedBecause() {
      return found?.endedBecause
    },
    get lastError() {
      return found?.lastError
    },
    subscribe: listeners.add,
    open() {
      if (found) return found.open()
      if (open) return
      open = true
      begin()
    },
    close() {
      finds++
      open = false
      found?.close()
      listeners.tell()
    },
    wake: () => found?.wake(),
    goneOffline: () => found?.goneOffline(),
    send(command, request, timeoutMs, answered) {
      if (found) found.send(command, request, timeoutMs, answered)
      else answered('lost')
    },
  }
}

import { createPresenceClient, PresenceError } from '@presence-hub/client'
import { usePresence, useRoom } from '@presence-hub/client/react'
import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'

// In your application: where the hub is, and how your page gets the agent's token from your own server.
const { hub, token } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)))
// One client for the page, made outside of the components: a component that is drawn twice must not connect twice.
const client = createPresenceClient({ url: hub, getToken: () => token })

function Status() {
  const { current, connection, statuses } = usePresence(client)
  const [refusal, setRefusal] = useState('')
  const choose = (status: string) =>
    client.set(status).then(
      () => setRefusal(''),
      (error: unknown) =>
        setRefusal(error instanceof PresenceError ? `${error.code}: ${error.message}` : String(error)),
    )
  return (
    <section>
      <p data-testid="me" data-connection={connection}>
        {current ? `${current.name} is ${current.label}` : 'Signing in…'}
      </p>
      {statuses
        .filter((one) => one.selectable && !one.archived)
        .map((one) => (
          <button key={one.id} onClick={() => void choose(one.id)}>
            {one.labels['en']}
          </button>
        ))}
      <p role="alert">{refusal}</p>
    </section>
  )
}

function Team({ room }: { room: string }) {
  const { agents, counts, ready, stale, error } = useRoom(client, room)
  if (error) return <p>{error.message}</p>
  if (!ready) return <p>Loading…</p>
  return (
    <section data-testid="room" data-stale={stale}>
      <p>
        {counts.total} here, {counts.routable} can take work
      </p>
      <ul>
        {[...agents.values()].map((one) => (
          <li key={one.agentId}>
            {one.name}: {one.label}
          </li>
        ))}
      </ul>
    </section>
  )
}

function App() {
  const { current } = usePresence(client)
  const [open, setOpen] = useState(true)
  return (
    <main>
      <Status />
      <button onClick={() => setOpen(!open)}>{open ? 'Close the room' : 'Open the room'}</button>
      {open && current && <Team room={`agent:${current.agentId}`} />}
    </main>
  )
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
)

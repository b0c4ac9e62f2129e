/** What the picker shows only when asked: a file of its own, so that nobody waits for it. */
import './choice-form.js'
import './hold-banner.js'
import './presence-diagnosis.js'
import './why-answer.js'

// The client asks for it when there is something to find out, which may be that there is no network. Now there is.
void import('../../client-sdk/diagnosis.js').catch(() => {})

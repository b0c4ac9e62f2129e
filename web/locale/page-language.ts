import { browsersTag, languageOf } from './worded.js'

// A page of the hub says no language of its own: it speaks the reader's, and tells it to whoever reads it out.
const root = document.documentElement
root.lang ||= browsersTag()
root.dir = languageOf(root.lang) === 'ar' ? 'rtl' : 'ltr'

import type { LitElement, ReactiveController } from 'lit'
import type { Presence, StatusDefinition } from '../../protocol/presence.js'
import { BUILT_IN_LABELS } from '../../protocol/vocabulary.js'
import type { DetailWords } from './en-details.js'
import { words as english, type Words } from './en.js'

interface Locale {
  readonly words: Words
  readonly details: DetailWords
}

const hosts = new Set<LitElement>()
const redrawAll = (): void => {
  for (const host of hosts) host.requestUpdate()
}
let watch: MutationObserver | undefined

/** Words in a file of their own: loaded when somebody first asks for them, and asked for again if they did not come. */
export class Later<W> {
  readonly #load: () => Promise<W>
  #asked = false
  #words: W | undefined

  constructor(load: () => Promise<W>) {
    this.#load = load
  }

  get words(): W | undefined {
    if (!this.#asked) {
      this.#asked = true
      this.#load().then(
        (words) => {
          this.#words = words
          redrawAll()
        },
        () => (this.#asked = false),
      )
    }
    return this.#words
  }
}

/** English is here already. */
const LOCALES = {
  ar: new Later<Locale>(() => import('./ar.js')),
  de: new Later<Locale>(() => import('./de.js')),
  es: new Later<Locale>(() => import('./es.js')),
  fr: new Later<Locale>(() => import('./fr.js')),
  ja: new Later<Locale>(() => import('./ja.js')),
}
/** Shipped beside English. */
export type Language = keyof typeof LOCALES

/** The words of its host: those of the nearest `lang`, through shadow roots. The direction of the host follows them. */
export class Worded implements ReactiveController {
  readonly #host: LitElement
  #tag = 'en'
  #locale: Locale | undefined

  constructor(host: LitElement) {
    this.#host = host
    host.addController(this)
  }

  get words(): Words {
    return this.#locale?.words ?? english
  }

  /** undefined: English, which whoever needs it brings along. */
  get details(): DetailWords | undefined {
    return this.#locale?.details
  }

  /** As the page says it, for dates, numbers and the labels of the catalogue. */
  get tag(): string {
    return this.#tag
  }

  labelOf(one: StatusDefinition): string {
    const own = one.labels[this.#tag] ?? one.labels[languageOf(this.#tag)]
    // What an administrator called a built-in in English is nearer to the truth than our word for it.
    return own ?? this.#builtIn(one.id, one.labels['en']) ?? one.labels['en'] ?? Object.values(one.labels)[0] ?? one.id
  }

  /** The label of somebody's status: as the catalogue has it in this language, if it still has it. */
  labelFor({ status, label }: Pick<Presence, 'status' | 'label'>, statuses: readonly StatusDefinition[]): string {
    const definition = statuses.find((one) => one.id === status)
    return definition ? this.labelOf(definition) : (this.#builtIn(status, label) ?? label)
  }

  /** What a refusal says, where the hub's own sentence is of another language. */
  refusal(error: unknown): string | undefined {
    const { refusals } = this.words
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    return Object.entries(refusals ?? {}).find(([one]) => one === code)?.[1]
  }

  hostConnected(): void {
    hosts.add(this.#host)
    watch ??= new MutationObserver(redrawAll)
    watch.observe(document, { subtree: true, attributes: true, attributeFilter: ['lang'] })
  }

  hostDisconnected(): void {
    hosts.delete(this.#host)
    if (hosts.size > 0) return
    watch?.disconnect()
  }

  hostUpdate(): void {
    this.#tag = tagOf(this.#host)
    const language = languageOf(this.#tag)
    this.#locale = isShipped(language) ? LOCALES[language].words : undefined
    const { dir } = this.words
    if (this.#host.dir !== dir) this.#host.dir = dir
  }

  /** Our word for a built-in that is still called what it is called in English. */
  #builtIn(id: string, label: string | undefined): string | undefined {
    return isBuiltIn(id) && label === BUILT_IN_LABELS[id] ? this.words.statuses[id] : undefined
  }
}

function tagOf(element: Element): string {
  for (let at: Element | undefined = element; at;) {
    const lang = at.closest('[lang]')?.getAttribute('lang')
    if (lang) return isTag(lang) ? lang : 'en'
    const root: Node = at.getRootNode()
    at = root instanceof ShadowRoot ? root.host : undefined
  }
  return browsersTag()
}

/** The first language of the reader's browser that we have: for a document that says none. */
export const browsersTag = (): string =>
  navigator.languages.find((tag) => /^en\b/.test(tag) || isShipped(languageOf(tag))) ?? 'en'

/** A page may say anything; what Intl does not take would throw later, in the middle of drawing. */
function isTag(lang: string): boolean {
  try {
    return Intl.getCanonicalLocales(lang).length === 1
  } catch {
    return false
  }
}

export const languageOf = (tag: string): string => tag.split('-')[0]?.toLowerCase() ?? 'en'
export const isShipped = (language: string): language is Language => Object.hasOwn(LOCALES, language)
const isBuiltIn = (id: string): id is keyof typeof BUILT_IN_LABELS => Object.hasOwn(BUILT_IN_LABELS, id)

/** `{label}` and the like, filled in. */
export const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)

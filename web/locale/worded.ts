import type { LitElement, ReactiveController } from 'lit'
import type { Presence, StatusDefinition } from '../../protocol/presence.js'
import { BUILT_IN_LABELS } from '../../protocol/vocabulary.js'
import { words as english, type Words } from './en.js'
import type { DetailWords } from './en-details.js'

interface Locale {
  readonly words: Words
  readonly details: DetailWords
}

/** Loaded when a page first speaks the language; English is here already. */
const LOADERS: ReadonlyMap<string, () => Promise<Locale>> = new Map([
  ['ar', () => import('./ar.js')],
  ['de', () => import('./de.js')],
  ['es', () => import('./es.js')],
  ['fr', () => import('./fr.js')],
  ['ja', () => import('./ja.js')],
])
const loaded = new Map<string, Locale>()

const hosts = new Set<LitElement>()
const redrawAll = (): void => {
  for (const host of hosts) host.requestUpdate()
}
let watch: MutationObserver | undefined

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
    if (own !== undefined) return own
    // What an administrator called a built-in in English is nearer to the truth than our word for it.
    const builtIn = isBuiltIn(one.id) && one.labels['en'] === BUILT_IN_LABELS[one.id] ? one.id : undefined
    return builtIn ? this.words.statuses[builtIn] : (one.labels['en'] ?? Object.values(one.labels)[0] ?? one.id)
  }

  /** The label of somebody's status: as the catalogue has it in this language, if it still has it. */
  labelFor({ status, label }: Presence, statuses: readonly StatusDefinition[]): string {
    const definition = statuses.find((one) => one.id === status)
    return definition ? this.labelOf(definition) : label
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
    this.#locale = loaded.get(language)
    // A language that does not load leaves English; the next of its elements tries again.
    if (!this.#locale)
      void LOADERS.get(language)?.().then(
        (locale) => keep(language, locale),
        () => {},
      )
    const { dir } = this.words
    if (this.#host.dir !== dir) this.#host.dir = dir
  }
}

function keep(language: string, locale: Locale): void {
  loaded.set(language, locale)
  redrawAll()
}

function tagOf(element: Element): string {
  for (let at: Element | undefined = element; at;) {
    const lang = at.closest('[lang]')?.getAttribute('lang')
    if (lang) return isTag(lang) ? lang : 'en'
    const root: Node = at.getRootNode()
    at = root instanceof ShadowRoot ? root.host : undefined
  }
  return 'en'
}

/** A page may say anything; what Intl does not take would throw later, in the middle of drawing. */
function isTag(lang: string): boolean {
  try {
    return Intl.getCanonicalLocales(lang).length === 1
  } catch {
    return false
  }
}

const languageOf = (tag: string): string => tag.split('-')[0]?.toLowerCase() ?? 'en'
const isBuiltIn = (id: string): id is keyof typeof BUILT_IN_LABELS => Object.hasOwn(BUILT_IN_LABELS, id)

/** `{label}` and the like, filled in. */
export const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)

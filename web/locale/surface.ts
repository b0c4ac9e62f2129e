import type { LitElement } from 'lit'
import { fill, isShipped, languageOf, Later, Worded } from './worded.js'
import type { Language } from './worded.js'

/** A text for each kind of number that a language tells apart; `{n}` is the number. */
export type Plural = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string }>

type File<W> = () => Promise<{ readonly words: W }>
/** What one part of the pages says: in English at hand, in every other language when a page first speaks it. */
export interface Surface<W> {
  readonly english: W
  readonly others: Readonly<Record<Language, Later<W>>>
}

export const surface = <W>(english: W, { ar, de, es, fr, ja }: Readonly<Record<Language, File<W>>>): Surface<W> => ({
  english,
  others: { ar: later(ar), de: later(de), es: later(es), fr: later(fr), ja: later(ja) },
})

const later = <W>(load: File<W>): Later<W> => new Later(async () => (await load()).words)

/** A host's words, with those of its part of the pages. */
export class Spoken<W> extends Worded {
  readonly #surface: Surface<W>

  constructor(host: LitElement, said: Surface<W>) {
    super(host)
    this.#surface = said
  }

  get own(): W {
    return this.of(this.#surface)
  }

  of<V>({ english, others }: Surface<V>): V {
    const language = languageOf(this.tag)
    return (isShipped(language) ? others[language].words : undefined) ?? english
  }

  /** A number as the language writes it. */
  readonly number = (value: number): string =>
    cached(numbers, this.tag, (tag) => new Intl.NumberFormat(tag)).format(value)

  /** `1 agent`, `1,234 agents`. What else stands in braces is filled in as well. */
  readonly count = (forms: Plural, n: number, others: Readonly<Record<string, string>> = {}): string => {
    const spoken = isShipped(languageOf(this.tag)) ? this.tag : 'en'
    const kind = cached(kinds, spoken, (tag) => new Intl.PluralRules(tag)).select(n)
    return fill(forms[kind] ?? forms.other, { n: this.number(n), ...others })
  }
}

const numbers = new Map<string, Intl.NumberFormat>()
const kinds = new Map<string, Intl.PluralRules>()

function cached<F>(made: Map<string, F>, tag: string, make: (tag: string) => F): F {
  const found = made.get(tag) ?? make(tag)
  made.set(tag, found)
  return found
}

/** The text before and after a blank that an element stands in. */
export const around = (text: string, blank: string): readonly [string, string] => {
  const [before = '', after = ''] = text.split(`{${blank}}`)
  return [before, after]
}

import type { Page } from 'playwright-core'
import { ADMIN } from '../../web/locale/admin.js'
import { BOARD } from '../../web/locale/board.js'
import { DESK } from '../../web/locale/desk.js'
import { words } from '../../web/locale/en.js'
import { details } from '../../web/locale/en-details.js'
import { FLOOR } from '../../web/locale/floor.js'
import { PAGE } from '../../web/locale/page.js'
import type { Language } from '../../web/locale/worded.js'
import { allTexts } from './texts.js'

const SURFACES = { board: BOARD, page: PAGE, floor: FLOOR, desk: DESK, admin: ADMIN }

/** English, and the same tables in a language. */
export async function tablesOf(language: Language): Promise<readonly (readonly [object, object])[]> {
  const picker = (await import(`../../web/locale/${language}.js`)) as { words: object; details: object }
  const surfaces = Object.entries(SURFACES).map(async ([name, { english }]) => {
    const file = (await import(`../../web/locale/${name}/${language}.js`)) as { words: object }
    return [english, file.words] as const
  })
  return [[words, picker.words], [details, picker.details], ...(await Promise.all(surfaces))]
}

/** What on a page is a text of the English tables that the language says otherwise. */
export async function englishLeft(page: Page, language: Language): Promise<string[]> {
  const tables = await tablesOf(language)
  const theirs = new Set(tables.flatMap(([, said]) => [...allTexts(said).values()]))
  const english = tables.flatMap(([one, said]) => {
    const translated = allTexts(said)
    return [...allTexts(one)].filter(([at, text]) => translated.get(at) !== text && !theirs.has(text))
  })
  const patterns = english.map(([, text]) => patternOf(text)).filter((pattern) => pattern !== undefined)
  const shown = await page.evaluate(textsShown)
  return shown.filter((text) => patterns.some((pattern) => pattern.test(text)))
}

/** A text with blanks is recognised by what stands around them, if that are words. */
function patternOf(text: string): RegExp | undefined {
  const parts = text.split(/\{\w+\}/)
  if (!parts.some((part) => /[a-z]{3}/i.test(part))) return undefined
  return new RegExp(`^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+')}$`)
}

/** Every text node and every text that is only said, through shadow roots, as on the page now. */
function textsShown(): string[] {
  const texts: string[] = [document.title]
  const look = (root: Node): void => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node instanceof Element) {
        for (const name of ['aria-label', 'aria-valuetext', 'aria-description', 'placeholder', 'title', 'alt'])
          texts.push(node.getAttribute(name) ?? '')
        if (node.shadowRoot) look(node.shadowRoot)
      } else if (!node.parentElement?.closest('style, script, noscript')) texts.push(node.textContent ?? '')
    }
  }
  look(document)
  return [...new Set(texts.map((text) => text.replace(/\s+/g, ' ').trim()).filter(Boolean))]
}

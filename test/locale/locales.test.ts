import * as ar from '../../web/locale/ar.js'
import * as de from '../../web/locale/de.js'
import { words } from '../../web/locale/en.js'
import { details } from '../../web/locale/en-details.js'
import * as es from '../../web/locale/es.js'
import * as fr from '../../web/locale/fr.js'
import * as ja from '../../web/locale/ja.js'
import { RULES } from '../../server/engine/rules.js'

/** That none lacks a word, the compiler says. */
const LOCALES = { ar, de, es, fr, ja }
const english = { words, details }

/** Every text with where it stands. */
function texts(tree: object, at = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]): [string, string][] => {
    if (typeof value === 'string') return [[`${at}.${key}`, value]]
    return typeof value === 'object' && value !== null ? texts(value, `${at}.${key}`) : []
  })
}
const blanks = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([blank]) => blank).sort()

describe.each(Object.entries(LOCALES))('%s', (tag, locale) => {
  const theirs = new Map(texts(locale))

  test('has a word for everything, with the same blanks to fill in', () => {
    for (const [at, text] of texts(english)) {
      expect([at, theirs.get(at)?.trim()]).not.toEqual([at, ''])
      expect([at, blanks(theirs.get(at) ?? '')]).toEqual([at, blanks(text)])
    }
  })

  test('has sentences of its own: none of more than three words is English', () => {
    const left = texts(english).filter(([at, text]) => text.split(' ').length > 3 && theirs.get(at) === text)
    expect(left).toEqual([])
  })

  test('names its statuses apart', () => {
    expect(new Set(Object.values(locale.words.statuses)).size).toBe(6)
  })

  test(`is written ${tag === 'ar' ? 'from right to left' : 'from left to right'}`, () => {
    expect(locale.words.dir).toBe(tag === 'ar' ? 'rtl' : 'ltr')
  })
})

test('every rule of the hub has words', () => {
  expect(Object.keys(details.rules).sort()).toEqual(RULES.map((one) => one.name).sort())
})

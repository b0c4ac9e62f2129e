import { RULES } from '../../server/engine/rules.js'
import * as ar from '../../web/locale/ar.js'
import * as de from '../../web/locale/de.js'
import { details } from '../../web/locale/en-details.js'
import * as es from '../../web/locale/es.js'
import * as fr from '../../web/locale/fr.js'
import * as ja from '../../web/locale/ja.js'
import type { Language } from '../../web/locale/worded.js'
import { allTexts, blanksOf } from '../support/texts.js'
import { tablesOf } from '../support/words-left.js'

const FILES = { ar, de, es, fr, ja } satisfies Record<Language, object>
const LANGUAGES = Object.keys(FILES) as Language[]

/** That no table lacks a word, the compiler says. */
describe.each(LANGUAGES)('%s', (language) => {
  test('has a word for everything, with the same blanks to fill in', async () => {
    for (const [english, theirs] of await tablesOf(language)) {
      const said = allTexts(theirs)
      for (const [at, text] of allTexts(english)) {
        // How many forms a number has is the language's own affair; one may say the number by a word alone.
        if (/\.(zero|one|two|few|many)$/.test(at)) continue
        expect([at, said.get(at)?.trim() ?? '']).not.toEqual([at, ''])
        expect([at, blanksOf(said.get(at) ?? '')]).toEqual([at, blanksOf(text)])
      }
    }
  })

  test('has sentences of its own: none of more than three words is English', async () => {
    for (const [english, theirs] of await tablesOf(language)) {
      const said = allTexts(theirs)
      const left = [...allTexts(english)].filter(([at, text]) => text.split(' ').length > 3 && said.get(at) === text)
      expect(left).toEqual([])
    }
  })

  test('names its statuses apart', () => {
    expect(new Set(Object.values(FILES[language].words.statuses)).size).toBe(6)
  })

  test(`is written ${language === 'ar' ? 'from right to left' : 'from left to right'}`, () => {
    expect(FILES[language].words.dir).toBe(language === 'ar' ? 'rtl' : 'ltr')
  })
})

test('every rule of the hub has words', () => {
  expect(Object.keys(details.rules).sort()).toEqual(RULES.map((one) => one.name).sort())
})

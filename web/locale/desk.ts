import { surface } from './surface.js'
import type { Plural } from './surface.js'

const free: Plural = { one: '{n} unit free', other: '{n} units free' }

/** The agent's page around the picker. */
const english = {
  yourStatus: 'Your status',
  inStatus: 'In this status',
  lastKnown: 'Last known',
  newWork: 'New work',
  reachesYou: 'Can reach you',
  reachesNot: 'Does not reach you',
  until: 'Until',
  today: 'Today',
  work: 'Your work',
  ringAloud: 'Ring aloud',
  letArrive: 'Let work arrive',
  sendChat: 'Send me a chat',
  gone: '{item} is no longer offered to you.',
  workFailed: 'Your work could not be loaded. {why}',
  persona: 'Demo persona',
  sitHere: 'Sit here as somebody else',
  name: 'Name',
  capacity: 'Capacity',
  ofProfile: '{used} of {limit} {name}',
  blocking: 'blocks all at its limit',
  offers: 'Offers',
  newOffer: { conversation: 'New conversation', record: 'New record' },
  ringing: 'ringing for {time}',
  timeLeft: 'Time left to answer',
  accept: 'Accept',
  reject: 'Reject',
  elsewhere: 'Accept it where your work is.',
  keyAccepts: 'Alt A accepts',
  keyRejects: 'Alt R rejects',
  noWork: 'No open work',
  noWorkHint: 'What you accept shows up here.',
  workItems: 'Work items',
  open: 'Open',
  inWrapUp: 'Wrap-up',
  withYou: '{time} with you',
  endsIn: 'Ends by itself in {time}',
  finish: 'Finish',
  transfer: 'Transfer',
  wrapUp: 'Wrap up',
  close: 'Close',
  transferOf: 'Transfer {item}',
  toWhom: 'To a colleague who can take work now',
  looking: 'Looking…',
  nobodyNamed: 'Nobody of that name can take work now.',
  nobody: 'Nobody else can take work now.',
  colleagues: 'Colleagues',
  free,
}
export type DeskWords = typeof english

export const DESK = surface<DeskWords>(english, {
  ar: () => import('./desk/ar.js'),
  de: () => import('./desk/de.js'),
  es: () => import('./desk/es.js'),
  fr: () => import('./desk/fr.js'),
  ja: () => import('./desk/ja.js'),
})

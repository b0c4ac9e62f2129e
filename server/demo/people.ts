const FIRST = [
  'Ada',
  'Alan',
  'Amina',
  'Ben',
  'Carla',
  'Chen',
  'Dana',
  'Diego',
  'Elif',
  'Emil',
  'Fatou',
  'Grace',
  'Hana',
  'Ivan',
  'Jonas',
  'Kofi',
  'Lena',
  'Linus',
  'Mara',
  'Milo',
  'Nadia',
  'Noor',
  'Omar',
  'Priya',
  'Quinn',
  'Rosa',
  'Sami',
  'Tara',
  'Uma',
  'Viktor',
  'Wen',
  'Yara',
  'Zoe',
] as const
const LAST = [
  'Abara',
  'Berg',
  'Costa',
  'Dahl',
  'Eriksen',
  'Fischer',
  'Garcia',
  'Haddad',
  'Ito',
  'Jansen',
  'Kaya',
  'Lopez',
  'Mbeki',
  'Novak',
  'Okafor',
  'Patel',
  'Rossi',
  'Sato',
  'Tanaka',
  'Varga',
  'Weber',
  'Yilmaz',
  'Zhang',
] as const

/** Team ids have a prefix, so that the demo's policies never touch a team somebody else made. */
export const DEMO_TEAMS = ['demo.billing', 'demo.sales', 'demo.support', 'demo.technical'] as const

export interface Person {
  readonly agentId: string
  readonly name: string
  readonly team: string
}

/** The same floor at every start: FIRST and LAST have no common divisor, so names repeat only after 759 people. */
export const people = (count: number): readonly Person[] =>
  Array.from({ length: count }, (_, index) => ({
    agentId: `demo-${String(index + 1).padStart(3, '0')}`,
    name: `${FIRST[index % FIRST.length] ?? ''} ${LAST[index % LAST.length] ?? ''}`,
    team: DEMO_TEAMS[index % DEMO_TEAMS.length] ?? DEMO_TEAMS[0],
  }))

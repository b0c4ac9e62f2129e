import { isTombstone } from '../../server/store/store.js'
import { Database, ORG } from './database.js'
import { agentOf, AGENTS, Desk } from './desk.js'
import { type Dice, diceOf } from './dice.js'
import { Facts } from './facts.js'
import { type Berth, Fleet } from './fleet.js'
import type { Deed, Schedule } from './steps.js'
import { Tab } from './tab.js'
import { Truth } from './truth.js'
import { VirtualTime } from './virtual-time.js'
import { SimWatcher } from './watcher.js'
import { FAIR, type Weather } from './weather.js'

/** Nodes on one database, agents with their tabs, watchers, and everything that befalls them. */
export class SimWorld {
  readonly time: VirtualTime
  readonly database: Database
  readonly truth: Truth
  readonly facts = new Facts((agentId) => this.truth.forgets(agentId))
  readonly fleet: Fleet
  readonly watchers: readonly SimWatcher[]
  readonly #dice: Dice
  readonly #weather: Weather = { ...FAIR }
  readonly #tabs = new Map<string, Tab[]>()
  readonly #desk: Desk
  #tabsEver = 0
  /** The database is away for everybody until then, for those that start now too. */
  #awayUntil = -Infinity
  #weathers = 0
  /** Nodes that have not read the database anew since it lost something. */
  readonly #unaware = new Set<Berth>()

  constructor(schedule: Schedule) {
    this.#dice = diceOf(schedule.seed + 1)
    this.time = new VirtualTime(this.#dice)
    this.database = new Database(this.time)
    this.truth = new Truth(this.time)
    this.database.watch({
      entry: (entry, put) => {
        this.facts.entry(entry, put)
        if (entry.type === 'agents') for (const { record } of entry.puts) this.truth.sees(record.presence, 'the log')
      },
      replaced: () => this.#noticeLoss(),
    })
    this.watchers = ['org', 'org', `agent:${AGENTS[0]}`].map(
      (room, index) => new SimWatcher(`watcher ${index}`, room, this.truth),
    )
    this.fleet = new Fleet({
      time: this.time,
      dice: this.#dice,
      truth: this.truth,
      database: this.database,
      weather: this.#weather,
      onFrame: (node, frame) => this.watchers.forEach((watcher) => watcher.hear(node, frame)),
      onRenewed: (berth) => this.#becomesAware(berth),
    })
    this.#desk = new Desk({ ...this.#access(), facts: this.facts })
    for (let count = 0; count < schedule.nodes; count++) this.fleet.start()
  }

  async does(deed: Deed): Promise<void> {
    switch (deed.do) {
      case 'open':
        return this.#opens(agentOf(deed.agent), deed.node)
      case 'close':
        return this.#tabOf(deed)?.leave()
      case 'refresh':
        return this.#tabOf(deed)?.refresh(deed.gapMs)
      case 'choose':
        return this.#desk.choose(agentOf(deed.agent), deed.node, deed.status)
      case 'reset':
        return this.#desk.reset(agentOf(deed.agent), deed.node)
      case 'sign out':
        return this.#desk.signOut(agentOf(deed.agent), deed.node)
      case 'delete':
        return this.#desk.remove(agentOf(deed.agent), deed.node)
      case 'hire':
        return this.#desk.hire(agentOf(deed.agent), deed.node)
      case 'accept':
        return this.#desk.accept(agentOf(deed.agent), deed.node)
      case 'offer':
        return this.#desk.offer(agentOf(deed.agent), deed.node)
      case 'end work':
        return this.#desk.endWork(agentOf(deed.agent), deed.node)
      case 'transfer':
        return this.#desk.transfer(agentOf(deed.agent), agentOf(deed.to), deed.node)
      case 'race':
        return this.#desk.race(agentOf(deed.agent), deed.node, deed.other)
      case 'policy':
        return this.#desk.policy(deed.node, deed.sessionLimit)
      case 'watch': {
        const [watcher, one] = [this.watchers[deed.watcher], this.fleet.nth(deed.node)]
        if (watcher && one?.node) watcher.come(one.node)
        return
      }
      case 'start node':
        if (this.fleet.living().length < 5) this.fleet.start(this.#awayUntil - this.time.now)
        return
      case 'kill':
        return this.#each(deed.node, (berth) => this.fleet.kill(berth))
      case 'stop node':
        return this.#each(deed.node, (berth) => this.fleet.stop(berth))
      case 'freeze':
        return this.#each(deed.node, (berth) => this.fleet.freeze(berth, deed.ms))
      case 'cut off':
        return this.#each(deed.node, (berth) => this.fleet.cutOff(berth, deed.ms, deed.gap))
      case 'lose entries':
        return this.#each(deed.node, ({ starting }) => starting.line.loseEntries(deed.entries))
      case 'bad weather':
        return this.#badWeather(deed)
      case 'database away':
        this.#awayUntil = Math.max(this.#awayUntil, this.time.now + deed.ms)
        for (const berth of this.fleet.living()) this.fleet.cutOff(berth, deed.ms, deed.gap)
        return
      case 'database emptied':
        return this.database.lose(Infinity)
      case 'database goes back':
        return this.database.lose(deed.ms)
    }
  }

  /** Faults end, and all that is left of them is what they did. */
  calm(): void {
    Object.assign(this.#weather, FAIR)
    this.truth.weather(true)
    this.#awayUntil = -Infinity
    for (const berth of this.fleet.living()) {
      this.fleet.thaw(berth)
      this.fleet.mend(berth, false)
    }
    if (this.fleet.reachable().length === 0) this.fleet.start()
    this.truth.trouble()
  }

  async look(): Promise<void> {
    for (const agentId of AGENTS) {
      const found = await this.database.stored(agentId)
      if (found && !isTombstone(found)) this.truth.looksAt(found)
    }
    const nodes = this.fleet.reachable().map(({ node }) => node)
    const [somewhere] = nodes
    // Whoever watched at a node that died or stops goes on at another.
    for (const watcher of this.watchers)
      if (somewhere && (watcher.node === null || !nodes.includes(watcher.node))) watcher.come(somewhere)
  }

  #each(node: number, befalls: (berth: Berth) => void): void {
    const berth = this.fleet.nth(node)
    if (berth) befalls(berth)
  }

  #access() {
    return { time: this.time, dice: this.#dice, truth: this.truth, reachable: () => this.fleet.reachable() }
  }

  #opens(agentId: string, node: number): void {
    const tabs = (this.#tabs.get(agentId) ?? []).filter((one) => one.wanted)
    if (tabs.length >= 3) return
    const tab = new Tab(agentId, `${agentId}-${++this.#tabsEver}`, this.#access())
    this.#tabs.set(agentId, [...tabs, tab])
    tab.come(node)
  }

  #tabOf({ agent, tab }: { readonly agent: number; readonly tab: number }): Tab | undefined {
    const tabs = (this.#tabs.get(agentOf(agent)) ?? []).filter((one) => one.wanted)
    return tabs[tab % Math.max(1, tabs.length)]
  }

  #badWeather({ ms, failing, slowMs }: Extract<Deed, { do: 'bad weather' }>): void {
    const mine = ++this.#weathers
    Object.assign(this.#weather, { failing, slowMs })
    this.truth.weather(false)
    this.time.in(ms, () => {
      if (mine !== this.#weathers) return
      Object.assign(this.#weather, FAIR)
      this.truth.weather(true)
    })
  }

  #noticeLoss(): void {
    this.truth.trouble()
    this.#unaware.clear()
    for (const berth of this.fleet.living()) if (berth.node) this.#unaware.add(berth)
    void this.#withStored((found) => this.facts.databaseLost(found, (agentId) => this.#held(agentId)))
  }

  #becomesAware(berth: Berth): void {
    const was = this.#unaware.delete(berth)
    if (!was && !berth.starting.process.dead) return
    void this.#withStored((found) => {
      this.facts.holdersLost(found, (agentId) => this.#held(agentId))
      if (was && this.#unaware.size === 0) this.facts.allNoticed()
    })
  }

  async #withStored(look: (found: (agentId: string) => Awaited<ReturnType<Database['stored']>>) => void) {
    const stored = new Map(
      await Promise.all(AGENTS.map(async (id) => [id as string, await this.database.stored(id)] as const)),
    )
    look((agentId) => stored.get(agentId))
  }

  #held(agentId: string) {
    return this.fleet.living().map(({ node }) => node?.board.peek(ORG)?.newest(agentId))
  }
}

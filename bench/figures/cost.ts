import { readFileSync } from 'node:fs'
import type { Contender } from '../contenders/contender.js'

/** Clock ticks a second in /proc. Source: sysconf(_SC_CLK_TCK), 100 on every Linux that Node runs on. */
const TICKS = 100
/** Fields of /proc/PID/stat after the name, which may hold anything: utime and stime are the 14th and 15th of all. */
const [USER, SYSTEM] = [11, 12]

/** CPU time that a process has used, s. */
export function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[USER]) + Number(fields[SYSTEM])) / TICKS
}

/** What a process holds in memory, bytes. */
export function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1_024
}

/** CPU time that everybody on this machine has used, s: what is not ours spoils the figures. */
export function machineCpu(): number {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = (
    readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? ''
  )
    .split(/\s+/)
    .slice(1)
    .map(Number)
  return (user + nice + system + irq + softirq) / TICKS
}

export interface Used {
  readonly nodesS: readonly number[]
  readonly redisS: number
  readonly redisCommands: number
}

/** What a contender's processes have used so far. */
export async function usedBy({ nodes, redis }: Contender): Promise<Used> {
  const info = redis ? await redis.admin.info() : ''
  const read = (name: string) => Number(new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1] ?? 0)
  return {
    nodesS: nodes.map(({ pid }) => cpuOf(pid)),
    redisS: read('used_cpu_user') + read('used_cpu_sys'),
    redisCommands: read('total_commands_processed'),
  }
}

export const usedBetween = (before: Used, after: Used): Used => ({
  nodesS: after.nodesS.map((s, n) => s - (before.nodesS[n] ?? 0)),
  redisS: after.redisS - before.redisS,
  redisCommands: after.redisCommands - before.redisCommands,
})

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)

/** User and system time of this process so far, us. */
export function ownCpuUs(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

/** An id the hub accepts, from whatever a person typed: "Ada Lovelace" is `ada-lovelace`. Empty if nothing of it can be one. */
export const readableId = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9_.:@-]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60)

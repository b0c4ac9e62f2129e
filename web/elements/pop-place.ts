/** How much room a panel wants, CSS px: its width with a margin, and a height at which it is of use. */
const WANTS = { width: 360, height: 340 }

/** Where a panel of this element has room: `below end`, unless the edge of the window is too near. */
export function placeFor(element: Element): string {
  const { left, right, top, bottom } = element.getBoundingClientRect()
  const room = getComputedStyle(element).direction === 'rtl' ? innerWidth - left : right
  const below = innerHeight - bottom
  return `${below < WANTS.height && top > below ? 'above' : 'below'} ${room < WANTS.width ? 'start' : 'end'}`
}

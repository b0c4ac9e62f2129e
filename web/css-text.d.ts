/** The build gives a stylesheet's text to whoever imports it. */
declare module '*.css' {
  const text: string
  export default text
}

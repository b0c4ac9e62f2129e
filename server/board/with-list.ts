/** The JSON of an object and one more field, whose JSON is there already. */
export const withList = (fields: object, name: string, json: string): string =>
  `${JSON.stringify(fields).slice(0, -1)},"${name}":${json}}`

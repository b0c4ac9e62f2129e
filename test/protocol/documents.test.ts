import { Ajv2020 } from 'ajv/dist/2020.js'
import { asyncApi } from '../../protocol/asyncapi.js'
import { ERROR_CODES } from '../../protocol/errors.js'
import { COMMANDS, EVENTS } from '../../protocol/messages.js'
import { openApi } from '../../protocol/openapi.js'
import { ROUTES } from '../../protocol/routes.js'

// eslint-disable-next-line @typescript-eslint/no-explicit-any
const [rest, sockets] = [openApi({ devMode: true }) as any, asyncApi() as any]

/** Every `$ref` of a document, and whether it leads somewhere. */
function brokenRefs(document: unknown): string[] {
  const refs: string[] = []
  JSON.stringify(document, (key, value: unknown) => {
    if (key === '$ref' && typeof value === 'string') refs.push(value)
    return value
  })
  return refs.filter((ref) => {
    let at: unknown = document
    for (const part of ref.slice(2).split('/'))
      at = (at as Record<string, unknown> | undefined)?.[part.replaceAll('~1', '/')]
    return at === undefined
  })
}

test('every route is in the OpenAPI document, once, with its answers and errors', () => {
  const operations = Object.values(rest.paths).flatMap((path) => Object.values(path as object)) as {
    operationId?: string
  }[]
  expect(
    operations
      .map((one) => one.operationId)
      .filter(Boolean)
      .sort(),
  ).toEqual(Object.keys(ROUTES).sort())
  for (const route of Object.values(ROUTES)) {
    const operation = rest.paths[route.path][route.method]
    expect(Object.keys(operation.responses)).toEqual(
      expect.arrayContaining([...Object.keys(route.answers), '400', '401', '403', '429', '503']),
    )
    for (const name of route.path.matchAll(/\{(\w+)\}/g))
      expect(operation.parameters).toContainEqual(
        expect.objectContaining({ name: name[1], in: 'path', required: true }),
      )
  }
})

test('every command, ack and event is in the AsyncAPI document', () => {
  const names = Object.values(sockets.channels.sockets.messages).map((one) => (one as { name: string }).name)
  for (const command of Object.keys(COMMANDS))
    expect(names.filter((name) => name === command).length).toBeGreaterThanOrEqual(2)
  for (const event of Object.keys(EVENTS)) expect(names).toContain(event)
  expect(Object.keys(sockets.operations)).toHaveLength(Object.keys(COMMANDS).length + Object.keys(EVENTS).length)
})

test.each([
  ['OpenAPI', rest],
  ['AsyncAPI', sockets],
])('no reference of the %s document leads nowhere', (_name, document) => expect(brokenRefs(document)).toEqual([]))

test('every schema of both documents compiles', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  const components = { ...rest.components.schemas }
  const rooted = (schema: unknown) => ({ ...(schema as object), components: { schemas: components } })
  const payloads = Object.values(sockets.channels.sockets.messages).map((one) => (one as { payload: unknown }).payload)
  for (const schema of [...Object.values(components), ...payloads])
    expect(() => ajv.compile(rooted(schema))).not.toThrow()
})

test('every error code is among the problems', () => {
  expect(rest.components.schemas.Problem.properties.code.enum).toEqual(ERROR_CODES)
})

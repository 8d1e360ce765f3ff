/**
 * Writes `src/types/generated.ts` from the server's OpenAPI. `cargo xtask codegen` (or `npm run codegen`)
 * runs it, after it has written `openapi.json`. With `--check` it writes nothing and fails when the file is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import openapiTS, { astToString } from 'openapi-typescript'

const OUTPUT = new URL('../src/types/generated.ts', import.meta.url)
const HEADER = '/** Generated from the server’s OpenAPI by `cargo xtask codegen`. Do not edit. */\n'
/** The only fields the server leaves out when they are empty; every other one is always written. */
const LEFT_OUT = new Set(['Envelope.seq', 'Problem.errors'])

const args = process.argv.slice(2)
const input = args.find((arg) => !arg.startsWith('--'))
if (!input) throw new Error('Name the OpenAPI file, or run cargo xtask codegen')
const description = JSON.parse(readFileSync(input, 'utf8'))
for (const [name, schema] of Object.entries(description.components.schemas)) requireWritten(name, schema)

addMissingIds(description)

const ast = await openapiTS(description, { rootTypes: true, rootTypesNoSchemaPrefix: true })
const text = HEADER + astToString(ast)
if (args.includes('--check')) {
  if (readFileSync(OUTPUT, 'utf8') !== text)
    throw new Error('src/types/generated.ts is stale: run `cargo xtask codegen` and commit what it writes.')
} else {
  writeFileSync(OUTPUT, text)
}

/** OpenAPI calls an optional value an optional field; the server writes it as null. */
function requireWritten(name, schema) {
  for (const part of [schema, ...(schema.allOf ?? []), ...(schema.oneOf ?? [])]) {
    if (!part.properties) continue
    part.required = Object.keys(part.properties).filter((field) => !LEFT_OUT.has(`${name}.${field}`))
  }
}

/** Ids that occur only in addresses are not listed as schemas; all of them are UUIDs as strings. */
function addMissingIds({ components, ...rest }) {
  const named = JSON.stringify([components, rest]).matchAll(/"#\/components\/schemas\/(\w+)"/g)
  for (const [, name] of named) {
    if (!components.schemas[name] && name.endsWith('Id')) components.schemas[name] = { type: 'string', format: 'uuid' }
  }
}

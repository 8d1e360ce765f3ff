// Renders the OpenAPI document as a page: no library, nothing fetched from elsewhere.
'use strict'

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}

const schemaOf = (content) => content && Object.values(content)[0]?.schema

function operation(path, method, description) {
  const body = schemaOf(description.requestBody?.content)
  const details = element('details', {}, element('summary', {},
    element('span', { className: 'method', textContent: method.toUpperCase() }),
    element('code', { textContent: path }),
    element('span', { textContent: description.summary ?? '' })))
  if (description.description) details.append(element('p', { textContent: description.description }))
  for (const parameter of description.parameters ?? []) {
    const text = `${parameter.name} (${parameter.in}) ${parameter.description ?? ''}`
    details.append(element('p', {}, element('code', { textContent: text })))
  }
  if (body) details.append(element('p', { textContent: 'Body' }), element('pre', { textContent: JSON.stringify(body, null, 2) }))
  for (const [status, response] of Object.entries(description.responses ?? {})) {
    const schema = schemaOf(response.content)
    details.append(element('p', { textContent: `${status} ${response.description ?? ''}` }))
    if (schema) details.append(element('pre', { textContent: JSON.stringify(schema, null, 2) }))
  }
  return details
}

async function show() {
  const main = document.getElementById('operations')
  const response = await fetch('/api/v1/openapi.json')
  const document_ = await response.json()
  const groups = new Map()
  for (const [path, methods] of Object.entries(document_.paths)) {
    for (const [method, description] of Object.entries(methods)) {
      const tag = description.tags?.[0] ?? 'other'
      groups.set(tag, [...(groups.get(tag) ?? []), operation(path, method, description)])
    }
  }
  main.replaceChildren()
  for (const [tag, operations] of groups) main.append(element('h2', { textContent: tag }), ...operations)
  main.append(element('h2', { textContent: 'Schemas' }))
  for (const [name, schema] of Object.entries(document_.components?.schemas ?? {})) {
    main.append(element('details', {}, element('summary', {}, element('code', { textContent: name })),
      element('pre', { textContent: JSON.stringify(schema, null, 2) })))
  }
}

show().catch((error) => {
  document.getElementById('operations').textContent = `The API description cannot be read: ${error.message}`
})

/** The posting's own text: cleaned by the server, and once more here before it becomes HTML. */
import DOMPurify from 'dompurify'
import { type ReactElement, useMemo } from 'react'

/** What a posting may consist of. No pictures (they report who reads), no styles, no forms. */
const ALLOWED = {
  ALLOWED_TAGS: [
    'a',
    'b',
    'blockquote',
    'br',
    'code',
    'div',
    'em',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'hr',
    'i',
    'li',
    'ol',
    'p',
    'pre',
    'span',
    'strong',
    'sub',
    'sup',
    'table',
    'tbody',
    'td',
    'th',
    'thead',
    'tr',
    'u',
    'ul',
  ],
  ALLOWED_ATTR: ['href', 'title'],
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|tel:)/i,
}

/** HTML that is safe to show; links open elsewhere and tell the other site nothing. */
export function cleanHtml(html: string): string {
  const fragment = DOMPurify.sanitize(html, { ...ALLOWED, RETURN_DOM_FRAGMENT: true })
  for (const link of fragment.querySelectorAll('a')) {
    link.setAttribute('target', '_blank')
    link.setAttribute('rel', 'noopener noreferrer nofollow')
  }
  const holder = document.createElement('div')
  holder.append(fragment)
  return holder.innerHTML
}

export function JobDescription({ html, language }: { html: string; language?: string | null }): ReactElement {
  const clean = useMemo(() => cleanHtml(html), [html])
  if (clean.trim() === '') return <p className="text-muted">The board published no description.</p>
  // biome-ignore lint/security/noDangerouslySetInnerHtml: cleaned by the server and by cleanHtml above.
  return <div className="prose" lang={language ?? undefined} dangerouslySetInnerHTML={{ __html: clean }} />
}

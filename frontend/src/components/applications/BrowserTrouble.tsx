/** Says why nothing in line moves while the browser that fills the forms does not start; else nothing. */

import { useSystemHealth } from 'hooks/useRealTime'
import type { ReactElement } from 'react'
import { Note } from 'ui/display'
import { Link } from 'wouter'

export function BrowserTrouble(): ReactElement | null {
  const { services } = useSystemHealth()
  const trouble = services.find(({ service, status }) => service === 'browser' && status === 'down')
  if (!trouble) return null
  return (
    <Note tone="warn" icon="warning">
      {trouble.message}{' '}
      <Link href="/system" className="font-semibold underline">
        See the system page
      </Link>
    </Note>
  )
}

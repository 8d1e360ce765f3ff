/** An address that leads nowhere. */
import type { ReactElement } from 'react'
import { Empty } from 'ui/display'
import { Link } from 'wouter'

export default function NotFoundPage(): ReactElement {
  return (
    <Empty
      icon="search"
      title="There is no such page"
      action={
        <Link href="/real-time-dashboard" className="btn btn-primary">
          To the live page
        </Link>
      }
    >
      The address may be old. Everything Jobwire keeps is in the menu.
    </Empty>
  )
}

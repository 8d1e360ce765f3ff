/** An address that leads nowhere. */

import { PageHeader } from 'components/PageHeader'
import type { ReactElement } from 'react'
import { Empty } from 'ui/display'
import { Link } from 'wouter'

export default function NotFoundPage(): ReactElement {
  return (
    <>
      <PageHeader title="There is no such page">The address may be old.</PageHeader>
      <div className="panel">
        <Empty
          icon="search"
          title="Everything Jobwire keeps is in the menu"
          action={
            <Link href="/real-time-dashboard" className="btn btn-primary">
              To the live page
            </Link>
          }
        />
      </div>
    </>
  )
}

/** The title of a page, what it is about, and what can be done on it. */

import { cx } from 'lib/cx'
import { type ReactElement, type ReactNode, useEffect } from 'react'

interface Props {
  title: string
  children?: ReactNode
  actions?: ReactNode
  className?: string
}

export function PageHeader({ title, children, actions, className }: Props): ReactElement {
  useEffect(() => {
    document.title = `${title} · Jobwire`
  }, [title])
  return (
    <header className={cx('mb-4 flex flex-wrap items-end gap-x-4 gap-y-3 md:mb-5', className)}>
      <div className="min-w-0 flex-1 basis-72">
        <h1 className="text-2xl font-semibold">{title}</h1>
        {children && <p className="mt-0.5 text-muted">{children}</p>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  )
}

/** Who is logged in, and the way out. */

import { useLiveSession } from 'hooks/useLive'
import type { ReactElement } from 'react'
import { dynamicAPI } from 'services/dynamicAPI'
import type { Me } from 'types/api'
import { IconButton } from 'ui/Button'
import { Badge } from 'ui/display'
import { showProblem } from 'ui/toasts'
import { useLocation } from 'wouter'

export function AccountMenu({ me, compact }: { me: Me; compact?: boolean }): ReactElement {
  const live = useLiveSession()
  const [, navigate] = useLocation()
  const logOut = async () => {
    try {
      await dynamicAPI.logout()
      navigate('/login')
      live.forget()
    } catch (error) {
      showProblem(error as Error, 'You are still logged in')
    }
  }
  if (compact) return <IconButton icon="logout" label="Log out" onClick={() => void logOut()} />
  return (
    <div className="flex items-center justify-center gap-2 rounded-md py-1 xl:justify-start xl:pl-3">
      <div className="hidden min-w-0 flex-1 items-center gap-2 xl:flex">
        <span className="truncate text-sm text-muted" title={me.user.email}>
          {me.user.email}
        </span>
        {me.demo && <Badge tone="accent">Demo</Badge>}
      </div>
      <IconButton icon="logout" label="Log out" small onClick={() => void logOut()} />
    </div>
  )
}

/** A page whose code is loaded when it is first opened, or before. */

import { type ComponentType, lazy, type ReactElement, useState } from 'react'
import { loadPage } from './loadPage'

interface Page<Props> {
  (props: Props): ReactElement
  /** Loads the code ahead. A failure is met when the page is opened. */
  preload: () => Promise<void>
}

/**
 * The page that `load` brings. Code that was preloaded is shown at once: `lazy` alone would show a fallback for it,
 * and React keeps a fallback for at least 300 ms.
 */
export function page<Props extends object>(load: () => Promise<{ default: ComponentType<Props> }>): Page<Props> {
  let loaded: ComponentType<Props> | null = null
  const keep = (module: { default: ComponentType<Props> }) => {
    loaded = module.default
    return module
  }
  const Lazy = lazy(() => loadPage(load).then(keep)) as unknown as ComponentType<Props>
  const choose = () => loaded ?? Lazy
  const opened = (props: Props) => <Opened choose={choose} props={props} />
  return Object.assign(opened, {
    preload: () =>
      load().then(
        (module) => void keep(module),
        () => {},
      ),
  })
}

/** Stays with what it chose as long as the page is open: another would begin it anew. */
function Opened<Props extends object>({
  choose,
  props,
}: {
  choose: () => ComponentType<Props>
  props: Props
}): ReactElement {
  const [Shown] = useState<ComponentType<Props>>(choose)
  return <Shown {...props} />
}

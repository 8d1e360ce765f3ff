/** What jsdom lacks, and a clean page before each test. */
import { cleanup, configure } from '@testing-library/react'
import { dismissToast } from 'ui/toasts'
import { afterEach, vi } from 'vitest'

// Reading a page's roles takes jsdom half a second on a busy machine; the usual second is then two looks.
configure({ asyncUtilTimeout: 5_000 })

const dialog = HTMLDialogElement.prototype
dialog.showModal ??= function (this: HTMLDialogElement) {
  this.open = true
}
dialog.close ??= function (this: HTMLDialogElement) {
  this.open = false
  this.dispatchEvent(new Event('close'))
}
Element.prototype.scrollIntoView ??= () => {}
URL.createObjectURL ??= () => 'blob:http://localhost:3000/made'
URL.revokeObjectURL ??= () => {}
globalThis.CSS ??= { escape: (text: string) => text.replaceAll(/[^\w-]/g, '\\$&') } as typeof CSS

afterEach(() => {
  cleanup()
  for (let id = 0; id < 500; id += 1) dismissToast(id)
  vi.useRealTimers()
  history.replaceState(null, '', '/')
})

/** Starts the application in the page. */
import { notifyManager } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

import { App } from './App'
import { preloadPages } from './Routes'
import './styles/index.css'

/** The first page has the network for itself this long. */
const PRELOAD_AFTER_MS = 1_000

// What an event changes is drawn in the same turn. By default a timer is between, and a frame that shows nothing new.
notifyManager.setScheduler(queueMicrotask)

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
addEventListener('load', () => setTimeout(preloadPages, PRELOAD_AFTER_MS))

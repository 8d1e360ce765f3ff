/** Starts the application in the page. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

import { App } from './App'
import { preloadPages } from './Routes'
import './styles/index.css'

/** The first page has the network for itself this long. */
const PRELOAD_AFTER_MS = 1_000

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
addEventListener('load', () => setTimeout(preloadPages, PRELOAD_AFTER_MS))

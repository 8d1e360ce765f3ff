/** What happens in the mock world by itself: a run goes on, a posting opens, numbers move. */
import { makeMatch } from './data.ts'
import { ids } from './ids.ts'
import type { World } from './world.ts'

const STEPS = ['Filling “Why us?”', 'Checking every field', 'Waiting for the page to settle', 'Taking a picture']

export function live(world: World): void {
  let tick = 0
  setInterval(() => {
    tick += 1
    const running = world.applications.find((item) => item.status === 'preparing')
    if (running) {
      const percent = Math.min(95, 55 + (tick % 20) * 2)
      world.emit('application_progress', {
        application_id: running.id,
        step_no: 5 + (tick % 40),
        step: STEPS[tick % STEPS.length] ?? '',
        percent,
        screenshot_id: ids.screenshot,
      })
    }
    const job = world.jobs[tick % world.jobs.length]
    if (job && tick % 4 === 0 && world.matching && world.matches.some((item) => item.job_id === job.id)) {
      const match = makeMatch(job, tick % 9, Date.now())
      world.emit('job_match_update', {
        matches: [match],
        removed: [],
        scored: world.jobs.length,
        total: world.jobs.length,
        truncated: false,
      })
    }
    if (tick % 5 === 0) world.emit('analytics_update', { ...world.analytics, matches: world.analytics.matches + tick })
  }, 2_000)
}

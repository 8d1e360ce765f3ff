/**
 * What an answer may not take back.
 *
 * An answer tells of the moment it was asked for. Steps of a run that were heard since are not told again, so a list
 * that took the place of what is shown as it is would make a bar go back until the run's next step.
 */
import type { Application } from '../types/api'

/** The application as answered, with the further one of both steps if it is still in the same state. */
export function withLiveStep(known: Application | undefined, answered: Application): Application {
  const further = known && known.version === answered.version && known.progress.percent > answered.progress.percent
  return further ? { ...answered, progress: known.progress } : answered
}

/** [`withLiveStep`] for each of a list, in the order answered. */
export function withLiveSteps(
  known: readonly Application[] | undefined,
  answered: readonly Application[],
): Application[] {
  const byId = new Map(known?.map((application) => [application.id, application]))
  return answered.map((application) => withLiveStep(byId.get(application.id), application))
}

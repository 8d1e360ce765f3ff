/** The places of one vacancy: where it is, each with its own posting, and where the person applied. */

import { hostOf, plural, safeHref } from 'lib/format'
import type { ReactElement } from 'react'
import type { Application, Id, VacancyPlace } from 'types/api'
import { Badge } from 'ui/display'
import { Icon } from 'ui/Icon'
import { Link } from 'wouter'

/** Nothing when the vacancy is in one place. */
export function JobPlaces({ here, places }: { here: Id; places: readonly VacancyPlace[] }): ReactElement | null {
  if (places.length < 2) return null
  return (
    <section aria-label="Places" className="grid gap-2">
      <h3 className="font-semibold">In {plural(places.length, 'place')}</h3>
      <ul className="grid gap-1.5 text-sm">
        {places.map((place) => (
          <li key={place.job_id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Place place={place} here={here} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Place({ place, here }: { place: VacancyPlace; here: Id }): ReactElement {
  const name = place.location || 'A place the posting does not name'
  const href = safeHref(place.url)
  return (
    <>
      {place.job_id === here ? (
        <span aria-current="true" className="font-semibold">
          {name}
        </span>
      ) : (
        <Link href={`/jobs/${place.job_id}`} className="text-accent hover:underline">
          {name}
        </Link>
      )}
      {href && (
        <a
          href={href}
          target="_blank"
          rel="noopener noreferrer"
          aria-label={`Posting for ${name} on ${hostOf(place.url)}`}
          className="inline-flex items-center gap-1 text-muted hover:underline"
        >
          <Icon name="external" className="size-3.5" />
          {hostOf(place.url)}
        </a>
      )}
      {place.closed_at && <Badge tone="bad">Closed</Badge>}
      {place.application_id && (
        <Link href={`/applications/${place.application_id}`} aria-label={`Your application in ${name}`}>
          <Badge tone="good" dot>
            Your application
          </Badge>
        </Link>
      )}
    </>
  )
}

/** Where the person applied to this vacancy, when that is not here. */
export function AppliedElsewhere({
  application,
  places,
}: {
  application: Application
  places: readonly VacancyPlace[]
}): ReactElement {
  const place = places.find(({ application_id }) => application_id === application.id)?.location
  return (
    <p className="text-sm text-muted">
      You have an{' '}
      <Link href={`/applications/${application.id}`} className="text-accent underline">
        application to this vacancy
      </Link>
      {place ? ` in ${place}.` : ' in another place.'}
    </p>
  )
}

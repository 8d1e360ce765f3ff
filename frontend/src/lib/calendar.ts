/** One interview as an iCalendar file, for a calendar that does not follow the feed. */
import type { ListedInterview } from 'types/api'

/** An hour, where the invitation names no end. */
const DEFAULT_MS = 3_600_000

const stamp = (iso: string | number) => new Date(iso).toISOString().replace(/[-:]|\.\d{3}/g, '')
const escaped = (text: string) => text.replace(/([\\;,])/g, '\\$1').replace(/\r?\n/g, '\\n')

/** RFC 5545 allows 75 octets a line; longer ones go on in the next, after a space. */
function folded(line: string): string {
  const bytes = new TextEncoder()
  let rest = ''
  let size = 0
  for (const character of line) {
    const length = bytes.encode(character).length
    if (size + length > 74) {
      rest += '\r\n '
      size = 1
    }
    rest += character
    size += length
  }
  return rest
}

export function toICalendar(interview: ListedInterview, now: number): string {
  const end = interview.ends_at ?? Date.parse(interview.starts_at) + DEFAULT_MS
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Jobwire//Interviews//EN',
    'BEGIN:VEVENT',
    `UID:${escaped(interview.uid)}`,
    `DTSTAMP:${stamp(now)}`,
    `DTSTART:${stamp(interview.starts_at)}`,
    `DTEND:${stamp(end)}`,
    `SUMMARY:${escaped(`${interview.summary} (${interview.company})`)}`,
    ...(interview.location ? [`LOCATION:${escaped(interview.location)}`] : []),
    `DESCRIPTION:${escaped(`${interview.job_title} at ${interview.company}`)}`,
    `STATUS:${interview.cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return [...lines.map(folded), ''].join('\r\n')
}

/** Hands the file to the browser, which opens it in the calendar. */
export function saveInvitation(interview: ListedInterview): void {
  const url = URL.createObjectURL(new Blob([toICalendar(interview, Date.now())], { type: 'text/calendar' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `interview-${interview.company.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.ics`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 1_000)
}

/** Rows of two resumes, side by side, as they are shown. */
import type { ReviewMark, ReviewRow } from 'types/api'
import type { Tone } from './vocabulary'

interface MarkWord {
  label: string
  tone: Tone
  ground: string
}

export const MARKS: Record<ReviewMark, MarkWord> = {
  same: { label: '', tone: 'neutral', ground: '' },
  moved: { label: 'Moved', tone: 'accent', ground: 'bg-accent-soft/50' },
  left_out: { label: 'Left out', tone: 'bad', ground: 'bg-bad-soft/50' },
  added: { label: 'Not in your profile', tone: 'warn', ground: 'bg-warn-soft/60' },
}

/** How many lines there are of each mark; a line that moved counts once. */
export function countMarks(rows: readonly ReviewRow[]): Record<ReviewMark, number> {
  const counts: Record<ReviewMark, number> = { same: 0, moved: 0, left_out: 0, added: 0 }
  for (const { original, sent } of rows) {
    if (sent) counts[sent.mark] += 1
    if (original?.mark === 'left_out') counts.left_out += 1
  }
  return counts
}

export interface ReviewSection {
  key: string
  title: string
  rows: ReviewRow[]
  isChanged: boolean
}

/** Neighbouring rows of the same part together. A part that changed places appears at both. */
export function sectionsOf(rows: readonly ReviewRow[]): ReviewSection[] {
  const sections: ReviewSection[] = []
  for (const row of rows) {
    const last = sections.at(-1)
    const isChanged = row.sent?.mark !== 'same'
    if (last?.title === row.section) {
      last.rows.push(row)
      last.isChanged ||= isChanged
    } else {
      sections.push({ key: `${sections.length} ${row.section}`, title: row.section, rows: [row], isChanged })
    }
  }
  return sections
}

/** So many unchanged lines in a row are read by nobody who looks for changes. */
const FOLD_FROM = 4

export interface Stretch {
  rows: ReviewRow[]
  /** Nothing changed here, and there is much of it. */
  isFolded: boolean
}

/** The rows of a section in stretches; long ones in which nothing changed are to be folded. */
export function foldsOf(rows: readonly ReviewRow[]): Stretch[] {
  const stretches: (Stretch & { isSame: boolean })[] = []
  for (const row of rows) {
    const isSame = row.sent?.mark === 'same'
    const last = stretches.at(-1)
    if (last?.isSame === isSame) last.rows.push(row)
    else stretches.push({ rows: [row], isFolded: false, isSame })
  }
  return stretches.map(({ rows: own, isSame }) => ({ rows: own, isFolded: isSame && own.length >= FOLD_FROM }))
}

/** The documents of an invented application beside the invented profile. */
import type { Review, ReviewMark, ReviewRow } from '../src/types/api'
import { ids } from './ids.ts'

const row = (section: string, original: string | null, sent: string | null, mark: ReviewMark): ReviewRow => ({
  section,
  original: original === null ? null : { text: original, mark },
  sent: sent === null ? null : { text: sent, mark },
})
const same = (section: string, text: string) => row(section, text, text, 'same')
const WORK = 'Work · Staff Engineer, Rheinwerk Payments'

export function makeReview(sha256: string | null): Review {
  return {
    snapshot_sha256: sha256,
    resume: {
      document_id: ids.resume,
      file_name: 'Mara-Lindqvist-resume.pdf',
      original_id: ids.letter,
      is_tailored: true,
      as_printed: true,
      rows: [
        same('About you', 'Mara Lindqvist'),
        same('About you', 'Staff Engineer'),
        row('Skills', 'Kafka', null, 'moved'),
        same('Skills', 'PostgreSQL'),
        same('Skills', 'Rust'),
        row('Skills', null, 'Kafka', 'moved'),
        same(WORK, '2021-04'),
        row(WORK, 'Organised the yearly offsite of sixty people in three countries', null, 'left_out'),
        same(WORK, 'Cut payment latency from 900 to 120 ms'),
        same(WORK, 'Led the move of the ledger to PostgreSQL'),
      ],
      changes: [
        {
          what: 'Highlights at Rheinwerk Payments are ordered by what the posting asks for; 1 unrelated one is left out.',
          why: 'A reader sees the relevant ones first.',
        },
      ],
    },
    cover_letter: {
      document_id: ids.letter,
      file_name: 'Mara-Lindqvist-letter.pdf',
      as_printed: true,
      parts: [
        { text: 'Dear hiring team,', stands_in: null },
        { text: 'I am applying for the position of Platform Engineer.', stands_in: null },
        { text: 'Led the move of the ledger to PostgreSQL', stands_in: WORK },
        { text: 'Kind regards,', stands_in: null },
        { text: 'Mara Lindqvist', stands_in: 'About you' },
      ],
    },
  }
}

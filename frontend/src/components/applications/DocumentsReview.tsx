/** The documents that will be sent beside what the profile states, with every change marked. */

import { useReview } from 'hooks/useServerState'
import { cx } from 'lib/cx'
import { plural } from 'lib/format'
import { countMarks, foldsOf, MARKS, sectionsOf } from 'lib/review'
import { type ReactElement, type ReactNode, useState } from 'react'
import type { ApplicationDetail, LetterReview, ResumeReview, ReviewLine, ReviewRow } from 'types/api'
import { Button } from 'ui/Button'
import { Badge, Note, Panel, ProblemNote, SkeletonRows } from 'ui/display'
import { Icon } from 'ui/Icon'
import { PdfFrame } from './Documents'

export function DocumentsReview({ detail }: { detail: ApplicationDetail }): ReactElement | null {
  const review = useReview(detail.application.id, detail.snapshot_sha256)
  if (review.error)
    return (
      <Panel title="Documents to be sent">
        <div className="p-4">
          <ProblemNote error={review.error} retry={() => void review.refetch()} />
        </div>
      </Panel>
    )
  if (review.isPending)
    return (
      <Panel title="Documents to be sent">
        <SkeletonRows rows={2} />
      </Panel>
    )
  const { resume, cover_letter: letter } = review.data
  if (!resume && !letter) return null
  return (
    <Panel title="Documents to be sent" count={[resume, letter].filter(Boolean).length}>
      <div className="divide-y">
        {resume && <ResumePart resume={resume} />}
        {letter && <LetterPart letter={letter} />}
      </div>
    </Panel>
  )
}

interface PartProps {
  title: string
  fileName: string
  asPrinted: boolean
  documentId: string
  originalId: string | null
  summary: ReactNode
  children: ReactNode
}

function Part({ title, fileName, asPrinted, documentId, originalId, summary, children }: PartProps): ReactElement {
  const [files, setFiles] = useState(false)
  const original = originalId === documentId ? null : originalId
  return (
    <section aria-label={title} className="grid gap-3 p-4">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-60">
          <h3 className="font-semibold">{title}</h3>
          <p className="truncate text-xs text-muted">{fileName}</p>
          <div className="mt-1 text-sm">{summary}</div>
        </div>
        <Button small icon="file" aria-expanded={files} onClick={() => setFiles(!files)}>
          {files ? 'Close the file' : original ? 'Read both files' : 'Read the file'}
        </Button>
      </div>
      {!asPrinted && (
        <Note tone="warn" icon="warning">
          These lines could not be found word for word in the file. What counts is the file: read it before you approve.
        </Note>
      )}
      {files && (
        <div className={cx('grid gap-3', original && 'lg:grid-cols-2')}>
          {original && <Framed title="Your original" id={original} />}
          <Framed title="Will be sent" id={documentId} />
        </div>
      )}
      {children}
    </section>
  )
}

function Framed({ title, id }: { title: string; id: string }): ReactElement {
  return (
    <div>
      <p className="mb-1 text-xs font-medium text-muted">{title}</p>
      <PdfFrame id={id} title={title} />
    </div>
  )
}

function ResumePart({ resume }: { resume: ResumeReview }): ReactElement {
  const marks = countMarks(resume.rows)
  const changed = marks.left_out + marks.moved + marks.added
  const sections = sectionsOf(resume.rows)
  return (
    <Part
      title="Resume"
      fileName={resume.file_name}
      asPrinted={resume.as_printed}
      documentId={resume.document_id}
      originalId={resume.original_id}
      summary={
        resume.rows.length === 0 ? (
          'Your own file, exactly as you uploaded it.'
        ) : changed === 0 ? (
          'Says exactly what your profile says, in the same order.'
        ) : (
          <span className="flex flex-wrap gap-1.5">
            <Badge>{plural(marks.same, 'line')} unchanged</Badge>
            {marks.moved > 0 && <Badge tone={MARKS.moved.tone}>{marks.moved} moved</Badge>}
            {marks.left_out > 0 && <Badge tone={MARKS.left_out.tone}>{marks.left_out} left out</Badge>}
            {marks.added > 0 ? (
              <Badge tone={MARKS.added.tone}>{marks.added} not in your profile</Badge>
            ) : (
              <Badge tone="good">Nothing added</Badge>
            )}
          </span>
        )
      }
    >
      {resume.changes.length > 0 && (
        <ul className="grid gap-1 text-sm">
          {resume.changes.map(({ what, why }) => (
            <li key={what} className="flex items-start gap-2">
              <Icon name="edit" className="mt-0.5 size-4 text-muted" />
              <span>
                {what} <span className="text-muted">{why}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
      {sections.length > 0 && (
        <div className="overflow-hidden rounded-lg border">
          <div
            aria-hidden="true"
            className="hidden grid-cols-2 border-b bg-sunken text-xs font-medium text-muted md:grid"
          >
            <p className="px-3 py-1.5">Your profile</p>
            <p className="border-l px-3 py-1.5">Will be sent</p>
          </div>
          {sections.map((section) => (
            <details key={section.key} open={section.isChanged} className="border-b last:border-0">
              <summary className="flex flex-wrap items-center gap-2 bg-sunken/50 px-3 py-1.5 text-sm font-medium">
                <span className="min-w-0 flex-1 truncate">{section.title}</span>
                <span className="text-xs font-normal text-muted">
                  {section.isChanged ? 'changed' : `${plural(section.rows.length, 'line')}, unchanged`}
                </span>
              </summary>
              <Rows rows={section.rows} whole={!section.isChanged} />
            </details>
          ))}
        </div>
      )}
    </Part>
  )
}

/** The rows of a section; longer stretches in which nothing changed are folded, unless the person opened it to read all. */
function Rows({ rows, whole }: { rows: ReviewRow[]; whole: boolean }): ReactElement {
  const [all, setAll] = useState(whole)
  const stretches = all ? [{ rows, isFolded: false }] : foldsOf(rows)
  return (
    <ul>
      {stretches.map((stretch, index) =>
        stretch.isFolded ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same line may stand twice; rows never move.
          <li key={index} className="border-t text-sm first:border-0">
            <button
              type="button"
              className="w-full bg-sunken/40 px-3 py-1.5 text-left text-xs text-muted hover:text-ink"
              onClick={() => setAll(true)}
            >
              {plural(stretch.rows.length, 'line')} as in your profile · show
            </button>
          </li>
        ) : (
          stretch.rows.map((row, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same line may stand twice; rows never move.
            <Row key={`${index}.${place}`} row={row} />
          ))
        ),
      )}
    </ul>
  )
}

/** Side by side; on a narrow screen one under the other, and what is the same only once. */
function Row({ row: { original, sent } }: { row: ReviewRow }): ReactElement {
  const same = sent?.mark === 'same'
  return (
    <li className="grid border-t text-sm first:border-0 md:grid-cols-2">
      <Cell line={original} className={same ? 'hidden md:flex' : undefined} />
      <Cell line={sent} className="md:border-l" />
    </li>
  )
}

function Cell({ line, className }: { line: ReviewLine | null; className?: string }): ReactElement {
  if (!line) return <span className="hidden bg-sunken/40 md:block" />
  const word = MARKS[line.mark]
  return (
    <div className={cx('flex items-start gap-2 px-3 py-1.5', word.ground, className)}>
      <span className={cx('min-w-0 flex-1 break-words', line.mark === 'left_out' && 'line-through decoration-bad/60')}>
        {line.text}
      </span>
      {word.label && <Badge tone={word.tone}>{word.label}</Badge>}
    </div>
  )
}

function LetterPart({ letter }: { letter: LetterReview }): ReactElement {
  const stated = letter.parts.filter((part) => part.stands_in !== null).length
  return (
    <Part
      title="Cover letter"
      fileName={letter.file_name}
      asPrinted={letter.as_printed}
      documentId={letter.document_id}
      originalId={null}
      summary={`${plural(stated, 'part')} word for word from your profile; the rest are set sentences around what it states.`}
    >
      <ul className="overflow-hidden rounded-lg border">
        {letter.parts.map((part, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a letter never move.
            key={index}
            className={cx(
              'grid gap-x-4 gap-y-0.5 border-t px-3 py-2 text-sm first:border-0 md:grid-cols-[13rem_minmax(0,1fr)]',
              part.stands_in && 'bg-good-soft/50',
            )}
          >
            <p className="text-xs text-muted md:pt-0.5">{part.stands_in ?? 'Set sentence'}</p>
            <p className="break-words whitespace-pre-wrap">{part.text}</p>
          </li>
        ))}
      </ul>
    </Part>
  )
}

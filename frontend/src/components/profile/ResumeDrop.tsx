/** Takes in a resume: dropped or chosen, read by the server, with what it could not read. */

import { useLiveSession } from 'hooks/useLive'
import { useAct } from 'hooks/useServerState'
import { cx } from 'lib/cx'
import { bytes } from 'lib/format'
import { type DragEvent, type ReactElement, useRef, useState } from 'react'
import { dynamicAPI } from 'services/dynamicAPI'
import { queryKeys } from 'services/queryKeys'
import type { ProfileAnswer, ResumeAnswer } from 'types/api'
import { Button } from 'ui/Button'
import { Note, ProblemNote } from 'ui/display'
import { Icon } from 'ui/Icon'

/** The server's own limit. */
export const RESUME_MAX_BYTES = 10 * 1024 * 1024
const ACCEPTED =
  '.pdf,.docx,.json,application/pdf,application/vnd.openxmlformats-officedocument.wordprocessingml.document,application/json'

/** What is wrong with a file, seen before it is sent; null when nothing is. */
export function fileProblem(file: Pick<File, 'name' | 'size'>): string | null {
  if (!/\.(pdf|docx|json)$/i.test(file.name))
    return 'Choose a PDF, a DOCX or a JSON Resume. Other files can be saved as PDF first.'
  if (file.size > RESUME_MAX_BYTES)
    return `This file has ${bytes(file.size)}; at most 10 MB can be read. Save it with smaller pictures.`
  if (file.size === 0) return 'This file is empty.'
  return null
}

export function ResumeDrop({
  onRead,
  compact,
}: {
  onRead?: (answer: ResumeAnswer) => void
  compact?: boolean
}): ReactElement {
  const { client } = useLiveSession()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [name, setName] = useState('')
  const [refused, setRefused] = useState<string | null>(null)
  const upload = useAct((file: File) => dynamicAPI.uploadResume(file), {
    onDone: (answer) => {
      client.setQueryData<ProfileAnswer>(queryKeys.profile, {
        profile: answer.profile,
        version: answer.version,
        resume_document_id: answer.document_id,
        updated_at: new Date().toISOString(),
      })
      onRead?.(answer)
    },
  })
  const take = (file: File | undefined) => {
    if (!file || upload.isPending) return
    const problem = fileProblem(file)
    setRefused(problem)
    setName(file.name)
    if (!problem) upload.mutate(file)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files[0])
  }
  return (
    <div className="grid gap-3">
      <fieldset
        aria-label="Resume"
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cx(
          'grid min-w-0 justify-items-center gap-2 rounded-lg border-2 border-dashed text-center transition-colors',
          compact ? 'p-5' : 'px-6 py-12',
          over ? 'border-accent bg-accent-soft' : 'border-line-strong bg-surface',
        )}
      >
        <span className="grid size-11 place-items-center rounded-full bg-accent-soft text-accent">
          <Icon name={upload.isPending ? 'refresh' : 'upload'} className={cx('size-5', upload.isPending && 'spin')} />
        </span>
        {upload.isPending ? (
          <div role="status">
            <p className="font-semibold">Reading {name}…</p>
            <p className="text-muted">Your profile is filled from it in a few seconds.</p>
          </div>
        ) : (
          <div>
            <p className="font-semibold">Drop your resume here</p>
            <p className="text-muted">PDF, DOCX or JSON Resume, up to 10 MB. It stays on this Jobwire.</p>
          </div>
        )}
        <input
          ref={input}
          type="file"
          accept={ACCEPTED}
          className="sr-only"
          tabIndex={-1}
          aria-label="Resume file"
          onChange={(event) => {
            take(event.target.files?.[0])
            event.target.value = ''
          }}
        />
        <Button look="primary" busy={upload.isPending} onClick={() => input.current?.click()}>
          Choose a file
        </Button>
      </fieldset>
      {refused && (
        <Note tone="bad" icon="warning">
          {refused}
        </Note>
      )}
      <ProblemNote error={upload.error} />
      {upload.data && upload.data.warnings.length > 0 && (
        <Note tone="warn" icon="warning">
          <p className="font-semibold">Please look at these</p>
          <ul className="list-disc pl-4">
            {upload.data.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Note>
      )}
    </div>
  )
}

/** The sections of the resume as fields; the skills have a file of their own. */
import type { ReactElement } from 'react'

import type { Certificate, Education, Language, Project, Resume, Work } from 'types/api'
import { TagField, TextArea, TextField } from 'ui/Field'
import { Rows } from './Rows'

const GRID = 'grid grid-cols-1 gap-3 sm:grid-cols-2'

interface Props {
  resume: Resume
  onChange: (part: Partial<Resume>) => void
}

/** Lines of a text area as a list; empty lines at the end go when the field is left. */
function LinesField({
  label,
  values,
  onChange,
}: {
  label: string
  values: readonly string[]
  onChange: (values: string[]) => void
}) {
  return (
    <TextArea
      className="sm:col-span-2"
      label={label}
      hint="One per line"
      value={values.join('\n')}
      onChange={(event) => onChange(event.target.value === '' ? [] : event.target.value.split('\n'))}
      onBlur={() => onChange(values.filter((line) => line.trim() !== ''))}
    />
  )
}

const emptyWork = (): Work => ({
  name: '',
  position: '',
  location: '',
  url: '',
  startDate: '',
  endDate: '',
  summary: '',
  highlights: [],
})

function Dates({
  row,
  change,
}: {
  row: { startDate: string; endDate: string }
  change: (part: { startDate?: string; endDate?: string }) => void
}) {
  return (
    <>
      <TextField
        label="From"
        placeholder="2021-04"
        value={row.startDate}
        onChange={(event) => change({ startDate: event.target.value })}
      />
      <TextField
        label="To"
        placeholder="Empty while it lasts"
        value={row.endDate}
        onChange={(event) => change({ endDate: event.target.value })}
      />
    </>
  )
}

export function WorkRows({
  noun,
  rows,
  onChange,
}: {
  noun: string
  rows: Work[]
  onChange: (rows: Work[]) => void
}): ReactElement {
  return (
    <Rows<Work>
      noun={noun}
      rows={rows}
      onChange={onChange}
      empty={emptyWork}
      title={(row) => [row.position, row.name].filter(Boolean).join(' at ')}
    >
      {(row, change) => (
        <div className={GRID}>
          <TextField
            label="Title"
            value={row.position}
            onChange={(event) => change({ position: event.target.value })}
          />
          <TextField label="Employer" value={row.name} onChange={(event) => change({ name: event.target.value })} />
          <Dates row={row} change={change} />
          <TextField
            label="Place"
            value={row.location}
            onChange={(event) => change({ location: event.target.value })}
          />
          <TextField
            label="Web site"
            type="url"
            value={row.url}
            onChange={(event) => change({ url: event.target.value })}
          />
          <TextArea
            className="sm:col-span-2"
            label="What the work was"
            value={row.summary}
            onChange={(event) => change({ summary: event.target.value })}
          />
          <LinesField
            label="What was achieved"
            values={row.highlights}
            onChange={(highlights) => change({ highlights })}
          />
        </div>
      )}
    </Rows>
  )
}

export function EducationRows({ resume, onChange }: Props): ReactElement {
  return (
    <Rows<Education>
      noun="school"
      rows={resume.education}
      onChange={(education) => onChange({ education })}
      title={(row) => [row.studyType, row.institution].filter(Boolean).join(', ')}
      empty={() => ({ institution: '', area: '', studyType: '', startDate: '', endDate: '', score: '', courses: [] })}
    >
      {(row, change) => (
        <div className={GRID}>
          <TextField
            label="School"
            value={row.institution}
            onChange={(event) => change({ institution: event.target.value })}
          />
          <TextField
            label="Field of study"
            value={row.area}
            onChange={(event) => change({ area: event.target.value })}
          />
          <TextField
            label="Degree"
            value={row.studyType}
            onChange={(event) => change({ studyType: event.target.value })}
          />
          <TextField label="Grade" value={row.score} onChange={(event) => change({ score: event.target.value })} />
          <Dates row={row} change={change} />
          <TagField
            className="sm:col-span-2"
            label="Courses"
            values={row.courses}
            onChange={(courses) => change({ courses })}
          />
        </div>
      )}
    </Rows>
  )
}

export function LanguageRows({ resume, onChange }: Props): ReactElement {
  return (
    <Rows<Language>
      noun="language"
      rows={resume.languages}
      onChange={(languages) => onChange({ languages })}
      title={(row) => row.language}
      empty={() => ({ language: '', fluency: '' })}
    >
      {(row, change) => (
        <div className={GRID}>
          <TextField
            label="Language"
            value={row.language}
            onChange={(event) => change({ language: event.target.value })}
          />
          <TextField
            label="How well"
            value={row.fluency}
            onChange={(event) => change({ fluency: event.target.value })}
          />
        </div>
      )}
    </Rows>
  )
}

export function CertificateRows({ resume, onChange }: Props): ReactElement {
  return (
    <Rows<Certificate>
      noun="certificate"
      rows={resume.certificates}
      onChange={(certificates) => onChange({ certificates })}
      title={(row) => row.name}
      empty={() => ({ name: '', date: '', issuer: '', url: '' })}
    >
      {(row, change) => (
        <div className={GRID}>
          <TextField
            label="What it certifies"
            value={row.name}
            onChange={(event) => change({ name: event.target.value })}
          />
          <TextField
            label="Issued by"
            value={row.issuer}
            onChange={(event) => change({ issuer: event.target.value })}
          />
          <TextField
            label="Issued on"
            placeholder="2024-05"
            value={row.date}
            onChange={(event) => change({ date: event.target.value })}
          />
          <TextField
            label="Where it can be checked"
            type="url"
            value={row.url}
            onChange={(event) => change({ url: event.target.value })}
          />
        </div>
      )}
    </Rows>
  )
}

export function ProjectRows({ resume, onChange }: Props): ReactElement {
  return (
    <Rows<Project>
      noun="project"
      rows={resume.projects}
      onChange={(projects) => onChange({ projects })}
      title={(row) => row.name}
      empty={() => ({ name: '', description: '', highlights: [], keywords: [], startDate: '', endDate: '', url: '' })}
    >
      {(row, change) => (
        <div className={GRID}>
          <TextField label="Name" value={row.name} onChange={(event) => change({ name: event.target.value })} />
          <TextField
            label="Address"
            type="url"
            value={row.url}
            onChange={(event) => change({ url: event.target.value })}
          />
          <Dates row={row} change={change} />
          <TextArea
            className="sm:col-span-2"
            label="What it is"
            value={row.description}
            onChange={(event) => change({ description: event.target.value })}
          />
          <LinesField
            label="What was achieved"
            values={row.highlights}
            onChange={(highlights) => change({ highlights })}
          />
          <TagField
            className="sm:col-span-2"
            label="Techniques and tools"
            values={row.keywords}
            onChange={(keywords) => change({ keywords })}
          />
        </div>
      )}
    </Rows>
  )
}

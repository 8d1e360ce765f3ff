/** Skills as words, and groups of skills as rows: a resume often names fifty. */
import { type ReactElement, useState } from 'react'

import type { Resume, Skill } from 'types/api'
import { TagField, TextField } from 'ui/Field'
import { Rows } from './Rows'

/** A skill as one word or phrase: `Rust (expert)`. */
export const wordOf = ({ name, level }: Skill): string => (level ? `${name} (${level})` : name)

/** What somebody wrote as a skill; what stands in brackets at its end is how well. */
export function skillOf(word: string): Skill {
  const [, name, level] = /^(.*\S)\s*\(([^()]+)\)$/.exec(word) ?? []
  return { name: name ?? word, level: level ?? '', keywords: [] }
}

interface Props {
  resume: Pick<Resume, 'skills'>
  onChange: (part: Partial<Resume>) => void
}

export function SkillFields({ resume: { skills }, onChange }: Props): ReactElement {
  // The last so many are groups that were begun here and may still be without skills.
  const [begun, setBegun] = useState(0)
  const isGroup = (skill: Skill, index: number) => skill.keywords.length > 0 || index >= skills.length - begun
  const groups = skills.filter(isGroup)
  const single = skills.filter((skill, index) => !isGroup(skill, index))
  const known = new Map(single.map((skill) => [wordOf(skill), skill]))
  const changeWords = (words: string[]) =>
    onChange({ skills: [...words.map((word) => known.get(word) ?? skillOf(word)), ...groups] })
  const changeGroups = (rows: Skill[]) => {
    setBegun(rows.length > groups.length ? begun + 1 : Math.min(begun, rows.length))
    onChange({ skills: [...single, ...rows] })
  }
  return (
    <div className="grid grid-cols-1 gap-4">
      <TagField
        label="What you can do"
        hint="Enter or a comma adds one; “Rust (expert)” says how well"
        values={[...known.keys()]}
        onChange={changeWords}
      />
      <Rows<Skill>
        noun="skill group"
        rows={groups}
        onChange={changeGroups}
        title={(row) => row.name}
        empty={() => ({ name: '', level: '', keywords: [] })}
      >
        {(row, change) => (
          <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
            <TextField label="Group" value={row.name} onChange={(event) => change({ name: event.target.value })} />
            <TextField label="How well" value={row.level} onChange={(event) => change({ level: event.target.value })} />
            <TagField
              className="sm:col-span-2"
              label="Skills in this group"
              hint="Enter or a comma adds one"
              values={row.keywords}
              onChange={(keywords) => change({ keywords })}
            />
          </div>
        )}
      </Rows>
    </div>
  )
}

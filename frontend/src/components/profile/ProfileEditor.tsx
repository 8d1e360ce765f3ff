/** The whole profile as a form: the resume's sections and the preferences. */
import type { ReactElement, ReactNode } from 'react'

import type { Profile, Resume } from 'types/api'
import { Panel } from 'ui/display'
import { BasicsFields } from './BasicsFields'
import { PreferencesFields } from './PreferencesFields'
import { CertificateRows, EducationRows, LanguageRows, ProjectRows, WorkRows } from './ResumeSections'
import { SkillFields } from './SkillFields'

interface Props {
  profile: Profile
  onChange: (profile: Profile) => void
}

const Section = ({ title, count, children }: { title: string; count?: number; children: ReactNode }) => (
  <Panel title={title} count={count}>
    <div className="p-4">{children}</div>
  </Panel>
)

export function ProfileEditor({ profile, onChange }: Props): ReactElement {
  const { resume, preferences } = profile
  const change = (part: Partial<Resume>) => onChange({ ...profile, resume: { ...resume, ...part } })
  const rows = { resume, onChange: change }
  return (
    <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(20rem,2fr)]">
      <div className="grid min-w-0 grid-cols-1 gap-4">
        <Section title="About you">
          <BasicsFields basics={resume.basics} onChange={(basics) => change({ basics })} />
        </Section>
        <Section title="Work" count={resume.work.length}>
          <WorkRows noun="position" rows={resume.work} onChange={(work) => change({ work })} />
        </Section>
        <Section title="Education" count={resume.education.length}>
          <EducationRows {...rows} />
        </Section>
        <Section title="Skills" count={resume.skills.length}>
          <SkillFields {...rows} />
        </Section>
        <Section title="Languages" count={resume.languages.length}>
          <LanguageRows {...rows} />
        </Section>
        <Section title="Projects" count={resume.projects.length}>
          <ProjectRows {...rows} />
        </Section>
        <Section title="Certificates" count={resume.certificates.length}>
          <CertificateRows {...rows} />
        </Section>
        <Section title="Volunteering" count={resume.volunteer.length}>
          <WorkRows noun="voluntary position" rows={resume.volunteer} onChange={(volunteer) => change({ volunteer })} />
        </Section>
      </div>
      <div className="xl:sticky xl:top-5">
        <Section title="What you are looking for">
          <PreferencesFields
            preferences={preferences}
            onChange={(next) => onChange({ ...profile, preferences: next })}
          />
        </Section>
      </div>
    </div>
  )
}

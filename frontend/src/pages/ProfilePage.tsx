/** The profile: what Jobwire may say in the person's name, and what it looks for. */

import { PageHeader } from 'components/PageHeader'
import { AnswerBank } from 'components/profile/AnswerBank'
import { AutopilotPanel } from 'components/profile/AutopilotPanel'
import { ProfileEditor } from 'components/profile/ProfileEditor'
import { ResumeDrop } from 'components/profile/ResumeDrop'
import { SaveBar } from 'components/profile/SaveBar'
import { useProfileDraft } from 'hooks/useProfileDraft'
import { useProfile } from 'hooks/useServerState'
import type { ReactElement } from 'react'
import { documentUrl } from 'services/dynamicAPI'
import type { ProfileAnswer } from 'types/api'
import { Panel, ProblemNote, SkeletonRows } from 'ui/display'
import { Icon } from 'ui/Icon'
import { showToast } from 'ui/toasts'

export default function ProfilePage(): ReactElement {
  const profile = useProfile()
  const stored = profile.data?.resume_document_id
  return (
    <>
      <PageHeader
        title="Profile"
        actions={
          stored && (
            <a className="btn btn-secondary" href={documentUrl(stored)}>
              <Icon name="download" className="size-4" />
              Your resume
            </a>
          )
        }
      >
        Everything Jobwire says in your name comes from here and from your remembered answers.
      </PageHeader>
      <ProblemNote error={profile.error} retry={() => void profile.refetch()} />
      {profile.isPending && <SkeletonRows rows={6} className="h-24" />}
      {profile.data && <Editor saved={profile.data} />}
    </>
  )
}

function Editor({ saved }: { saved: ProfileAnswer }): ReactElement {
  const draft = useProfileDraft(saved)
  return (
    <>
      <details className="panel mb-4" open={saved.resume_document_id === null}>
        <summary className="flex items-center gap-2 px-4 py-3 font-semibold">
          <Icon name="upload" className="size-4 text-muted" />
          Fill it from a resume
        </summary>
        <div className="px-4 pb-4">
          <ResumeDrop
            compact
            onRead={() => {
              draft.discard()
              showToast({ tone: 'good', title: 'Profile filled from your resume' })
            }}
          />
        </div>
      </details>
      <ProfileEditor profile={draft.profile} onChange={draft.change} />
      <Panel title="Remembered answers" className="mt-4">
        <AnswerBank />
      </Panel>
      <AutopilotPanel />
      <SaveBar
        {...draft}
        onDiscard={draft.discard}
        onSave={() =>
          void draft
            .save()
            .then(
              (saved) =>
                saved &&
                showToast({ tone: 'good', title: 'Profile saved', message: 'Matches are being scored again.' }),
            )
        }
      />
    </>
  )
}

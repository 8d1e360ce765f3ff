/** The first steps: a resume, a look at what was read, and the start of matching. */

import { PageHeader } from 'components/PageHeader'
import { ProfileEditor } from 'components/profile/ProfileEditor'
import { ResumeDrop } from 'components/profile/ResumeDrop'
import { useProfileDraft } from 'hooks/useProfileDraft'
import { useRealTimeJobMatching } from 'hooks/useRealTime'
import { useProfile } from 'hooks/useServerState'
import { cx } from 'lib/cx'
import { type ReactElement, useState } from 'react'
import type { ProfileAnswer } from 'types/api'
import { Button } from 'ui/Button'
import { Note, ProblemNote, SkeletonRows } from 'ui/display'
import { Icon } from 'ui/Icon'
import { useLocation } from 'wouter'

type Step = 'resume' | 'review'

export default function WelcomePage(): ReactElement {
  const profile = useProfile()
  const [step, setStep] = useState<Step>('resume')
  const [warnings, setWarnings] = useState<string[]>([])
  return (
    <div className="mx-auto max-w-6xl">
      <PageHeader title="Let’s set up your search">Two steps, then matches appear as they are scored.</PageHeader>
      <Steps step={step} />
      <ProblemNote error={profile.error} retry={() => void profile.refetch()} />
      {step === 'resume' && (
        <div className="mx-auto grid max-w-2xl gap-4">
          <ResumeDrop
            onRead={(answer) => {
              setWarnings(answer.warnings)
              setStep('review')
            }}
          />
          <p className="text-center text-muted">
            No resume at hand?{' '}
            <button type="button" className="font-medium text-accent hover:underline" onClick={() => setStep('review')}>
              Fill in your profile yourself
            </button>
          </p>
        </div>
      )}
      {step === 'review' &&
        (profile.data ? (
          <Review saved={profile.data} warnings={warnings} onBack={() => setStep('resume')} />
        ) : (
          <SkeletonRows />
        ))}
    </div>
  )
}

function Steps({ step }: { step: Step }): ReactElement {
  const steps: readonly [Step | 'matches', string][] = [
    ['resume', 'Your resume'],
    ['review', 'Check your profile'],
    ['matches', 'Live matches'],
  ]
  const present = steps.findIndex(([name]) => name === step)
  return (
    <ol className="mb-6 flex flex-wrap gap-x-6 gap-y-2">
      {steps.map(([name, label], index) => (
        <li
          key={name}
          aria-current={index === present ? 'step' : undefined}
          className={cx('flex items-center gap-2 text-sm font-medium', index > present ? 'text-muted' : 'text-ink')}
        >
          <span
            className={cx(
              'tnum grid size-6 place-items-center rounded-full text-xs',
              index < present
                ? 'bg-good-soft text-good'
                : index === present
                  ? 'bg-accent text-on-accent'
                  : 'bg-sunken ring-1 ring-line',
            )}
          >
            {index < present ? <Icon name="check" className="size-3.5" /> : index + 1}
          </span>
          {label}
        </li>
      ))}
    </ol>
  )
}

function Review({
  saved,
  warnings,
  onBack,
}: {
  saved: ProfileAnswer
  warnings: string[]
  onBack: () => void
}): ReactElement {
  const draft = useProfileDraft(saved)
  const matching = useRealTimeJobMatching()
  const [, navigate] = useLocation()
  const [starting, setStarting] = useState(false)
  const { basics, work, skills } = draft.profile.resume
  const start = async () => {
    setStarting(true)
    const started = (await draft.save()) && (await matching.startMatching())
    setStarting(false)
    if (started) navigate('/real-time-dashboard')
  }
  const tooLittle =
    !basics.label && work.length === 0 && skills.length === 0 && draft.profile.preferences.titles.length === 0
  return (
    <div className="grid gap-4">
      {warnings.length > 0 && (
        <Note tone="warn" icon="warning">
          <p className="font-semibold">Please look at these</p>
          <ul className="list-disc pl-4">
            {warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Note>
      )}
      <ProfileEditor profile={draft.profile} onChange={draft.change} />
      <div className="panel sticky bottom-[calc(4.75rem+env(safe-area-inset-bottom))] z-20 grid gap-2 px-4 py-3 shadow-high md:bottom-4">
        <ProblemNote error={draft.error ?? matching.error} />
        <div className="flex flex-wrap items-center gap-2">
          <Button look="ghost" icon="left" onClick={onBack}>
            Another resume
          </Button>
          <p className="mr-auto hidden text-sm text-muted sm:block">You can change everything later under Profile.</p>
          <Button
            look="primary"
            icon="play"
            busy={starting}
            onClick={() => void start()}
            because={tooLittle ? 'Matching needs at least a headline, a position, a skill or a wanted title.' : null}
          >
            Start matching
          </Button>
        </div>
      </div>
    </div>
  )
}

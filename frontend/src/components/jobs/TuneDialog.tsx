/** What counts how much for the person, and what they said about jobs: both can be moved and taken back. */

import { useRealTimeJobMatching } from 'hooks/useRealTime'
import { useFeedback, useProfile } from 'hooks/useServerState'
import { useTune } from 'hooks/useTune'
import { relativeTime } from 'lib/format'
import { PARTS, VERDICTS } from 'lib/vocabulary'
import { type ReactElement, useId } from 'react'
import type { Feedback, PartName, PartWeights } from 'types/api'
import { Button } from 'ui/Button'
import { Dialog } from 'ui/Dialog'
import { Badge, Empty, ProblemNote, SkeletonRows } from 'ui/display'
import { Link } from 'wouter'

/** What each part compares, in the order of a score. */
const MEANINGS: readonly [PartName, string][] = [
  ['title', 'How near the job title is to the work you want'],
  ['skills', 'The skills it asks for that you have'],
  ['text', 'The words your resume and the posting share'],
  ['level', 'Junior, senior, lead: as you want it'],
  ['place', 'Where the work is, and remote work'],
  ['pay', 'Stated pay against the least you accept'],
  ['freshness', 'How new the posting is'],
  ['taste', 'What you said of other jobs, below'],
]

export function TuneDialog({ onClose }: { onClose: () => void }): ReactElement {
  const profile = useProfile()
  return (
    <Dialog title="Tune your matches" open wide onClose={onClose} footer={<Button onClick={onClose}>Done</Button>}>
      <p className="text-muted">The list follows at once. Whatever you move here can be moved back.</p>
      <div className="mt-4 grid gap-6 md:grid-cols-2">
        <section aria-label="What counts" className="grid content-start gap-3">
          {profile.isPending && <SkeletonRows rows={8} className="h-10" />}
          {profile.error && <ProblemNote error={profile.error} retry={() => void profile.refetch()} />}
          {profile.data && <Weights saved={profile.data.profile.preferences.weights} />}
        </section>
        <Judgements />
      </div>
    </Dialog>
  )
}

function Weights({ saved }: { saved: PartWeights }): ReactElement {
  const { weights, move, error } = useTune(saved)
  const isUsual = Object.values(weights).every((factor) => factor === 1)
  return (
    <>
      <div className="flex items-center justify-between">
        <h3 className="font-semibold">What counts</h3>
        <Button small look="ghost" because={isUsual ? 'Everything counts as usual.' : null} onClick={() => move({})}>
          As usual
        </Button>
      </div>
      {MEANINGS.map(([part, meaning]) => (
        <Weight
          key={part}
          part={part}
          meaning={meaning}
          factor={weights[part] ?? 1}
          onMove={(factor) => move({ ...weights, [part]: factor })}
        />
      ))}
      {error && <ProblemNote error={error} />}
    </>
  )
}

const wordsFor = (factor: number) =>
  factor === 0 ? 'does not count' : factor === 1 ? 'as usual' : factor < 1 ? 'less' : factor >= 3 ? 'most' : 'more'

interface WeightProps {
  part: PartName
  meaning: string
  factor: number
  onMove: (factor: number) => void
}

function Weight({ part, meaning, factor, onMove }: WeightProps): ReactElement {
  const id = useId()
  return (
    <div>
      <div className="flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="font-medium">
          {PARTS[part]}
        </label>
        <span className="text-sm text-soft">{wordsFor(factor)}</span>
      </div>
      <input
        id={id}
        type="range"
        min={0}
        max={3}
        step={0.5}
        value={factor}
        aria-valuetext={wordsFor(factor)}
        aria-describedby={`${id}-meaning`}
        className="w-full accent-accent"
        onChange={(event) => onMove(Number(event.target.value))}
      />
      <p id={`${id}-meaning`} className="text-xs text-muted">
        {meaning}
      </p>
    </div>
  )
}

function Judgements(): ReactElement {
  const said = useFeedback()
  const { giveFeedback } = useRealTimeJobMatching()
  const now = Date.now()
  return (
    <section aria-label="What you said" className="grid content-start gap-2">
      <h3 className="font-semibold">What you said</h3>
      {said.isPending && <SkeletonRows rows={4} className="h-12" />}
      {said.error && <ProblemNote error={said.error} retry={() => void said.refetch()} />}
      {said.data?.items.length === 0 && (
        <Empty icon="thumbUp" title="Nothing yet">
          Say “more like this” or “less like this” beside a match. After a few, the list learns what you like.
        </Empty>
      )}
      {said.data && said.data.items.length > 0 && (
        <ul className="divide-y">
          {said.data.items.map((one) => (
            <Judgement key={one.job_id} one={one} now={now} onUndo={() => void giveFeedback(one.job_id, 'undo')} />
          ))}
        </ul>
      )}
    </section>
  )
}

function Judgement({ one, now, onUndo }: { one: Feedback; now: number; onUndo: () => void }): ReactElement {
  const word = VERDICTS[one.verdict]
  return (
    <li className="flex items-center gap-3 py-2">
      <Badge tone={word.tone}>{word.label}</Badge>
      <div className="min-w-0 flex-1">
        <Link href={`/jobs/${one.job_id}`} className="block truncate font-medium hover:underline">
          {one.job_title}
        </Link>
        <p className="truncate text-xs text-muted">
          {one.company} · {relativeTime(one.at, now)}
        </p>
      </div>
      <Button
        small
        look="ghost"
        onClick={onUndo}
        aria-label={`Take back what you said of ${one.job_title} at ${one.company}`}
      >
        Undo
      </Button>
    </li>
  )
}

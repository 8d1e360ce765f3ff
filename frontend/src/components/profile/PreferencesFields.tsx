/** What the person is looking for, as fields. An empty list means "any". */

import { cx } from 'lib/cx'
import { LEVELS } from 'lib/vocabulary'
import type { ReactElement } from 'react'
import type { Level, Pay, PayPeriod, Preferences, RemotePreference } from 'types/api'
import { Segmented, SelectField, TagField, TextField } from 'ui/Field'

const REMOTE_OPTIONS: readonly { value: RemotePreference; label: string }[] = [
  { value: 'any', label: 'Any' },
  { value: 'preferred', label: 'Rather remote' },
  { value: 'only', label: 'Remote only' },
  { value: 'on_site', label: 'On site' },
]
const PERIOD_OPTIONS: readonly { value: PayPeriod; label: string }[] = [
  { value: 'year', label: 'a year' },
  { value: 'month', label: 'a month' },
  { value: 'week', label: 'a week' },
  { value: 'day', label: 'a day' },
  { value: 'hour', label: 'an hour' },
]
const NO_PAY: Pay = { min: null, max: null, currency: 'EUR', period: 'year' }

interface Props {
  preferences: Preferences
  onChange: (preferences: Preferences) => void
}

export function PreferencesFields({ preferences, onChange }: Props): ReactElement {
  const set = (part: Partial<Preferences>) => onChange({ ...preferences, ...part })
  const toggle = (level: Level) =>
    set({
      levels: preferences.levels.includes(level)
        ? preferences.levels.filter((other) => other !== level)
        : [...preferences.levels, level],
    })
  return (
    <div className="grid grid-cols-1 gap-4">
      <TagField
        label="Job titles"
        placeholder="Any that fits your headline and positions"
        hint="Enter or a comma adds one"
        values={preferences.titles}
        onChange={(titles) => set({ titles })}
      />
      <TagField
        label="Places"
        placeholder="Anywhere"
        hint="Cities, regions or countries"
        values={preferences.places}
        onChange={(places) => set({ places })}
      />
      <div>
        <p className="mb-1 text-sm font-medium text-soft" aria-hidden="true">
          Remote work
        </p>
        <Segmented
          label="Remote work"
          options={REMOTE_OPTIONS}
          value={preferences.remote}
          onChange={(remote) => set({ remote })}
        />
      </div>
      <fieldset>
        <legend className="mb-1 text-sm font-medium text-soft">Levels</legend>
        <div className="flex flex-wrap gap-1.5">
          {(Object.keys(LEVELS) as Level[]).map((level) => (
            <label
              key={level}
              className={cx(
                'rounded-full border px-3 py-1 text-sm font-medium transition-colors has-focus-visible:outline-2 has-focus-visible:outline-accent',
                preferences.levels.includes(level)
                  ? 'border-accent bg-accent-soft text-accent'
                  : 'border-line-strong text-soft hover:bg-hover',
              )}
            >
              <input
                type="checkbox"
                className="sr-only"
                checked={preferences.levels.includes(level)}
                onChange={() => toggle(level)}
              />
              {LEVELS[level]}
            </label>
          ))}
        </div>
        <p className="mt-1 text-xs text-muted">None chosen means any level.</p>
      </fieldset>
      <PayFloor value={preferences.pay_floor} onChange={(pay_floor) => set({ pay_floor })} />
      <TagField
        label="Never show these companies"
        values={preferences.excluded_companies}
        onChange={(excluded_companies) => set({ excluded_companies })}
      />
      <TagField
        label="Never show titles with these words"
        values={preferences.excluded_words}
        onChange={(excluded_words) => set({ excluded_words })}
      />
    </div>
  )
}

function PayFloor({ value, onChange }: { value: Pay | null; onChange: (pay: Pay | null) => void }): ReactElement {
  const pay = value ?? NO_PAY
  const set = (part: Partial<Pay>) => {
    const next = { ...pay, ...part }
    onChange(next.min === null ? null : next)
  }
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium text-soft">Least pay</legend>
      <div className="grid grid-cols-[minmax(0,1fr)_5.5rem_7rem] gap-2">
        <TextField
          labelHidden
          label="Amount"
          type="number"
          inputMode="decimal"
          min={0}
          placeholder="No limit"
          value={pay.min ?? ''}
          onChange={(event) => set({ min: event.target.value === '' ? null : Number(event.target.value) })}
        />
        <TextField
          labelHidden
          label="Currency"
          maxLength={3}
          value={pay.currency}
          onChange={(event) => set({ currency: event.target.value.toUpperCase() })}
          disabled={pay.min === null}
        />
        <SelectField
          labelHidden
          label="Per"
          options={PERIOD_OPTIONS}
          value={pay.period}
          onChange={(event) => set({ period: event.target.value as PayPeriod })}
          disabled={pay.min === null}
        />
      </div>
      <p className="mt-1 text-xs text-muted">A job that states less is not shown. A job that states nothing is.</p>
    </fieldset>
  )
}

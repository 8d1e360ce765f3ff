import type { ReviewMark, ReviewRow } from 'types/api'
import { describe, expect, it } from 'vitest'
import { foldsOf } from './review'

const row = (mark: ReviewMark): ReviewRow => ({
  section: 'Skills',
  original: mark === 'added' ? null : { text: 'Rust', mark },
  sent: mark === 'left_out' ? null : { text: 'Rust', mark },
})
const rows = (...marks: ReviewMark[]) => marks.map(row)

describe('folds', () => {
  it('leave every change and its short neighbours to be read', () => {
    const of = rows('same', 'same', 'moved', 'left_out', 'same', 'same', 'same')
    expect(foldsOf(of).map(({ rows: own, isFolded }) => [own.length, isFolded])).toEqual([
      [2, false],
      [2, false],
      [3, false],
    ])
  })

  it('take long stretches of what is the same, and lose no line', () => {
    const of = rows('moved', 'same', 'same', 'same', 'same', 'added')
    const folds = foldsOf(of)
    expect(folds.map(({ isFolded }) => isFolded)).toEqual([false, true, false])
    expect(folds.flatMap(({ rows: own }) => own)).toEqual(of)
  })

  it('are none of nothing', () => expect(foldsOf([])).toEqual([]))
})

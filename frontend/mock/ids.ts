/** Fixed ids, so that addresses in the mock world stay the same. */

export const DAY = 86_400_000

export const ids = {
  user: '019a0000-0000-7000-8000-000000000001',
  resume: '019a0000-0000-7000-8000-0000000000d1',
  letter: '019a0000-0000-7000-8000-0000000000d2',
  screenshot: '019a0000-0000-7000-8000-0000000000d3',
}
export const id = (kind: string, no: number) => `019a${kind}-0000-7000-8000-${String(no).padStart(12, '0')}`

/** Numbers, dates and wire words as a person reads them. */
import type { LanguageNeed, Pay, PayPeriod } from 'types/api'

/** Used where nothing is known. */
export const UNKNOWN = '–'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

// What lists of fifty rows need is made once: making one takes a browser up to a millisecond.
const AGES = new Intl.RelativeTimeFormat('en', { style: 'short', numeric: 'auto' })
const DATES = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' })
const COUNTS = new Intl.NumberFormat('en')

/** "3 min ago", "in 2 days"; the date when it is further than a month. */
export function relativeTime(iso: string | null, now: number): string {
  if (!iso) return UNKNOWN
  const distance = Date.parse(iso) - now
  const size = Math.abs(distance)
  if (Number.isNaN(size)) return UNKNOWN
  if (size < 45_000) return distance > 5_000 ? 'in a moment' : 'just now'
  // "3 min.", with its point, would end a sentence twice.
  const inUnits = (unit: number, name: 'minute' | 'hour' | 'day') =>
    AGES.format(Math.round(distance / unit), name).replace('.', '')
  if (size < HOUR) return inUnits(MINUTE, 'minute')
  if (size < DAY) return inUnits(HOUR, 'hour')
  if (size < 30 * DAY) return inUnits(DAY, 'day')
  return date(iso)
}

export function date(iso: string | null): string {
  if (!iso) return UNKNOWN
  return DATES.format(new Date(iso))
}

/** Day and time in `timeZone`, with the zone's name; the person's own zone when none is given. */
export function dateTime(iso: string, timeZone?: string | null): string {
  const options: Intl.DateTimeFormatOptions = {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  }
  try {
    return new Intl.DateTimeFormat('en', { ...options, timeZone: timeZone ?? undefined }).format(new Date(iso))
  } catch {
    // The employer's calendar may name a zone that the browser does not know.
    return new Intl.DateTimeFormat('en', options).format(new Date(iso))
  }
}

/** "14:30" in `timeZone`. */
export function clockTime(iso: string, timeZone?: string | null): string {
  const options: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
  try {
    return new Intl.DateTimeFormat('en', { ...options, timeZone: timeZone ?? undefined }).format(new Date(iso))
  } catch {
    return new Intl.DateTimeFormat('en', options).format(new Date(iso))
  }
}

export const ownTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

const PERIODS: Record<PayPeriod, string> = {
  hour: 'an hour',
  day: 'a day',
  week: 'a week',
  month: 'a month',
  year: 'a year',
}

/** Formats of money that were wanted before: making one takes a browser up to a millisecond. */
const MONEY = new Map<string, Intl.NumberFormat>()

/** Throws for what cannot be the code of a currency. */
function moneyFormat(currency: string, maximumFractionDigits: number): Intl.NumberFormat {
  const key = `${currency} ${maximumFractionDigits}`
  let format = MONEY.get(key)
  if (!format) {
    format = new Intl.NumberFormat('en', {
      style: 'currency',
      currency,
      maximumFractionDigits,
      minimumFractionDigits: 0,
    })
    MONEY.set(key, format)
  }
  return format
}

/** "€60,000–75,000 a year". */
export function pay(value: Pay | null): string | null {
  if (!value || (value.min === null && value.max === null)) return null
  const money = (amount: number) => {
    try {
      return moneyFormat(value.currency, amount < 100 ? 2 : 0).format(amount)
    } catch {
      return `${count(amount)} ${value.currency}`
    }
  }
  const { min, max } = value
  const range =
    min !== null && max !== null && min !== max
      ? `${money(min)}–${count(max)}`
      : min !== null && max === null
        ? `from ${money(min)}`
        : min === null && max !== null
          ? `up to ${money(max)}`
          : money((max ?? min) as number)
  return `${range} ${PERIODS[value.period]}`
}

export const count = (value: number): string => COUNTS.format(value)

export const percent = (share: number | null): string => (share === null ? UNKNOWN : `${Math.round(share * 100)}%`)

/** "5 h", "2.5 days". */
export function hours(value: number | null): string {
  if (value === null) return UNKNOWN
  if (value < 1) return `${Math.max(1, Math.round(value * 60))} min`
  if (value < 48) return `${Math.round(value)} h`
  return `${Math.round((value / 24) * 10) / 10} days`
}

export function bytes(value: number): string {
  if (value < 1024) return `${value} B`
  if (value < 1024 * 1024) return `${Math.round(value / 1024)} KB`
  return `${Math.round((value / 1024 / 1024) * 10) / 10} MB`
}

/** "1 job", "2 jobs". */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}

/** "full_time" as "Full time". */
export function words(slug: string): string {
  const text = slug.replaceAll('_', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** "German required", "Spanish welcome". */
export function languageNeed(need: LanguageNeed): string {
  const ability = need.required ? 'required' : 'welcome'
  try {
    const name = new Intl.DisplayNames('en', { type: 'language' }).of(need.language)
    return `${name ?? need.language} ${ability}`
  } catch {
    // A board may name a language that the browser does not know.
    return `${need.language} ${ability}`
  }
}

/** The host of an address, or the text itself when it is none. */
export function hostOf(url: string): string {
  try {
    return new URL(url).host.replace(/^www\./, '')
  } catch {
    return url
  }
}

/** Only web addresses become links: a posting must not smuggle in `javascript:`. */
export function safeHref(url: string): string | undefined {
  try {
    const { protocol, href } = new URL(url)
    return protocol === 'https:' || protocol === 'http:' ? href : undefined
  } catch {
    return undefined
  }
}

/** The icons: 20 × 20, one stroke, drawn for this application. Always beside a name, never alone. */
import type { ReactElement } from 'react'

const PATHS = {
  pulse: 'M2 10h3.2l1.9-5 3.4 10 2.3-6.4.8 1.4H18',
  briefcase: 'M3.5 6.5h13v9h-13zM7.5 6.5V4.6h5v1.9M3.5 10.4h13',
  send: 'M17 3 8.6 11.4M17 3l-5.2 14-3.2-5.6L3 8.2z',
  inbox: 'M3 11.5h3.8l1.2 2h4l1.2-2H17M3 11.5 5.2 5h9.6l2.2 6.5V16H3z',
  calendar: 'M3.5 5h13v11.5h-13zM3.5 8.6h13M7 3v3.4M13 3v3.4',
  chart: 'M3.5 16.5V11M8 16.5V6.5M12.5 16.5V9.5M17 16.5V3.5',
  user: 'M10 10.2a3.1 3.1 0 1 0 0-6.2 3.1 3.1 0 0 0 0 6.2ZM4 16.8c.7-2.9 3-4.3 6-4.3s5.3 1.4 6 4.3',
  globe:
    'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM3 10h14M10 3c2.2 2 3.1 4.4 3.1 7S12.2 15 10 17c-2.2-2-3.1-4.4-3.1-7S7.8 5 10 3Z',
  cpu: 'M6 6h8v8H6zM8 3v3M12 3v3M8 14v3M12 14v3M3 8h3M3 12h3M14 8h3M14 12h3',
  search: 'M9 14.500a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM13 13l4 4',
  check: 'm4 10.5 4 4 8-9',
  x: 'm5 5 10 10M15 5 5 15',
  plus: 'M10 4v12M4 10h12',
  minus: 'M4 10h12',
  up: 'm5 12 5-5 5 5',
  down: 'm5 8 5 5 5-5',
  right: 'm8 5 5 5-5 5',
  left: 'm12 5-5 5 5 5',
  external: 'M8 4H4v12h12v-4M11 4h5v5M16 4l-7.5 7.5',
  upload: 'M10 13V4M6.2 7.5 10 3.700l3.8 3.800M4 12.500V16h12v-3.5',
  download: 'M10 4v9M6.2 9.5 10 13.300l3.8-3.800M4 13v3h12v-3',
  play: 'm6.5 4.5 9 5.5-9 5.500z',
  pause: 'M7 5v10M13 5v10',
  stop: 'M5.5 5.500h9v9h-9z',
  eyeOff: 'M3 10s2.6-4.7 7-4.700S17 10 17 10s-2.6 4.7-7 4.700S3 10 3 10ZM4 16 16 4',
  thumbUp:
    'M6.500 9 9.500 3.500c1.200 0 1.900 1 1.600 2.200L10.600 8h4.200c1 0 1.700.9 1.500 1.900l-.9 4.600c-.2.900-.9 1.500-1.800 1.500H6.500M6.500 8.500v8H3.500v-8z',
  thumbDown:
    'M6.500 11l3 5.500c1.200 0 1.900-1 1.600-2.200L10.600 12h4.200c1 0 1.700-.9 1.500-1.900l-.9-4.600C15.200 4.600 14.500 4 13.600 4H6.500M6.500 11.500v-8H3.500v8z',
  ban: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM5.200 5.200l9.600 9.600',
  sliders: 'M3 6h8M15 6h2M13 4v4M3 14h2M9 14h8M7 12v4',
  clock: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 6.200V10l2.6 1.8',
  warning: 'm10 3.5 7 12.500H3zM10 8.200v3.600M10 13.600v.3',
  info: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 9.200v4M10 6.500v.3',
  file: 'M5 3h6.500L15 6.500V17H5zM11.5 3v3.500H15',
  image: 'M3 4.500h14v11H3zM3 13l4-4 3.5 3.5 2-2L17 15M13 8.200v.1',
  mail: 'M3 5h14v10.500H3zM3 6l7 5.500L17 6',
  key: 'M7.5 12.800a3.2 3.2 0 1 0 0-6.5 3.2 3.2 0 0 0 0 6.500ZM10.7 9.500H17v2.800M14.2 9.500v2',
  trash: 'M4 5.500h12M8 5.500V3.800h4v1.700M5.5 5.500l.7 11h7.600l.7-11M8.5 8.500v5M11.5 8.500v5',
  refresh: 'M16.2 8A6.5 6.5 0 0 0 4.6 6.700L3.5 8M3.5 4v4h4M3.8 12a6.5 6.5 0 0 0 11.6 1.300l1.1-1.300M16.5 16v-4h-4',
  pin: 'M10 17s5-4.6 5-8.600A5 5 0 0 0 5 8.400C5 12.4 10 17 10 17ZM10 10a1.7 1.7 0 1 0 0-3.400A1.7 1.7 0 0 0 10 10Z',
  more: 'M5 10h.01M10 10h.01M15 10h.01',
  logout: 'M8 4H4v12h4M8 10h9M13.5 6.5 17 10l-3.5 3.5',
  shield: 'm10 3 6 2.200v4.300c0 3.6-2.4 6.2-6 7.5-3.6-1.3-6-3.9-6-7.500V5.200zM7.3 9.900l2 2 3.5-3.8',
  layers: 'm10 3.5 7 3.7-7 3.7-7-3.700zM3 10.500l7 3.7 7-3.700M3 13.700l7 3.7 7-3.7',
  edit: 'm4 13.2 8.8-8.8 2.8 2.800L6.8 16H4z',
  bell: 'M5 14V9a5 5 0 0 1 10 0v5l1.5 1.500h-13zM8.5 17.200h3',
  spark:
    'M10 3v4M10 13v4M3 10h4M13 10h4M5.2 5.200l2.4 2.400M12.4 12.400l2.4 2.400M14.8 5.200l-2.4 2.400M7.6 12.400l-2.4 2.4',
} as const

export type IconName = keyof typeof PATHS

interface Props {
  name: IconName
  className?: string
}

export function Icon({ name, className = 'size-[1.125rem]' }: Props): ReactElement {
  return (
    <svg viewBox="0 0 20 20" className={`shrink-0 ${className}`} aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth={name === 'more' ? 2.4 : 1.5}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}

/** The mark of Jobwire: a wire with a pulse. */
export function Mark({ className = 'size-7' }: { className?: string }): ReactElement {
  return (
    <svg viewBox="0 0 32 32" className={`shrink-0 ${className}`} aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="9" fill="#0d5f66" />
      <path
        d="M6.5 16h4.200l2.6-6.6 4.6 13.2 3-8.1.9 1.500h3.7"
        fill="none"
        stroke="#e9fbfa"
        strokeWidth="2.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}

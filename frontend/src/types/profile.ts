/** Who a person is and what they want. Passed on by `api.ts`. */

import type { Id, Level, Pay, Timestamp } from './api'
import type { PartWeights } from './matching'

export interface Location {
  address: string
  postalCode: string
  city: string
  countryCode: string
  region: string
}

export interface NetworkProfile {
  network: string
  username: string
  url: string
}

export interface Basics {
  name: string
  label: string
  email: string
  phone: string
  url: string
  summary: string
  location: Location
  profiles: NetworkProfile[]
}

export interface Work {
  name: string
  position: string
  location: string
  url: string
  startDate: string
  endDate: string
  summary: string
  highlights: string[]
}

export interface Education {
  institution: string
  area: string
  studyType: string
  startDate: string
  endDate: string
  score: string
  courses: string[]
}

export interface Skill {
  name: string
  level: string
  keywords: string[]
}

export interface Language {
  language: string
  fluency: string
}

export interface Certificate {
  name: string
  date: string
  issuer: string
  url: string
}

export interface Project {
  name: string
  description: string
  highlights: string[]
  keywords: string[]
  startDate: string
  endDate: string
  url: string
}

export interface Resume {
  basics: Basics
  work: Work[]
  volunteer: Work[]
  education: Education[]
  skills: Skill[]
  languages: Language[]
  certificates: Certificate[]
  projects: Project[]
}

export type RemotePreference = 'any' | 'preferred' | 'only' | 'on_site'

export interface Preferences {
  titles: string[]
  places: string[]
  remote: RemotePreference
  levels: Level[]
  pay_floor: Pay | null
  excluded_companies: string[]
  excluded_words: string[]
  weights: PartWeights
}

export interface Profile {
  resume: Resume
  preferences: Preferences
}

export interface ProfileAnswer {
  profile: Profile
  version: number
  resume_document_id: Id | null
  updated_at: Timestamp | null
}

export interface ResumeAnswer {
  profile: Profile
  version: number
  warnings: string[]
  document_id: Id
}

/** An invented person. */
import type { Profile } from '../src/types/api'

export function makeProfile(): Profile {
  return {
    resume: {
      basics: {
        name: 'Mara Lindqvist',
        label: 'Backend Engineer',
        email: 'mara@lindqvist.example',
        phone: '+49 40 5550 1234',
        url: 'https://lindqvist.example',
        summary: 'Backend engineer who likes systems that explain themselves.',
        location: { address: '', postalCode: '20095', city: 'Hamburg', countryCode: 'DE', region: 'Hamburg' },
        profiles: [{ network: 'GitHub', username: 'maralind', url: 'https://github.example/maralind' }],
      },
      work: [
        {
          name: 'Ostwind Logistics',
          position: 'Backend Engineer',
          location: 'Hamburg',
          url: '',
          startDate: '2021-04',
          endDate: '',
          summary: 'Services for tracking freight.',
          highlights: ['Moved billing to Rust without downtime', 'Cut the nightly batch from 5 h to 20 min'],
        },
        {
          name: 'Feldgrau Media',
          position: 'Software Developer',
          location: 'Bremen',
          url: '',
          startDate: '2018-01',
          endDate: '2021-03',
          summary: '',
          highlights: ['Built the ad delivery API'],
        },
      ],
      volunteer: [],
      education: [
        {
          institution: 'Hochschule Bremen',
          area: 'Computer Science',
          studyType: 'Bachelor',
          startDate: '2014',
          endDate: '2017',
          score: '1.7',
          courses: [],
        },
      ],
      skills: [
        { name: 'Languages', level: '', keywords: ['Rust', 'Go', 'SQL', 'TypeScript'] },
        { name: 'Operations', level: '', keywords: ['PostgreSQL', 'Kubernetes', 'Linux'] },
      ],
      languages: [
        { language: 'German', fluency: 'Native' },
        { language: 'English', fluency: 'Fluent' },
      ],
      certificates: [],
      projects: [],
    },
    preferences: {
      titles: ['Backend Engineer', 'Platform Engineer'],
      places: ['Hamburg', 'Germany'],
      remote: 'preferred',
      levels: ['mid', 'senior'],
      pay_floor: { min: 60_000, max: null, currency: 'EUR', period: 'year' },
      excluded_companies: [],
      excluded_words: ['Intern'],
      weights: {},
    },
  }
}

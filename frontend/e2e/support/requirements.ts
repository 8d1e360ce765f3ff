/** What the tests need beside this folder. Each is named when it is missing, before anything runs. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url))
const RESUMES = path.resolve(REPOSITORY, '../shared/data/resumes/pdf')
const CHROMIUMS = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser', '/snap/bin/chromium']

/** The binary under test. */
export function binary(): string {
  const file = process.env.JOBWIRE_BIN
  if (!file) throw new Error('Set JOBWIRE_BIN to the built binary, as script/test does.')
  if (!existsSync(file))
    throw new Error(`There is no binary at ${file}. Build it: cargo build -p server --bin jobwire.`)
  return file
}

/** The browser a person would use. */
export function chromium(): string {
  const file = [process.env.CHROMIUM, ...CHROMIUMS].find((candidate) => candidate && existsSync(candidate))
  if (!file) throw new Error('There is no Chromium. script/bootstrap installs it; CHROMIUM names another one.')
  return file
}

/** A real resume as a PDF: an accountant's, with three positions. */
export function resume(): string {
  const file = path.join(RESUMES, 'ACCOUNTANT-25067742.pdf')
  if (!existsSync(file)) throw new Error(`There is no resume at ${file}, where the shared test data should be.`)
  return file
}

export default function setup(): void {
  binary()
  chromium()
  resume()
}

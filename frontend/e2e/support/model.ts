/** A language model's server on this machine, which writes what a test says and remembers what it was told. */
import { createServer, type Server } from 'node:http'

/** No model answers at once. */
const THINKS_MS = 200

export class LanguageModel {
  /** The requests, as they came. */
  readonly told: string[] = []
  /** What it answers next. */
  text = ''
  private server: Server | null = null

  /** Listens, and gives the settings that lead to it. */
  async start(): Promise<NodeJS.ProcessEnv> {
    const server = createServer((request, response) => {
      let body = ''
      request.setEncoding('utf8').on('data', (part: string) => {
        body += part
      })
      request.on('end', () => {
        this.told.push(body)
        const content = JSON.stringify({ text: this.text, from: [1] })
        response.setHeader('content-type', 'application/json')
        const answer = JSON.stringify({ choices: [{ index: 0, message: { role: 'assistant', content } }] })
        setTimeout(() => response.end(answer), THINKS_MS)
      })
    })
    this.server = server
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    const address = server.address()
    if (!address || typeof address === 'string') throw new Error('The language model has no port.')
    return {
      JOBWIRE_LANGUAGE_MODEL_URL: `http://127.0.0.1:${address.port}/v1`,
      JOBWIRE_LANGUAGE_MODEL: 'invented',
    }
  }

  stop(): void {
    this.server?.close()
    this.server?.closeAllConnections()
  }
}

/** Answers the API and the WebSocket from memory while the front end is looked at without a server. */
import type { IncomingMessage, Server } from 'node:http'
import type { Http2SecureServer } from 'node:http2'
import type { Connect, Plugin } from 'vite'
import { type WebSocket, WebSocketServer } from 'ws'

import type { ClientFrame } from '../src/types/events'
import { live } from './script.ts'
import { World } from './world.ts'

export function mockServer(): Plugin {
  const world = new World({
    signedIn: process.env.MOCK_SIGNED_OUT === undefined,
    empty: process.env.MOCK_EMPTY !== undefined,
  })
  const attach = (middlewares: Connect.Server, http: Server | Http2SecureServer | null) => {
    middlewares.use('/api/v1', (request, response, next) => {
      void answer(world, request).then(async (made) => {
        response.writeHead(made.status, Object.fromEntries(made.headers))
        response.end(Buffer.from(await made.arrayBuffer()))
      }, next)
    })
    if (http) serveSockets(world, http as Server)
    live(world)
  }
  return {
    name: 'jobwire-mock-server',
    configureServer: (server) => attach(server.middlewares, server.httpServer),
    configurePreviewServer: (server) => attach(server.middlewares, server.httpServer),
  }
}

async function answer(world: World, request: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const headers = new Headers(
    request.headers['content-type'] ? { 'content-type': request.headers['content-type'] } : {},
  )
  const hasBody = request.method !== 'GET' && chunks.length > 0
  const url = `http://localhost/api/v1${(request.url ?? '').replace(/^\/api\/v1/, '')}`
  return world.handle(
    new Request(url, {
      method: request.method,
      headers,
      body: hasBody ? new Uint8Array(Buffer.concat(chunks)) : undefined,
    }),
  )
}

function serveSockets(world: World, http: Server): void {
  const sockets = new WebSocketServer({ noServer: true })
  http.on('upgrade', (request, socket, head) => {
    if (request.url?.startsWith('/ws/realtime/'))
      sockets.handleUpgrade(request, socket, head, (open) => serve(world, open))
  })
}

function serve(world: World, socket: WebSocket): void {
  const send = (frame: unknown) => socket.send(JSON.stringify(frame))
  let stop = () => {}
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data)) as ClientFrame
    if (frame.type === 'subscribe') {
      send({ type: 'subscribed', cursor: { epoch: world.epoch, seq: world.seq } })
      stop = world.onEvent(send)
    }
    if (frame.type === 'ping') send({ type: 'pong', seq: world.seq })
  })
  const pings = setInterval(() => send({ type: 'ping', seq: world.seq }), 25_000)
  socket.on('close', () => {
    stop()
    clearInterval(pings)
  })
}

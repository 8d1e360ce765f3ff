// Socket.IO over WebSocket: node socketio_server.mjs PORT CONTROL_PORT PEOPLE FOLDER, where FOLDER has socket.io installed.
// Everybody is in a room of all and in one of their own. The control door is described in
// crates/realtime/examples/load/control.rs.

import { createServer } from 'node:http'
import { createServer as createDoor } from 'node:net'
import { createInterface } from 'node:readline'
import { createRequire } from 'node:module'

const [port, controlPort, people, folder] = process.argv.slice(2)
const { Server } = createRequire(`${folder}/`)('socket.io')

const web = createServer()
const io = new Server(web, { transports: ['websocket'] })
io.on('connection', (socket) => {
  socket.join(['room', `user:${socket.handshake.query.user}`])
})
web.listen(Number(port), '127.0.0.1')

// What Socket.IO puts around the text of an event: 42["e","…"].
const AROUND = 10

createDoor((control) => {
  createInterface({ input: control }).on('line', (line) => {
    const [to, first, count, bytes] = line.split(' ')
    for (let number = Number(first); number < Number(first) + Number(count); number++) {
      const text = `#${String(number).padStart(10, '0')} `.padEnd(Number(bytes) - AROUND, 'x')
      io.to(to === 'room' ? 'room' : `user:${number % Number(people)}`).emit('e', text)
    }
  })
}).listen(Number(controlPort), '127.0.0.1')

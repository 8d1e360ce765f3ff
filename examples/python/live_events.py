#!/usr/bin/env python3
"""Prints a person's live events, one JSON object per line, and misses none: after every cut it goes on where it was.

    JOBWIRE_TOKEN=jw_... python3 live_events.py http://localhost:8000 [CURSOR_FILE]

The token is made on the system page. With a file, the place is kept there, and the next start goes on from it.
Needs the package `websockets` (Debian: python3-websockets). The protocol is described in docs/EVENTS.md and, for
programs, in /api/v1/asyncapi.json.
"""

import asyncio
import json
import os
import random
import sys
import urllib.error
import urllib.request
from pathlib import Path

import websockets

# The pause before a new attempt: at random below a ceiling that doubles, in seconds.
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 20
# The server pings every 25 s; who hears nothing for longer has lost it.
SILENCE = 40
# After these there is no use in trying again: the protocol was broken, the session ended, it is forbidden.
FINAL = {4000, 4001, 4003}


class Client:
    def __init__(self, base, token, cursor_file=None):
        self.base, self.token, self.cursor_file = base.rstrip("/"), token, cursor_file
        self.cursor = None
        if cursor_file and cursor_file.exists():
            self.cursor = json.loads(cursor_file.read_text())

    def ticket(self):
        """One connection's ticket: browsers and many libraries cannot send a header with a WebSocket."""
        request = urllib.request.Request(f"{self.base}/api/v1/realtime/ticket", method="POST")
        request.add_header("authorization", f"Bearer {self.token}")
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)["ticket"]

    async def run(self):
        failures = 0
        while True:
            pause = random.uniform(0, min(LONGEST_PAUSE, FIRST_PAUSE * 2**failures))
            try:
                ticket = await asyncio.to_thread(self.ticket)
                address = self.base.replace("http", "ws", 1) + "/ws/realtime/"
                async with websockets.connect(
                    address, subprotocols=["jobs.v1", f"ticket.{ticket}"], ping_interval=None, max_size=None
                ) as socket:
                    subscribe = {"type": "subscribe", "events": "*", "cursor": self.cursor}
                    await socket.send(json.dumps(subscribe))
                    while True:
                        message = json.loads(await asyncio.wait_for(socket.recv(), SILENCE))
                        failures = 0
                        if message["type"] == "going_down":
                            pause = message["retry_in_ms"] / 1000
                        await self.understand(message, socket)
            except urllib.error.HTTPError as error:
                if error.code in (401, 403):
                    sys.exit(f"The token is not taken ({error.code}). Make a new one on the system page.")
            except websockets.ConnectionClosed as closed:
                code = closed.rcvd.code if closed.rcvd else None
                if code in FINAL:
                    sys.exit(f"The server closed the connection for good ({code} {closed.rcvd.reason}).")
            except (OSError, asyncio.TimeoutError, websockets.WebSocketException):
                pass
            failures += 1
            print(f"cut; trying again in {pause:.1f} s", file=sys.stderr)
            await asyncio.sleep(pause)

    async def understand(self, message, socket):
        kind = message["type"]
        if kind == "ping":
            await socket.send('{"type": "pong"}')
        elif kind == "subscribed":
            self.at(self.cursor or message["cursor"])
        elif kind == "reset":
            # What was missed is not kept any more: read GET /api/v1/snapshot, then go on from here.
            print(json.dumps(message), flush=True)
            self.at(message["cursor"])
        elif "seq" in message and "data" in message:
            # First what is done with it, then the place: a crash between the two repeats an event and loses none.
            print(json.dumps(message), flush=True)
            self.at({**self.cursor, "seq": message["seq"]})

    def at(self, cursor):
        self.cursor = cursor
        if self.cursor_file:
            new = self.cursor_file.with_suffix(".new")
            new.write_text(json.dumps(cursor))
            new.replace(self.cursor_file)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3) or not os.environ.get("JOBWIRE_TOKEN"):
        sys.exit(__doc__)
    kept = Path(sys.argv[2]) if len(sys.argv) == 3 else None
    asyncio.run(Client(sys.argv[1], os.environ["JOBWIRE_TOKEN"], kept).run())

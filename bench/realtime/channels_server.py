"""Django Channels with channels-redis' core layer under uvicorn: python channels_server.py PORT CONTROL_PORT PEOPLE REDIS.

As its documentation shows it: a consumer that joins the group of everybody and one of its person, and group_send. The text
is made once. The control door is described in crates/realtime/examples/load/control.rs.
"""

import asyncio
import sys

import uvicorn
from django.conf import settings

PORT, CONTROL_PORT, PEOPLE, REDIS = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
LAYER = {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [REDIS]}}
settings.configure(CHANNEL_LAYERS={"default": LAYER}, SECRET_KEY="none")

from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402
from channels.layers import get_channel_layer  # noqa: E402


class Events(AsyncWebsocketConsumer):
    async def connect(self):
        self.person = self.scope["query_string"].decode().removeprefix("user=")
        await self.channel_layer.group_add("room", self.channel_name)
        await self.channel_layer.group_add(f"user.{self.person}", self.channel_name)
        await self.accept()
        await self.send(text_data="ready")

    async def disconnect(self, code):
        await self.channel_layer.group_discard("room", self.channel_name)
        await self.channel_layer.group_discard(f"user.{self.person}", self.channel_name)

    async def event(self, message):
        await self.send(text_data=message["text"])


async def hear(reader, writer):
    layer = get_channel_layer()
    while line := await reader.readline():
        to, first, count, length = line.decode().split()
        for number in range(int(first), int(first) + int(count)):
            group = "room" if to == "room" else f"user.{number % PEOPLE}"
            text = f"#{number:010} ".ljust(int(length), "x")
            await layer.group_send(group, {"type": "event", "text": text})
    writer.close()


events = Events.as_asgi()


async def app(scope, receive, send):
    if scope["type"] != "lifespan":
        return await events(scope, receive, send)
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await asyncio.start_server(hear, "127.0.0.1", CONTROL_PORT)
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


uvicorn.run(app, host="127.0.0.1", port=PORT, loop="uvloop", ws="websockets", log_level="warning", access_log=False)

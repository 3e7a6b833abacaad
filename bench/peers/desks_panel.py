"""Twenty clients of Panel by bokeh's protocol: the box's new value, until the patch with the new figure is here.

Runs in the peers' environment: `python -m bench.peers.desks_panel BASE SECONDS` prints the seconds of each change.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
import uuid
from typing import Any
from urllib.request import urlopen

from websockets.asyncio.client import ClientConnection, connect  # type: ignore[import-not-found]

DESKS = 20
FIGURE_BYTES = 20_000
"""A patch larger than this holds the figure; the others say that the box was set."""
NAMES = ("HOUSE_VACANCY_RATE", "INCOME_PER_PERSON", "POVERTY_INCIDENCE")


async def hear(socket: ClientConnection) -> tuple[str, Any, int]:
    """The next message: its type, its content, the length of all its parts."""
    parts = [await asyncio.wait_for(socket.recv(), 60) for _ in range(3)]
    header = json.loads(parts[0])
    parts += [await asyncio.wait_for(socket.recv(), 60) for _ in range(2 * int(header.get("num_buffers", 0)))]
    return str(header["msgtype"]), json.loads(parts[2]), sum(map(len, parts))


async def say(socket: ClientConnection, kind: str, content: Any) -> None:
    """One message in its three parts."""
    for part in ({"msgid": uuid.uuid4().hex, "msgtype": kind}, {}, content):
        await socket.send(json.dumps(part))


def box_of(node: Any) -> str:
    """The id of the box of indicators in the document."""
    if isinstance(node, dict):
        if str(node.get("name", "")).endswith("Select"):
            return str(node["id"])
        node = list(node.values())
    return next((found for one in node if (found := box_of(one))), "") if isinstance(node, list) else ""


async def desk(base: str, number: int, seconds: float, ready: asyncio.Barrier) -> list[float]:
    """One client that changes the indicator until the time is over, which begins when all have their page."""
    address = f"{base}/panel_page"
    page = await asyncio.to_thread(lambda: urlopen(address, timeout=60).read().decode())  # noqa: S310
    token = re.findall(r'"token":"([^"]+)"', page)[0]
    times = []
    async with connect(
        address.replace("http", "ws") + "/ws",
        subprotocols=["bokeh", token],
        max_size=None,
        open_timeout=60,
    ) as socket:
        await hear(socket)
        await say(socket, "PULL-DOC-REQ", {})
        kind, document, _ = await hear(socket)
        while kind != "PULL-DOC-REPLY":
            kind, document, _ = await hear(socket)
        box = box_of(document)
        await ready.wait()
        until = time.perf_counter() + seconds
        turn = number % 2  # never the value that stands already: nothing would answer
        while time.perf_counter() < until:
            began = time.perf_counter()
            change = {"kind": "ModelChanged", "model": {"id": box}, "attr": "value", "new": NAMES[turn % len(NAMES)]}
            await say(socket, "PATCH-DOC", {"events": [change]})
            heard, length = "", 0
            while not (heard == "PATCH-DOC" and length > FIGURE_BYTES):
                heard, _, length = await hear(socket)
            times.append(time.perf_counter() - began)
            turn += 1
    return times


async def main(base: str, seconds: float) -> None:
    """All of them at once."""
    ready = asyncio.Barrier(DESKS + 1)
    desks = [asyncio.create_task(desk(base, n, seconds, ready)) for n in range(DESKS)]
    await ready.wait()
    began = time.perf_counter()
    found = await asyncio.gather(*desks)
    print(json.dumps({"times": [one for mine in found for one in mine], "seconds": time.perf_counter() - began}))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2])))

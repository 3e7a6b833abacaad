"""Twenty clients of Streamlit by its own protocol: `rerun_script` with the box's new value, until `script_finished`.

Runs in the peers' environment: `python -m bench.peers.desks_streamlit BASE SECONDS` prints the seconds of each rerun.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

from streamlit.proto.BackMsg_pb2 import BackMsg  # type: ignore[import-not-found]
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg  # type: ignore[import-not-found]
from websockets.asyncio.client import ClientConnection, connect  # type: ignore[import-not-found]

DESKS = 20


async def rerun(socket: ClientConnection, box: str, name: str) -> str:
    """Ask for a run and wait until it is finished; the identity of the box of indicators."""
    asked = BackMsg()
    asked.rerun_script.query_string = ""
    if box:
        state = asked.rerun_script.widget_states.widgets.add()
        state.id = box
        state.string_value = name
    await socket.send(asked.SerializeToString())
    while True:
        said = ForwardMsg()
        said.ParseFromString(await asyncio.wait_for(socket.recv(decode=False), 60))
        if said.WhichOneof("type") == "delta" and said.delta.new_element.WhichOneof("type") == "selectbox":
            box = said.delta.new_element.selectbox.id
        if said.WhichOneof("type") == "script_finished":
            return box


async def desk(base: str, number: int, names: list[str], seconds: float, ready: asyncio.Barrier) -> list[float]:
    """One client that changes the indicator until the time is over, which begins when all have their page."""
    times = []
    address = base.replace("http", "ws") + "/_stcore/stream"
    async with connect(address, subprotocols=["streamlit"], max_size=None, open_timeout=30) as socket:
        box = await rerun(socket, "", "")
        await ready.wait()
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            number += 1
            began = time.perf_counter()
            await rerun(socket, box, names[number % len(names)])
            times.append(time.perf_counter() - began)
    return times


async def main(base: str, seconds: float, names: list[str]) -> None:
    """All of them at once."""
    ready = asyncio.Barrier(DESKS + 1)
    desks = [asyncio.create_task(desk(base, n, names, seconds, ready)) for n in range(DESKS)]
    await ready.wait()
    began = time.perf_counter()
    found = await asyncio.gather(*desks)
    print(json.dumps({"times": [one for mine in found for one in mine], "seconds": time.perf_counter() - began}))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2]), sys.argv[3:]))

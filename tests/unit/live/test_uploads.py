"""Files that come in: nobody's body is taken before the door has said yes, and none is longer than allowed."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from starlette.types import Message

from callbacks.live.uploads import Uploads

MOST = 1000


class Pages:
    """Stands for the application: the door answers `door`, everything else 200 with the length of what came."""

    def __init__(self, door: int) -> None:
        self.door = door
        self.taken: list[bytes] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        assert (scope["method"], scope["path"]) == ("GET", "/imports")
        await send({"type": "http.response.start", "status": self.door, "headers": []})
        await send({"type": "http.response.body", "body": b"door"})

    async def answer(self, scope: Any, receive: Any, send: Any, body: BinaryIO, length: int) -> None:
        self.taken.append(body.read())
        assert len(self.taken[0]) == length
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"taken"})


def sent(pages: Pages, folder: Path, *pieces: bytes, gone: bool = False) -> tuple[list[Message], int]:
    """What is answered to a body in pieces, and how many of them were read."""
    said: list[Message] = []
    read = 0

    async def receive() -> Message:
        nonlocal read
        read += 1
        if gone and read > len(pieces):
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": pieces[read - 1], "more_body": gone or read < len(pieces)}

    async def send(message: Message) -> None:
        said.append(message)

    uploads: Any = Uploads(pages, lambda: folder / "imports", "/imports", MOST)  # type: ignore[arg-type]
    scope = {"type": "http", "method": "POST", "path": "/imports/files", "query_string": b"", "headers": []}
    asyncio.run(uploads(scope, receive, send))
    return said, read


def test_a_body_is_taken_piece_by_piece_and_leaves_no_name(tmp_path: Path) -> None:
    pages = Pages(200)
    said, read = sent(pages, tmp_path, b"a" * 400, b"b" * 400)
    assert (said[0]["status"], read, pages.taken) == (200, 2, [b"a" * 400 + b"b" * 400])
    assert list((tmp_path / "imports").iterdir()) == []


@pytest.mark.parametrize("door", [303, 401, 403])
def test_who_may_not_enter_sends_nothing(door: int, tmp_path: Path) -> None:
    pages = Pages(door)
    said, read = sent(pages, tmp_path, b"a")
    assert (said[0]["status"], read, pages.taken) == (door, 0, [])
    assert not (tmp_path / "imports").exists()


def test_too_much_is_refused_before_the_rest_is_read(tmp_path: Path) -> None:
    pages = Pages(200)
    said, read = sent(pages, tmp_path, *[b"a" * 600] * 5)
    assert (said[0]["status"], read, pages.taken) == (303, 2, [])
    assert dict(said[0]["headers"])[b"location"] == b"/imports?refused=upload_too_large"


def test_a_sender_that_goes_away_leaves_nothing(tmp_path: Path) -> None:
    pages = Pages(200)
    said, _read = sent(pages, tmp_path, b"a", gone=True)
    assert (said[0]["status"], pages.taken) == (303, [])
    assert list((tmp_path / "imports").iterdir()) == []


def test_a_folder_that_cannot_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "imports").write_text("a file")
    said, read = sent(Pages(200), tmp_path, b"a")
    assert dict(said[0]["headers"])[b"location"] == b"/imports?refused=no_room"
    assert read == 0

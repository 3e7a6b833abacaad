"""The streams of one worker: who does not read is let go, and there are never too many."""

import json
import re

from callbacks.live import hub as hub_module
from callbacks.live.hub import MOST_OF_ONE, MOST_STREAMS, MOST_WAITING, Hub, Stream
from callbacks.live.views import with_household_of, without_household


def waiting(stream: Stream) -> list[str | None]:
    return [stream.waiting.get_nowait() for _ in range(stream.waiting.qsize())]


def test_an_event_has_the_form_of_server_sent_events() -> None:
    stream = Stream("a", None, "screen")
    stream.tell("view", {"search": "?x=1\n\ndata: no", "name": "一号厅"})
    said = waiting(stream)[0] or ""
    kind, data, end = said.split("\n", 2)
    assert (kind, end) == ("event: view", "\n")
    assert json.loads(data.removeprefix("data: ")) == {"search": "?x=1\n\ndata: no", "name": "一号厅"}


def test_who_does_not_read_is_let_go_and_the_others_are_not() -> None:
    hub, slow, quick = Hub(), Stream("a", "w", "screen"), Stream("a", "w", "screen")
    assert hub.join(slow) and hub.join(quick)
    assert (len(hub), hub.screens) == (2, 2)
    for n in range(MOST_WAITING + 5):
        hub.tell("beat", {"n": n})
        assert len(waiting(quick)) == 1
    assert slow.is_over and waiting(slow) == [None]
    hub.part(slow)
    hub.part(slow)
    assert (len(hub), hub.screens) == (1, 1)


def test_there_are_never_too_many() -> None:
    hub = Hub()
    one = [Stream("one", None, "screen") for _ in range(MOST_OF_ONE)]
    assert all(hub.join(stream) for stream in one)
    assert not hub.join(Stream("one", None, "screen"))
    others = [Stream(f"other {n}", None, "screen") for n in range(MOST_STREAMS - MOST_OF_ONE)]
    assert all(hub.join(stream) for stream in others)
    assert not hub.join(Stream("last", None, "screen"))
    hub.part(one[0])
    assert hub.join(Stream("last", None, "screen"))


def test_at_the_end_all_streams_end_and_none_comes_in() -> None:
    hub, stream = Hub(), Stream("a", None, "screen")
    hub.join(stream)
    hub.close()
    hub.tell("beat", {})
    last = waiting(stream)
    assert last[-1] is None and len(last) == 2 and re.fullmatch(r"retry: \d{3,4}\n\n", str(last[0]))
    assert not hub.join(Stream("b", None, "screen"))


def test_events_go_where_they_belong() -> None:
    hub, wall, remote = Hub(), Stream("a", "w", "screen"), Stream("b", "w", "remote")
    hub.join(wall)
    hub.join(remote)
    hub.tell("code", {"code": "1"}, lambda stream: stream.is_screen)
    assert (len(waiting(wall)), len(waiting(remote))) == (1, 0)
    assert hub.screens == 1


def test_a_household_is_taken_out_of_a_view_and_put_back() -> None:
    assert without_household("?region=1&household=abc&period=2") == "?region=1&period=2"
    assert without_household("?household=abc") == ""
    assert with_household_of("?region=1&period=3", "?region=1&household=abc") == "?region=1&period=3&household=abc"
    assert with_household_of("?region=2", "?region=1&household=abc") == "?region=2"


def test_limits_stay_under_the_files_that_a_process_may_open() -> None:
    assert hub_module.MOST_STREAMS < 1024

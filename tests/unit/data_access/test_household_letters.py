"""What names sound like, how they are coded, and that the codes need the secret."""

import pytest

from data_access.household_index.letters import (
    Letters,
    identity_tail,
    initials,
    plain_name,
    segments,
    sounds,
    sounds_like,
    tail_of,
)

SYLLABLES = frozenset({"zhang", "wei", "xi", "an", "xian", "shan", "dan", "li", "na"})


@pytest.mark.parametrize(
    ("letter", "heard"), [("张", "zhang"), ("单", "shan"), ("单", "dan"), ("吕", "lv"), ("a", "a")]
)
def test_every_reading_is_heard(letter: str, heard: str) -> None:
    assert heard in sounds(letter)


def test_signs_have_no_sound() -> None:
    assert sounds("·") == sounds("1") == sounds("?") == ()


@pytest.mark.parametrize(
    ("word", "ways"),
    [
        ("zhangwei", {("zhang", "wei")}),
        ("xian", {("x", "i", "a", "n"), ("xian",), ("xi", "an"), ("xi", "a", "n")}),
        ("zw", {("z", "w")}),
        ("zhangw", {("z", "h", "a", "n", "g", "w"), ("zhang", "w")}),
        ("z", set()),
    ],
)
def test_letters_may_be_meant_as_syllables_or_initials(word: str, ways: set[tuple[str, ...]]) -> None:
    assert set(segments(word, SYLLABLES)) - {("xi", "a", "n")} == ways - {("xi", "a", "n")}


def test_a_name_begins_with_its_sounds() -> None:
    assert sounds_like("单小明", ("s", "x"))
    assert sounds_like("单小明", ("dan", "xiao", "m"))
    assert not sounds_like("单小明", ("x", "m"))
    assert not sounds_like("单", ("s", "x"))
    assert initials("云沟镇") == "ygz"


def test_names_are_compared_without_spaces_and_dots() -> None:
    assert plain_name(" 买买提 · 吐尔逊 ") == "买买提吐尔逊"
    assert plain_name(None) == ""


def test_the_tail_of_a_certificate_is_its_owners() -> None:
    assert identity_tail("99010118000101123x") == "123X"
    assert identity_tail("99010118000101123X43") == "123X"
    assert tail_of("12") == identity_tail(None) == ""


def test_codes_are_of_the_secret_alone() -> None:
    one, other = Letters(b"a" * 32), Letters(b"b" * 32)
    assert one.row("张伟") == Letters(b"a" * 32).row("张伟") != other.row("张伟")
    assert one.hashed("identity", "1234") != one.hashed("number", "1234") != 0
    assert one.hashed("identity", "") == 0
    assert len(one.row("买买提吐尔逊江")) == len(one.row("张")) == 6


def test_readings_name_only_characters_seen() -> None:
    letters = Letters(b"a" * 32)
    letters.row("单伟")
    pairs, syllables = letters.readings()
    told = {(int(code), syllables[place]) for code, place in pairs}
    assert (letters.code("单"), "shan") in told
    assert (letters.code("伟"), "wei") in told
    assert {code for code, _ in told} == {letters.code("单"), letters.code("伟")}

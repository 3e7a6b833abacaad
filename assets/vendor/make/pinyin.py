"""Make `assets/vendor/pinyin.txt`: how characters are read, one line a syllable, from pypinyin's dictionary (MIT).

Run from the root of the repository: `python assets/vendor/make/pinyin.py`. Characters of GB 2312 have all their
readings, the rest of GBK their first: names of places use few others.
"""

from pathlib import Path

from pypinyin import Style, pinyin

TARGET = Path(__file__).parent.parent / "pinyin.txt"
FIRST, LAST = 0x4E00, 0x9FFF


def made() -> str:
    """One line a syllable, without tones, ü as v: the syllable, a space, its characters."""
    read: dict[str, list[str]] = {}
    for point in range(FIRST, LAST + 1):
        letter = chr(point)
        if not _is_in(letter, "gbk"):
            continue
        found = pinyin(letter, style=Style.NORMAL, heteronym=True, errors="ignore", v_to_u=False)
        sounds = [sound for sound in (found[0] if found else []) if sound.isascii() and sound.isalpha()]
        for sound in dict.fromkeys(sounds if _is_in(letter, "gb2312") else sounds[:1]):
            read.setdefault(sound, []).append(letter)
    return "".join(f"{sound} {''.join(letters)}\n" for sound, letters in sorted(read.items()))


def _is_in(letter: str, encoding: str) -> bool:
    return bool(letter.encode(encoding, "ignore"))


if __name__ == "__main__":
    TARGET.write_text(made(), encoding="utf-8")

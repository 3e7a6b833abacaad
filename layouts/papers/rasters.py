"""Pages of a PDF as pictures."""

import io
from collections.abc import Iterator

import pypdfium2  # type: ignore[import-untyped]


def pictures(document: bytes, scale: float, *, transparent: bool = False) -> Iterator[bytes]:
    """Each page as a PNG of `scale` pixels a point; `transparent`: only what is drawn, without the paper."""
    opened = pypdfium2.PdfDocument(document)
    try:
        for number in range(len(opened)):
            colour = (255, 255, 255, 0 if transparent else 255)
            bitmap = opened[number].render(scale=scale, fill_color=colour, maybe_alpha=transparent)
            picture = io.BytesIO()
            bitmap.to_pil().save(picture, "PNG", compress_level=4)
            yield picture.getvalue()
    finally:
        opened.close()

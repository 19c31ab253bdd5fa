"""Photographs of the fictional commune: a hillside, a road and what was built, drawn by number."""

from dataclasses import dataclass
from io import BytesIO
from random import Random

EVERY = 60  # one declaration in so many comes with a photograph
SIZE = (480, 320)


@dataclass
class Photograph:
    """As an upload comes in."""

    name: str | None
    size: int | None
    content: bytes

    def read(self) -> bytes:
        return self.content


def photograph_for(number: int) -> Photograph | None:
    """What whoever declares the commitment with this number hands in; None for most."""
    if number % EVERY:
        return None
    content = _drawn(number)
    return Photograph(f"anh-hien-truong-{number:04}.jpg", len(content), content)


def _drawn(number: int) -> bytes:
    from PIL import Image, ImageDraw  # heavy, and only the demo draws

    random = Random(number)  # noqa: S311  # a landscape, not a secret
    width, height = SIZE
    image = Image.new("RGB", SIZE, (150 + random.randrange(60), 190, 230))
    pen = ImageDraw.Draw(image)
    for distance in range(3):
        crest = height // 4 + distance * height // 7
        points = [(at, crest + random.randrange(height // 6)) for at in range(0, width + 60, 60)]
        shade = 90 - distance * 20
        pen.polygon([(0, height), *points, (width, height)], fill=(shade, shade + 55, shade + 10))
    bend = width // 2 + random.randrange(-80, 80)
    pen.polygon(
        [(bend - 8, 190), (bend + 8, 190), (bend + 90, height), (bend - 60, height)], "grey"
    )
    left, top = random.randrange(30, width // 3), random.randrange(170, 200)
    pen.rectangle((left, top, left + 90, top + 60), fill=(235, 220, 190), outline="saddlebrown")
    pen.polygon([(left - 10, top), (left + 45, top - 35), (left + 100, top)], fill="firebrick")
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()

"""A canvas of 1600 by 1000 units, drawn at twice the wanted size and reduced at the end, so that edges are smooth."""

import math
from collections.abc import Callable, Sequence
from random import Random

from PIL import Image, ImageDraw, ImageFilter, ImageOps

from portal.demo.scenery.palettes import Colour

W, H = 1600, 1000
Point = tuple[float, float]


def smooth(points: Sequence[Point], steps: int = 10, *, closed: bool = False) -> list[Point]:
    """A Catmull-Rom curve through the points."""
    ends = (points[-1], points[:2]) if closed else (points[0], [points[-1]])
    chain = [ends[0], *points, *ends[1]]
    curve: list[Point] = []
    for a, b, c, d in zip(chain, chain[1:], chain[2:], chain[3:], strict=False):
        for step in range(steps):
            t = step / steps
            curve.append((_spline(a[0], b[0], c[0], d[0], t), _spline(a[1], b[1], c[1], d[1], t)))
    return curve if closed else [*curve, points[-1]]


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


def ridge(rand: Random, base: float, height: float, wave: float = 500) -> list[Point]:
    """A rolling skyline from edge to edge: `base` the lowest line, `height` the rise, `wave` the length of a hill."""
    parts = [(wave * k, rand.uniform(0, math.tau), share) for k, share in ((1, 0.55), (0.46, 0.3), (0.21, 0.15))]
    skyline = []
    for x in range(-20, W + 40, 20):
        rise = sum(share * (0.5 + 0.5 * math.sin(math.tau * x / length + phase)) for length, phase, share in parts)
        skyline.append((float(x), base - height * rise))
    return skyline


class Canvas:
    """Shapes in units of the 1600 × 1000 field; `alpha` 0 to 1."""

    def __init__(self, scale: float) -> None:
        self.scale = scale
        self.image = Image.new("RGB", (round(W * scale), round(H * scale)))
        self.pen = ImageDraw.Draw(self.image, "RGBA")

    def at(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self.scale, y * self.scale) for x, y in points]

    def poly(self, points: Sequence[Point], fill: Colour, alpha: float = 1) -> None:
        self.pen.polygon(self.at(points), fill=(*fill, round(alpha * 255)))

    def blob(self, points: Sequence[Point], fill: Colour, alpha: float = 1) -> None:
        """A closed smooth shape through the points."""
        self.poly(smooth(points, closed=True), fill, alpha)

    def rect(self, x: float, y: float, w: float, h: float, fill: Colour, alpha: float = 1, radius: float = 0) -> None:
        corners = [*self.at([(x, y)])[0], *self.at([(x + w, y + h)])[0]]
        self.pen.rounded_rectangle(corners, radius * self.scale, fill=(*fill, round(alpha * 255)))

    def disc(self, x: float, y: float, rx: float, fill: Colour, alpha: float = 1, ry: float | None = None) -> None:
        ry = rx if ry is None else ry
        self.pen.ellipse(
            [*self.at([(x - rx, y - ry)])[0], *self.at([(x + rx, y + ry)])[0]], fill=(*fill, round(alpha * 255))
        )

    def line(self, points: Sequence[Point], width: float, fill: Colour, alpha: float = 1) -> None:
        self.pen.line(self.at(points), (*fill, round(alpha * 255)), max(1, round(width * self.scale)), joint="curve")

    def arc(
        self, x: float, y: float, rx: float, ry: float, span: tuple[float, float], width: float, fill: Colour
    ) -> None:
        box = [*self.at([(x - rx, y - ry)])[0], *self.at([(x + rx, y + ry)])[0]]
        self.pen.arc(box, *span, fill=(*fill, 255), width=max(1, round(width * self.scale)))

    def fade(self, points: Sequence[Point], stops: Sequence[Colour], alpha: float = 1) -> None:
        """A shape filled from top to bottom with the colours of `stops`."""
        scaled = self.at(points)
        left, top = max(0, math.floor(min(x for x, _ in scaled))), max(0, math.floor(min(y for _, y in scaled)))
        right, bottom = math.ceil(max(x for x, _ in scaled)), math.ceil(max(y for _, y in scaled))
        size = (min(right, self.image.width) - left, min(bottom, self.image.height) - top)
        if min(size) <= 0:
            return
        mask = Image.new("L", size)
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in scaled], fill=round(alpha * 255))
        self.image.paste(_strip(stops).resize(size, Image.Resampling.BILINEAR), (left, top), mask)

    def backdrop(self, stops: Sequence[Colour], top: float = 0, bottom: float = H) -> None:
        self.fade([(0, top), (W, top), (W, bottom), (0, bottom)], stops)

    def glow(self, x: float, y: float, radius: float, fill: Colour, strength: float = 0.6) -> None:
        """A round light that fades outwards."""
        side = round(radius * 2 * self.scale)
        light = ImageOps.invert(Image.radial_gradient("L")).point(
            lambda v: round(max(0, v - 75) / 180 * 255 * strength)
        )
        mask = light.resize((side, side), Image.Resampling.BICUBIC)
        self.image.paste(fill, (round((x - radius) * self.scale), round((y - radius) * self.scale)), mask)

    def soft(self, radius: float, paint: Callable[["Canvas"], None], fill: Colour, alpha: float = 1) -> None:
        """Shapes painted white on a small black canvas, blurred, then laid over in one colour: mist, shadow, ray."""
        veil = Canvas(0.25)
        paint(veil)
        mask = veil.image.convert("L").filter(ImageFilter.GaussianBlur(radius * veil.scale))
        mask = mask.resize(self.image.size, Image.Resampling.BICUBIC).point(lambda v: round(v * alpha))
        self.image.paste(fill, (0, 0), mask)

    def finish(self, size: tuple[int, int], rand: Random) -> Image.Image:
        """Reduce, cut to the wanted shape, add a grain like paper's."""
        image = ImageOps.fit(self.image, size, Image.Resampling.BOX)
        tile = Image.frombytes("L", (256, 256), rand.randbytes(256 * 256)).filter(ImageFilter.GaussianBlur(0.7))
        grain = Image.new("L", size)
        for x in range(0, size[0], 256):
            for y in range(0, size[1], 256):
                grain.paste(tile, (x, y))
        return Image.blend(image, Image.composite(image.point(_lighter), image.point(_darker), grain), 0.35)


def _lighter(value: int) -> int:
    return min(255, value + 22)


def _darker(value: int) -> int:
    return max(0, value - 22)


def _strip(stops: Sequence[Colour]) -> Image.Image:
    strip = Image.new("RGB", (1, 256))
    for y in range(256):
        place = y / 255 * (len(stops) - 1)
        at = min(int(place), len(stops) - 2)
        share = place - at
        strip.putpixel((0, y), tuple(round(a + (b - a) * share) for a, b in zip(stops[at], stops[at + 1], strict=True)))
    return strip

"""Trees, palms, bamboo, grass and lotus."""

import math
from random import Random

from portal.demo.scenery.canvas import Canvas, H, smooth
from portal.demo.scenery.palettes import Colour, Palette, mix


def tree(c: Canvas, rand: Random, x: float, y: float, size: float, tones: tuple[Colour, Colour], trunk: Colour) -> None:
    """A round crown of overlapping discs, lit from above left; `y` is the foot."""
    c.poly(
        [
            (x - size * 0.07, y),
            (x - size * 0.035, y - size * 0.7),
            (x + size * 0.035, y - size * 0.7),
            (x + size * 0.07, y),
        ],
        trunk,
    )
    spots = [(rand.uniform(-0.36, 0.36), rand.uniform(-1.0, -0.58), rand.uniform(0.2, 0.3)) for _ in range(7)]
    for dx, dy, r in spots:
        c.disc(x + dx * size, y + dy * size, r * size, tones[0])
    for dx, dy, r in spots:
        c.disc(x + dx * size - r * size * 0.22, y + dy * size - r * size * 0.25, r * size * 0.6, tones[1], 0.55)


def palm(c: Canvas, rand: Random, x: float, y: float, height: float, leaf: Colour, trunk: Colour) -> None:
    """A palm: a thin leaning stem and fronds that rise and hang over."""
    lean = rand.uniform(-0.1, 0.1) * height
    top = (x + lean, y - height)
    c.line(smooth([(x, y), (x + lean * 0.3, y - height * 0.5), top], 8), height * 0.028, trunk)
    for at in (0, 12, 1, 11, 2, 10, 3, 9, 4, 8, 5, 7, 6):
        angle = math.pi * at / 12 + rand.uniform(-0.1, 0.1)
        reach = height * rand.uniform(0.24, 0.3)
        ux, rise = math.cos(angle), math.sin(angle)
        bend = (top[0] + ux * reach * 0.6, top[1] - reach * (0.16 + 0.5 * rise))
        tip = (top[0] + ux * reach * (1.15 - 0.15 * rise), top[1] + reach * (0.42 - 0.75 * rise))
        width = reach * 0.1
        tone = mix(leaf, trunk, 0.22 * (at % 2))
        c.poly(
            [*smooth([top, bend, tip], 8), *smooth([tip, (bend[0] - ux * width, bend[1] + width * 1.6), top], 8)], tone
        )


def banana(c: Canvas, rand: Random, x: float, y: float, size: float, tones: tuple[Colour, Colour]) -> None:
    for at in range(6):
        angle = math.radians(25 + at * 26 + rand.uniform(-6, 6))
        tip = (x + math.cos(angle) * size * 0.8, y - math.sin(angle) * size - size * 0.15)
        bend = (x + math.cos(angle) * size * 0.3, y - math.sin(angle) * size * 0.75 - size * 0.2)
        edge = (bend[0] + size * 0.16, bend[1] + size * 0.1)
        c.poly([*smooth([(x, y), bend, tip], 8), *smooth([tip, edge, (x + 4, y)], 8)], tones[at % 2])


def bamboo(c: Canvas, rand: Random, x: float, lean: float, p: Palette, height: float = 900) -> None:
    """A foreground stem that frames the picture, with joints and pointed leaves."""
    tone = mix(p.leaf, p.ink, 0.25)
    foot, top = (x, H + 10.0), (x + lean, H - height)
    c.line([foot, top], 15, tone)
    for joint in range(9):
        t = joint / 9
        jx, jy = foot[0] + (top[0] - foot[0]) * t, foot[1] + (top[1] - foot[1]) * t
        c.line([(jx - 9, jy), (jx + 9, jy)], 4, mix(tone, p.leaf_light, 0.4))
        if joint > 3:
            for _ in range(3):
                blade(
                    c,
                    jx,
                    jy,
                    rand.uniform(70, 130),
                    rand.uniform(-0.5, 0.7) + (math.pi if rand.random() < 0.5 else 0),
                    tone,
                )


def blade(c: Canvas, x: float, y: float, length: float, angle: float, fill: Colour) -> None:
    """One pointed leaf from (x, y); the angle in radians, 0 to the right, growing downwards."""
    ux, uy = math.cos(angle), abs(math.sin(angle)) * 0.8 + 0.15
    tip = (x + ux * length, y + uy * length)
    side = (-uy * length * 0.09, ux * length * 0.09)
    mid = (x + ux * length * 0.45, y + uy * length * 0.4)
    c.poly(
        [
            *smooth([(x, y), (mid[0] + side[0], mid[1] + side[1]), tip], 6),
            *smooth([tip, (mid[0] - side[0], mid[1] - side[1]), (x, y)], 6),
        ],
        fill,
    )


def grass(
    c: Canvas, rand: Random, y: float, tones: tuple[Colour, Colour], height: float = 90, *, ears: Colour | None = None
) -> None:
    """A fringe of rice or grass along the lower edge; `ears` adds hanging grain."""
    for at in range(150):
        x = at * 10.9 + rand.uniform(-8, 8)
        tall, lean = rand.uniform(0.5, 1) * height, rand.uniform(-0.4, 0.4)
        tip, bend = (x + lean * tall, y - tall), (x + lean * tall * 0.25, y - tall * 0.55)
        tone = mix(tones[0], tones[1], rand.random())
        c.poly(
            [*smooth([(x - 4, y + 30), bend, tip], 5), *smooth([tip, (bend[0] + 5, bend[1]), (x + 5, y + 30)], 5)], tone
        )
        if ears and at % 2 == 0:
            side = 1 if lean > 0 else -1
            for grain in range(7):
                c.disc(tip[0] + side * grain * 4.5, tip[1] + grain * grain * 1.1, 4.2, ears, ry=3.2)


def lotus(c: Canvas, x: float, y: float, size: float, tones: tuple[Colour, Colour], heart: Colour) -> None:
    """An open lotus seen from the side: outer, middle and inner petals around a gold heart."""
    for ring, (spread, reach, count) in enumerate(((1.32, 1.0, 7), (0.85, 1.06, 5), (0.42, 1.0, 3))):
        for at in range(count):
            angle = -spread + 2 * spread * at / (count - 1)
            tone = mix(tones[0], tones[1], 0.28 * ring + (0.12 if at % 2 else 0))
            petal(c, x, y, size * reach * (1 - 0.16 * abs(angle)), angle, size * 0.24, tone, mix(tone, tones[1], 0.6))
    c.disc(x, y - size * 0.1, size * 0.16, heart, ry=size * 0.08)


def petal(c: Canvas, x: float, y: float, length: float, angle: float, width: float, base: Colour, tip: Colour) -> None:
    ux, uy = math.sin(angle), -math.cos(angle)
    end, mid = (x + ux * length, y + uy * length), (x + ux * length * 0.55, y + uy * length * 0.55)
    left, right = (mid[0] - uy * width, mid[1] + ux * width), (mid[0] + uy * width, mid[1] - ux * width)
    c.fade([*smooth([(x, y), left, end], 8), *smooth([end, right, (x, y)], 8)], (tip, base))


def pad(c: Canvas, x: float, y: float, rx: float, tones: tuple[Colour, Colour], ratio: float = 0.36) -> None:
    """A lotus leaf lying on the water."""
    c.disc(x, y + rx * 0.05, rx, mix(tones[0], (0, 0, 0), 0.25), 0.35, rx * ratio)
    c.disc(x, y, rx, tones[0], ry=rx * ratio)
    c.disc(x - rx * 0.04, y - rx * 0.02, rx * 0.9, tones[1], 0.5, rx * ratio * 0.86)
    for at in range(9):
        angle = math.tau * at / 9 + 0.2
        c.line(
            [(x, y), (x + math.cos(angle) * rx * 0.82, y + math.sin(angle) * rx * ratio * 0.8)],
            rx * 0.016,
            tones[0],
            0.7,
        )

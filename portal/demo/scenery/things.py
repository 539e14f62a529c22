"""People in conical hats, boats, lanterns, flags and other small things."""

import math
from random import Random

from portal.demo.scenery.canvas import Canvas, smooth
from portal.demo.scenery.palettes import Colour, Palette, mix

SKIN: Colour = (226, 178, 140)
STRAW: Colour = (243, 221, 168)


def person(c: Canvas, x: float, y: float, size: float, shirt: Colour, legs: Colour, *, hat: bool = True) -> None:
    """Someone who stands; `y` is the ground, `size` the height."""
    for side in (-1, 1):
        c.rect(
            x + side * size * 0.055 - size * 0.045, y - size * 0.42, size * 0.09, size * 0.42, legs, radius=size * 0.03
        )
    body = [
        (x - size * 0.15, y - size * 0.36),
        (x - size * 0.13, y - size * 0.66),
        (x, y - size * 0.74),
        (x + size * 0.13, y - size * 0.66),
        (x + size * 0.15, y - size * 0.36),
    ]
    c.poly(body, shirt)
    for side in (-1, 1):
        c.line(
            [(x + side * size * 0.12, y - size * 0.64), (x + side * size * 0.19, y - size * 0.4)],
            size * 0.075,
            mix(shirt, (0, 0, 0), 0.12),
        )
    _head(c, x, y - size * 0.82, size, hat)


def _head(c: Canvas, x: float, y: float, size: float, hat: bool) -> None:
    c.disc(x, y, size * 0.085, SKIN)
    if hat:
        c.poly([(x - size * 0.21, y - size * 0.01), (x, y - size * 0.19), (x + size * 0.21, y - size * 0.01)], STRAW)
        c.poly(
            [(x, y - size * 0.19), (x + size * 0.21, y - size * 0.01), (x + size * 0.04, y - size * 0.01)],
            mix(STRAW, (120, 80, 30), 0.25),
        )
    else:
        c.pen.chord(
            [*c.at([(x - size * 0.095, y - size * 0.1)])[0], *c.at([(x + size * 0.095, y + size * 0.08)])[0]],
            170,
            370,
            fill=(44, 36, 40, 255),
        )


def stooping(c: Canvas, x: float, y: float, size: float, shirt: Colour, legs: Colour, side: int) -> None:
    """Someone who plants or reaps, bent towards `side` (-1 left, 1 right)."""
    hip = (x, y - size * 0.42)
    head = (x + side * size * 0.34, y - size * 0.44)
    for dx in (-0.05, 0.07):
        c.line([(x + dx * size, y), hip], size * 0.1, legs)
    c.line(
        [hip, (x + side * size * 0.16, y - size * 0.54), (head[0] - side * size * 0.04, head[1])], size * 0.19, shirt
    )
    c.line(
        [(head[0] - side * size * 0.08, head[1]), (head[0] + side * size * 0.04, y - size * 0.08)], size * 0.07, SKIN
    )
    c.disc(*head, size * 0.075, SKIN)
    c.poly(
        [
            (head[0] - size * 0.2, head[1] + size * 0.01),
            (head[0] + side * size * 0.06, head[1] - size * 0.17),
            (head[0] + size * 0.2, head[1] + size * 0.05),
        ],
        STRAW,
    )


def sampan(
    c: Canvas, p: Palette, x: float, y: float, length: float, hull: Colour, *, roof: bool = True, rower: bool = True
) -> None:
    """A slim wooden boat with its reflection; `y` is the waterline."""
    half = length / 2
    shape = smooth(
        [
            (x - half, y - length * 0.1),
            (x - half * 0.55, y - length * 0.012),
            (x, y),
            (x + half * 0.55, y - length * 0.012),
            (x + half, y - length * 0.1),
        ],
        8,
    )
    belly = smooth(
        [
            (x + half, y - length * 0.1),
            (x + half * 0.5, y + length * 0.065),
            (x, y + length * 0.08),
            (x - half * 0.5, y + length * 0.065),
            (x - half, y - length * 0.1),
        ],
        8,
    )
    c.poly([(a, 2 * y + length * 0.13 - b * 1.0) for a, b in [*shape, *belly]], hull, 0.25)
    if roof:
        c.pen.chord(
            [*c.at([(x - half * 0.42, y - length * 0.22)])[0], *c.at([(x + half * 0.3, y + length * 0.14)])[0]],
            180,
            360,
            fill=(*mix(p.roof, p.ink, 0.35), 255),
        )
        c.pen.chord(
            [*c.at([(x + half * 0.02, y - length * 0.2)])[0], *c.at([(x + half * 0.3, y + length * 0.13)])[0]],
            180,
            360,
            fill=(*p.ink, 255),
        )
    if rower:
        person(c, x + half * 0.62, y + length * 0.02, length * 0.34, p.red, p.ink)
        c.line(
            [(x + half * 0.5, y - length * 0.2), (x + half * 1.08, y + length * 0.13)],
            length * 0.014,
            mix(hull, p.ink, 0.4),
        )
    c.fade([*shape, *belly], (mix(hull, p.sun, 0.2), mix(hull, p.ink, 0.35)))


def sailboat(c: Canvas, p: Palette, x: float, y: float, size: float, sail: Colour) -> None:
    """A junk with ribbed sails."""
    for dx, high, wide in ((-0.1, 1.0, 0.5), (0.32, 0.72, 0.34)):
        left, top = x + dx * size, y - size * (0.16 + high)
        shape = [
            *smooth([(left, y - size * 0.14), (left - wide * size * 0.2, y - size * high * 0.5), (left, top)], 8),
            *smooth(
                [
                    (left, top),
                    (left + wide * size * 0.75, top + high * size * 0.35),
                    (left + wide * size * 0.62, y - size * 0.17),
                ],
                8,
            ),
        ]
        c.fade(shape, (mix(sail, p.sun, 0.25), sail))
        for rib in range(1, 5):
            ry = top + (y - size * 0.14 - top) * rib / 5
            c.line(
                [(left - wide * size * 0.13, ry), (left + wide * size * 0.62, ry - size * 0.02)],
                size * 0.012,
                mix(sail, p.ink, 0.45),
                0.7,
            )
        c.line([(left, y - size * 0.1), (left, top - size * 0.05)], size * 0.018, p.ink)
    hull = smooth(
        [
            (x - size * 0.55, y - size * 0.16),
            (x - size * 0.38, y + size * 0.05),
            (x + size * 0.4, y + size * 0.05),
            (x + size * 0.62, y - size * 0.2),
        ],
        8,
    )
    c.poly([*hull, (x + size * 0.5, y - size * 0.1), (x - size * 0.45, y - size * 0.09)], mix(p.roof, p.ink, 0.55))
    for step in range(4):
        c.rect(
            x - size * (0.45 - step * 0.08),
            y + size * (0.08 + step * 0.06),
            size * (0.9 - step * 0.16),
            size * 0.02,
            p.ink,
            0.22 - step * 0.04,
            3,
        )


def lantern(c: Canvas, x: float, y: float, size: float, fill: Colour, gold: Colour, *, lit: bool = True) -> None:
    """A round silk lantern; `y` is its middle."""
    if lit:
        c.glow(x, y, size * 2.6, mix(fill, gold, 0.6), 0.5)
    c.disc(x, y, size * 0.62, fill, ry=size * 0.5)
    for rx in (0.4, 0.18):
        c.arc(x, y, size * rx, size * 0.5, (0, 360), size * 0.03, mix(fill, gold, 0.55))
    for dy in (-0.55, 0.43):
        c.rect(x - size * 0.24, y + dy * size, size * 0.48, size * 0.12, gold, radius=size * 0.03)
    for dx in (-0.1, 0, 0.1):
        c.line([(x + dx * size, y + size * 0.55), (x + dx * size, y + size * 0.95)], size * 0.035, gold)


def festoon(c: Canvas, rand: Random, a: tuple[float, float], b: tuple[float, float], tones: tuple[Colour, ...]) -> None:
    """A string of little flags that sags between two points."""
    for at in range(25):
        t = at / 24
        x, y = a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t + 70 * math.sin(math.pi * t)
        c.poly([(x - 15, y), (x + 15, y), (x, y + 34)], tones[at % len(tones)])


def national_flag(c: Canvas, x: float, y: float, width: float) -> None:
    """The flag with its star; (x, y) is the upper corner at the pole, two by three."""
    c.rect(x, y, width, width * 2 / 3, (218, 37, 29))
    star = []
    for at in range(10):
        angle, r = -math.pi / 2 + at * math.pi / 5, width * (0.2 if at % 2 == 0 else 0.077)
        star.append((x + width / 2 + r * math.cos(angle), y + width / 3 + r * math.sin(angle)))
    c.poly(star, (255, 255, 0))


def five_colours(c: Canvas, p: Palette, x: float, y: float, size: float) -> None:
    """A square festival flag of nested colours with a flame edge; (x, y) is the upper corner at the pole."""
    tones = (p.red, p.gold, (64, 130, 109), (240, 240, 232), (58, 96, 150))
    c.line([(x, y - size * 0.2), (x, y + size * 3.2)], size * 0.05, mix(p.roof, p.ink, 0.5))
    for tooth in range(7):
        t = tooth / 7
        c.poly(
            [(x + size, y + size * t), (x + size * 1.13, y + size * (t + 0.07)), (x + size, y + size * (t + 0.143))],
            tones[0],
        )
        c.poly(
            [(x + size * t, y + size), (x + size * (t + 0.07), y + size * 1.13), (x + size * (t + 0.143), y + size)],
            tones[0],
        )
    for ring, tone in enumerate(tones):
        inset = ring * size * 0.1
        c.rect(x + inset, y + inset, size - 2 * inset, size - 2 * inset, tone)

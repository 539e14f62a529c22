"""Scenes indoors: laboratory and meeting."""

from random import Random

from portal.demo.scenery.canvas import Canvas, H, W, smooth
from portal.demo.scenery.land import hills, paddies, sky, treeline
from portal.demo.scenery.palettes import Colour, Palette, mix, rgb
from portal.demo.scenery.plants import lotus, pad
from portal.demo.scenery.things import SKIN


def _view(
    c: Canvas, p: Palette, rand: Random, wall: Colour, windows: tuple[tuple[float, float], ...], top: float, low: float
) -> None:
    """Draw the land outside, then the wall around the windows (left edge and width of each)."""
    sky(c, p, rand, low * 0.72)
    hills(c, p, rand, low * 0.72, 2, 90)
    treeline(c, rand, low * 0.72, mix(p.near, p.haze, 0.3), 18)
    paddies(c, p, rand, low * 0.72, low + 20)
    edges = [0.0, *(edge for left, width in windows for edge in (left, left + width)), float(W)]
    for at in range(0, len(edges), 2):
        c.rect(edges[at], 0, edges[at + 1] - edges[at], H, wall)
    c.rect(0, 0, W, top, wall)
    c.rect(0, low, W, H - low, mix(wall, p.ink, 0.06))
    for left, width in windows:
        frame = mix(p.wall, (255, 255, 255), 0.6)
        for x in (left - 8, left + width / 2 - 5, left + width - 2):
            c.rect(x, top - 8, 10, low - top + 16, frame)
        for y in (top - 8, low - 4):
            c.rect(left - 8, y, width + 16, 12, frame)
        c.rect(left - 22, low + 4, width + 44, 14, mix(frame, p.ink, 0.12), radius=4)


def lab_scene(c: Canvas, p: Palette, rand: Random) -> None:
    wall = mix(mix(p.haze, p.water[0], 0.5), (255, 255, 255), 0.35)
    side = rand.choice((-1, 1))
    left = 90.0 if side < 0 else 890.0
    _view(c, p, rand, wall, ((left, 620),), 110, 560)
    _shelves(c, p, rand, 1180 if side < 0 else 420)
    table = mix(p.wall, (255, 255, 255), 0.5)
    c.rect(0, 760, W, 60, table)
    c.rect(0, 812, W, 16, p.ink, 0.18)
    c.backdrop((mix(p.mid, p.wall, 0.25), mix(p.near, p.ink, 0.15)), 828, H)
    for x in range(40, W, 320):
        c.rect(x, 856, 280, 130, mix(p.mid, p.wall, 0.42), radius=8)
        c.rect(x + 115, 884, 50, 10, mix(p.wall, p.ink, 0.3), radius=5)
    c.rect(0, 752, W, 10, p.gold, 0.55)
    scientist(c, p, 800 + side * 330, 762, 360, rgb("#3a2c2c"))
    microscope(c, p, 800 + side * 110, 762, 250)
    for at, x in enumerate((0, 95, 190)):
        flask(c, 800 - side * (230 + x), 762, 120 + at * 18, (p.leaf_light, p.gold, mix(p.water[1], p.leaf, 0.3))[at])
    _seedlings(c, p, rand, 800 - side * 600)


def _shelves(c: Canvas, p: Palette, rand: Random, x: float) -> None:
    for y in (230, 370, 510):
        c.rect(x - 290, y, 580, 14, mix(p.roof, p.wall, 0.45), radius=3)
        at = x - 270.0
        while at < x + 240:
            wide, tall = rand.uniform(24, 46), rand.uniform(50, 98)
            tone = rand.choice((p.leaf_light, p.gold, p.water[1], mix(p.red, p.wall, 0.35), p.mid))
            c.rect(at, y - tall, wide, tall, mix(tone, p.wall, 0.2), radius=7)
            c.rect(at + wide * 0.2, y - tall - 10, wide * 0.6, 12, mix(tone, p.ink, 0.35), radius=3)
            c.rect(at + 4, y - tall * 0.6, wide - 8, tall * 0.26, p.wall, 0.8, 2)
            at += wide + rand.uniform(8, 26)


def flask(c: Canvas, x: float, y: float, size: float, liquid: Colour) -> None:
    """A conical flask, one third full."""
    glass = (255, 255, 255)
    c.poly(
        [
            (x - size * 0.1, y - size),
            (x + size * 0.1, y - size),
            (x + size * 0.1, y - size * 0.62),
            (x + size * 0.36, y - 4),
            (x - size * 0.36, y - 4),
            (x - size * 0.1, y - size * 0.62),
        ],
        glass,
        0.5,
    )
    c.poly(
        [
            (x - size * 0.22, y - size * 0.36),
            (x + size * 0.22, y - size * 0.36),
            (x + size * 0.35, y - 6),
            (x - size * 0.35, y - 6),
        ],
        liquid,
        0.92,
    )
    c.disc(x, y - size * 0.36, size * 0.22, mix(liquid, glass, 0.4), ry=size * 0.04)
    c.rect(x - size * 0.14, y - size * 1.03, size * 0.28, size * 0.06, glass, 0.9, 3)
    for dx, dy, r in ((-0.08, 0.2, 0.035), (0.1, 0.14, 0.025), (0.0, 0.27, 0.02)):
        c.disc(x + dx * size, y - dy * size, r * size, glass, 0.75)
    c.line(
        [(x - size * 0.06, y - size * 0.9), (x - size * 0.06, y - size * 0.6), (x - size * 0.2, y - size * 0.28)],
        size * 0.03,
        glass,
        0.8,
    )


def microscope(c: Canvas, p: Palette, x: float, y: float, size: float) -> None:
    body, dark = mix(p.wall, p.water[1], 0.35), mix(p.ink, p.wall, 0.1)
    c.rect(x - size * 0.3, y - size * 0.1, size * 0.6, size * 0.1, dark, radius=12)
    c.line(
        smooth(
            [(x + size * 0.2, y - size * 0.08), (x + size * 0.32, y - size * 0.45), (x + size * 0.12, y - size * 0.78)],
            10,
        ),
        size * 0.11,
        body,
    )
    c.rect(x - size * 0.22, y - size * 0.36, size * 0.42, size * 0.05, dark, radius=4)
    c.poly(
        [
            (x - size * 0.17, y - size * 0.92),
            (x - size * 0.02, y - size * 0.99),
            (x + size * 0.2, y - size * 0.62),
            (x + size * 0.06, y - size * 0.54),
        ],
        body,
    )
    c.poly(
        [
            (x - size * 0.22, y - size * 1.04),
            (x - size * 0.07, y - size * 1.11),
            (x - size * 0.0, y - size * 0.99),
            (x - size * 0.15, y - size * 0.92),
        ],
        dark,
    )
    c.rect(x + size * 0.02, y - size * 0.6, size * 0.09, size * 0.2, mix(dark, p.gold, 0.4), radius=4)
    c.disc(x + size * 0.28, y - size * 0.3, size * 0.07, mix(p.gold, dark, 0.2))


def scientist(c: Canvas, p: Palette, x: float, y: float, size: float, hair: Colour) -> None:
    """Someone in a white coat behind the bench, seen to the waist."""
    white = rgb("#fdfdfb")
    c.blob(
        [
            (x - size * 0.36, y),
            (x - size * 0.3, y - size * 0.46),
            (x - size * 0.1, y - size * 0.58),
            (x + size * 0.1, y - size * 0.58),
            (x + size * 0.3, y - size * 0.46),
            (x + size * 0.36, y),
            (x, y + 4),
        ],
        white,
    )
    c.poly(
        [(x - size * 0.1, y - size * 0.56), (x, y - size * 0.3), (x + size * 0.1, y - size * 0.56)],
        mix(p.water[1], p.leaf, 0.3),
    )
    c.line([(x, y - size * 0.3), (x, y)], 3, mix(white, p.ink, 0.25))
    c.rect(x - size * 0.05, y - size * 0.66, size * 0.1, size * 0.12, mix(SKIN, p.ink, 0.1))
    c.disc(x, y - size * 0.79, size * 0.17, hair, ry=size * 0.18)
    c.disc(x, y - size * 0.75, size * 0.135, SKIN, ry=size * 0.155)
    c.pen.chord(
        [*c.at([(x - size * 0.16, y - size * 0.97)])[0], *c.at([(x + size * 0.16, y - size * 0.66)])[0]],
        180,
        360,
        fill=(*hair, 255),
    )
    for side in (-1, 1):
        c.arc(x + side * size * 0.06, y - size * 0.76, size * 0.045, size * 0.04, (0, 360), 3, p.ink)
        c.line(
            [
                (x + side * size * 0.3, y - size * 0.42),
                (x + side * size * 0.34, y - size * 0.14),
                (x + side * size * 0.12, y - size * 0.06),
            ],
            size * 0.11,
            mix(white, p.ink, 0.06),
        )
        c.disc(x + side * size * 0.1, y - size * 0.06, size * 0.05, SKIN)


def _seedlings(c: Canvas, p: Palette, rand: Random, x: float) -> None:
    c.rect(x - 150, 742, 300, 20, mix(p.roof, p.wall, 0.3), radius=4)
    for at in range(7):
        px = x - 126 + at * 42
        c.rect(px - 13, 640, 26, 108, (255, 255, 255), 0.5, 12)
        c.rect(px - 12, 706, 24, 40, mix(p.gold, p.roof, 0.4), 0.85, 10)
        for angle in (-2.5, -0.6, -1.4):
            c.line(
                smooth([(px, 708), (px + angle * 3, 680), (px + (angle + 1.5) * 14, 650 + rand.uniform(-12, 8))], 6),
                5,
                p.leaf_light,
            )


def meeting_scene(c: Canvas, p: Palette, rand: Random) -> None:
    wall = mix(p.wall, p.gold, 0.12)
    _view(c, p, rand, wall, ((70, 400), (1130, 400)), 130, 520)
    c.rect(560, 70, 480, 420, mix(p.red, p.ink, 0.08), radius=8)
    for fold in range(12):
        c.rect(560 + fold * 40, 70, 14, 420, p.ink, 0.1)
    lotus(c, 800, 340, 120, ((255, 236, 190), p.gold), p.gold)
    c.rect(640, 392, 320, 8, p.gold, radius=4)
    c.rect(700, 414, 200, 6, p.gold, 0.8, 3)
    c.backdrop((mix(p.roof, p.wall, 0.55), mix(p.roof, p.ink, 0.2)), 560, H)
    shirts = [
        rgb("#f7f7f2"),
        mix(p.water[1], p.wall, 0.3),
        mix(p.ink, p.water[1], 0.3),
        mix(p.red, p.wall, 0.12),
        mix(p.leaf, p.wall, 0.25),
    ]
    for at in range(7):
        seated(c, p, 280 + at * 173, 632, 150, rand.choice(shirts), at + rand.randint(0, 3))
    c.fade([(180, 630), (1420, 630), (1600, 790), (0, 790)], (mix(p.roof, p.wall, 0.42), mix(p.roof, p.wall, 0.2)))
    c.rect(0, 788, W, 40, mix(p.roof, p.ink, 0.35))
    for at in range(7):
        x = 260 + at * 180
        c.poly([(x - 34, 690), (x + 30, 690), (x + 36, 720), (x - 42, 720)], (252, 252, 248))
        c.rect(x + 46, 668, 16, 38, mix(p.water[0], (255, 255, 255), 0.5), 0.9, 5)
    for x in (540, 1060):
        pad(c, x, 742, 66, (p.leaf, p.leaf_light))
        lotus(c, x, 740, 52, ((255, 240, 240), rgb("#e88aa5")), p.gold)
    for at in range(5):
        from_behind(c, p, 160 + at * 320 + rand.uniform(-20, 20), H + 10, 250, rand.choice(shirts), at)


def seated(c: Canvas, p: Palette, x: float, y: float, size: float, shirt: Colour, kind: int) -> None:
    """A person across the table, seen from the front to the chest."""
    hair = rgb("#2b2426") if kind % 4 else rgb("#8b8684")
    if kind % 2:
        c.blob(
            [
                (x - size * 0.24, y - size * 0.5),
                (x, y - size * 1.16),
                (x + size * 0.24, y - size * 0.5),
                (x, y - size * 0.42),
            ],
            hair,
        )
    c.blob(
        [
            (x - size * 0.46, y + 6),
            (x - size * 0.4, y - size * 0.42),
            (x, y - size * 0.6),
            (x + size * 0.4, y - size * 0.42),
            (x + size * 0.46, y + 6),
        ],
        shirt,
    )
    c.rect(x - size * 0.07, y - size * 0.66, size * 0.14, size * 0.16, mix(SKIN, p.ink, 0.12))
    c.poly(
        [(x - size * 0.12, y - size * 0.55), (x, y - size * 0.38), (x + size * 0.12, y - size * 0.55)],
        mix(SKIN, p.ink, 0.08) if kind % 2 else rgb("#ffffff"),
    )
    if not kind % 2:
        c.poly(
            [
                (x - 5, y - size * 0.46),
                (x + 5, y - size * 0.46),
                (x + 8, y - size * 0.1),
                (x, y),
                (x - 8, y - size * 0.1),
            ],
            p.red,
        )
    c.disc(x, y - size * 0.8, size * 0.19, SKIN, ry=size * 0.22)
    c.pen.chord(
        [*c.at([(x - size * 0.21, y - size * 1.06)])[0], *c.at([(x + size * 0.21, y - size * 0.62)])[0]],
        180,
        360,
        fill=(*hair, 255),
    )


def from_behind(c: Canvas, p: Palette, x: float, y: float, size: float, shirt: Colour, kind: int) -> None:
    c.rect(x - size * 0.42, y - size * 0.52, size * 0.84, size * 0.6, mix(p.roof, p.ink, 0.55), radius=24)
    c.blob(
        [
            (x - size * 0.46, y + 20),
            (x - size * 0.38, y - size * 0.5),
            (x, y - size * 0.62),
            (x + size * 0.38, y - size * 0.5),
            (x + size * 0.46, y + 20),
        ],
        mix(shirt, p.ink, 0.12),
    )
    c.rect(x - size * 0.07, y - size * 0.68, size * 0.14, size * 0.14, mix(SKIN, p.ink, 0.15))
    c.disc(x, y - size * 0.78, size * 0.17, rgb("#2b2426"), ry=size * (0.2 if kind % 2 else 0.18))
    if kind % 2:
        c.blob(
            [
                (x - size * 0.15, y - size * 0.8),
                (x + size * 0.15, y - size * 0.8),
                (x + size * 0.1, y - size * 0.46),
                (x - size * 0.1, y - size * 0.46),
            ],
            rgb("#2b2426"),
        )
    c.rect(x - size * 0.4, y - size * 0.3, size * 0.8, size * 0.4, mix(p.roof, p.ink, 0.4), radius=18)

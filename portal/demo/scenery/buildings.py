"""Houses, halls, pagodas and modern buildings; `x` is the middle and `y` the foot of each."""

from random import Random

from portal.demo.scenery.canvas import Canvas, Point, smooth
from portal.demo.scenery.palettes import Colour, Palette, mix


def eaves(c: Canvas, x: float, y: float, width: float, height: float, fill: Colour, edge: Colour) -> None:
    """A tiled roof with upturned corners; `y` is the line of the eaves."""
    half, top = width / 2, width * 0.30
    lift = height * 0.42
    left: list[Point] = smooth([(x - half, y - lift), (x - half * 0.82, y - height * 0.16), (x - top, y - height)], 8)
    right: list[Point] = smooth([(x + top, y - height), (x + half * 0.82, y - height * 0.16), (x + half, y - lift)], 8)
    under: list[Point] = smooth(
        [
            (x + half, y - lift),
            (x + half * 0.72, y + height * 0.04),
            (x, y + height * 0.1),
            (x - half * 0.72, y + height * 0.04),
            (x - half, y - lift),
        ],
        8,
    )
    c.fade([*left, *right, *under], (mix(fill, (255, 255, 255), 0.12), mix(fill, (0, 0, 0), 0.16)))
    for at in range(1, 16):
        t = at / 16
        c.line(
            [(x - top + 2 * top * t, y - height), (x - half * 0.86 + 1.72 * half * t, y)],
            max(1, width * 0.004),
            mix(fill, (0, 0, 0), 0.35),
            0.35,
        )
    c.line(under, height * 0.1, edge)
    c.rect(
        x - top - height * 0.06, y - height * 1.12, top * 2 + height * 0.12, height * 0.16, edge, radius=height * 0.06
    )
    for side in (-1, 1):
        c.blob(
            [
                (x + side * top, y - height * 1.12),
                (x + side * (top + height * 0.12), y - height * 1.42),
                (x + side * (top - height * 0.1), y - height * 1.2),
            ],
            edge,
        )


def hall(c: Canvas, p: Palette, x: float, y: float, width: float, tiers: int = 2, *, lit: bool = False) -> None:
    """A communal house or temple hall: plinth, red columns, dark doors, one or two roofs."""
    wall, height = width * 0.24, width * 0.15
    c.rect(x - width * 0.52, y - width * 0.035, width * 1.04, width * 0.035, mix(p.wall, p.ink, 0.28))
    c.rect(x - width * 0.47, y - width * 0.06, width * 0.94, width * 0.03, mix(p.wall, p.ink, 0.15))
    base = y - width * 0.06
    c.rect(x - width * 0.42, base - wall, width * 0.84, wall, mix(p.wall, p.gold, 0.22))
    _doors(c, p, x, base, width, wall, lit)
    for at in range(6):
        cx = x - width * 0.42 + at * width * 0.168
        c.rect(cx - width * 0.014, base - wall, width * 0.028, wall, mix(p.red, p.ink, 0.15))
        c.rect(cx - width * 0.02, base - width * 0.018, width * 0.04, width * 0.018, mix(p.wall, p.ink, 0.4))
    edge = mix(p.gold, p.roof, 0.35)
    eaves(c, x, base - wall + width * 0.015, width * 1.12, height, p.roof, edge)
    if tiers > 1:
        upper = base - wall - height * 0.9
        c.rect(x - width * 0.24, upper - width * 0.07, width * 0.48, width * 0.09, mix(p.wall, p.red, 0.3))
        for at in range(7):
            c.rect(
                x - width * 0.22 + at * width * 0.066,
                upper - width * 0.055,
                width * 0.04,
                width * 0.05,
                p.gold if lit else mix(p.red, p.ink, 0.45),
            )
        eaves(c, x, upper - width * 0.06, width * 0.74, height * 0.86, p.roof, edge)


def _doors(c: Canvas, p: Palette, x: float, base: float, width: float, wall: float, lit: bool) -> None:
    for at in range(5):
        left = x - width * 0.40 + at * width * 0.168
        tone = mix(p.gold, p.red, 0.25) if lit else mix(p.red, p.ink, 0.62)
        c.rect(left, base - wall * 0.78, width * 0.128, wall * 0.78, tone)
        for bar in range(1, 4):
            c.rect(left + width * 0.032 * bar - 1, base - wall * 0.78, 2, wall * 0.78, mix(p.gold, p.red, 0.5), 0.6)
        c.rect(left, base - wall * 0.36, width * 0.128, 3, mix(p.gold, p.red, 0.5), 0.6)


def pagoda(c: Canvas, p: Palette, x: float, y: float, width: float, floors: int = 5) -> None:
    """A tower whose floors shrink upwards, with a finial."""
    foot, wide = y, width
    for floor in range(floors):
        tall = wide * 0.46
        c.rect(x - wide * 0.36, foot - tall, wide * 0.72, tall, mix(p.wall, p.gold, 0.15 + 0.04 * floor))
        c.rect(x - wide * 0.36, foot - tall, wide * 0.2, tall, p.ink, 0.08)
        c.rect(x - wide * 0.1, foot - tall * 0.72, wide * 0.2, tall * 0.72, mix(p.red, p.ink, 0.45), radius=wide * 0.08)
        for side in (-0.26, 0.26):
            c.disc(x + side * wide, foot - tall * 0.45, wide * 0.055, mix(p.red, p.ink, 0.35))
        eaves(c, x, foot - tall + wide * 0.03, wide * 1.16, wide * 0.24, p.roof, mix(p.gold, p.roof, 0.35))
        foot, wide = foot - tall - wide * 0.2, wide * 0.84
    c.poly([(x - wide * 0.06, foot), (x, foot - wide * 0.7), (x + wide * 0.06, foot)], p.gold)
    c.disc(x, foot - wide * 0.12, wide * 0.1, p.gold)


def house(c: Canvas, p: Palette, x: float, y: float, width: float, tone: Colour, *, lit: bool = False) -> None:
    """A low village house: tiled gable roof, cream wall, wooden doors."""
    wall = width * 0.34
    c.rect(x - width * 0.44, y - wall, width * 0.88, wall, tone)
    c.rect(x - width * 0.44, y - wall, width * 0.88, wall * 0.22, p.ink, 0.12)
    for at, wide in ((-0.32, 0.14), (-0.07, 0.16), (0.2, 0.14)):
        c.rect(
            x + at * width,
            y - wall * 0.7,
            wide * width,
            wall * 0.7 if at == -0.07 else wall * 0.42,
            p.gold if lit else mix(p.leaf, p.ink, 0.25),
        )
    c.fade(
        [
            (x - width * 0.55, y - wall + 2),
            (x - width * 0.42, y - wall - width * 0.24),
            (x + width * 0.42, y - wall - width * 0.24),
            (x + width * 0.55, y - wall + 2),
        ],
        (mix(p.roof, p.sun, 0.15), p.roof),
    )
    for at in range(1, 12):
        t = at / 12
        c.line(
            [
                (x - width * 0.42 + width * 0.84 * t, y - wall - width * 0.24),
                (x - width * 0.55 + width * 1.1 * t, y - wall),
            ],
            width * 0.006,
            mix(p.roof, p.ink, 0.4),
            0.4,
        )
    c.rect(x - width * 0.44, y - wall - width * 0.26, width * 0.88, width * 0.035, mix(p.roof, p.ink, 0.25), radius=3)


def block(
    c: Canvas,
    p: Palette,
    x: float,
    y: float,
    size: tuple[float, float],
    grid: tuple[int, int],
    wall: Colour,
    glass: Colour,
) -> None:
    """A modern building of floors and windows; `grid` is columns by floors."""
    width, height = size
    c.fade(
        [(x - width / 2, y - height), (x + width / 2, y - height), (x + width / 2, y), (x - width / 2, y)],
        (wall, mix(wall, p.ink, 0.12)),
    )
    step, floor = width / grid[0], height / grid[1]
    for row in range(grid[1]):
        for col in range(grid[0]):
            left, top = x - width / 2 + col * step + step * 0.16, y - height + row * floor + floor * 0.22
            c.rect(left, top, step * 0.68, floor * 0.52, glass, radius=2)
            c.poly(
                [
                    (left, top + floor * 0.52),
                    (left, top + floor * 0.2),
                    (left + step * 0.4, top),
                    (left + step * 0.62, top),
                ],
                (255, 255, 255),
                0.22,
            )
        c.rect(x - width / 2 - 4, y - height + (row + 1) * floor - 4, width + 8, 5, mix(wall, p.ink, 0.2))
    c.rect(x - width / 2 - 8, y - height - 12, width + 16, 14, mix(wall, p.ink, 0.1))


def skyline(c: Canvas, rand: Random, y: float, fill: Colour, span: tuple[float, float], tall: float) -> None:
    """A far town: plain boxes of many heights."""
    x = span[0]
    while x < span[1]:
        wide, high = rand.uniform(26, 64), rand.uniform(0.25, 1) * tall
        c.rect(x, y - high, wide, high, fill)
        if rand.random() < 0.3:
            c.rect(x + wide * 0.45, y - high - 18, 3, 18, fill)
        x += wide + rand.uniform(-6, 14)

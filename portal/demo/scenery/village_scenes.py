"""The village: communal house, banyan, pond, haystacks."""

from random import Random

from portal.demo.scenery.buildings import hall, house
from portal.demo.scenery.canvas import Canvas, H, smooth
from portal.demo.scenery.land import hills, meadow, sky, treeline
from portal.demo.scenery.palettes import Palette, mix
from portal.demo.scenery.plants import banana, lotus, pad, palm
from portal.demo.scenery.things import person


def village_scene(c: Canvas, p: Palette, rand: Random) -> None:
    horizon = rand.uniform(480, 530)
    sky(c, p, rand, horizon)
    hills(c, p, rand, horizon, 2, 110)
    treeline(c, rand, horizon + 6, mix(p.near, p.haze, 0.25), 38)
    c.backdrop((mix(p.grass, p.haze, 0.3), p.grass, mix(p.grass, p.leaf, 0.4)), horizon, H)
    side = rand.choice((-1, 1))
    walls = (p.wall, mix(p.wall, p.gold, 0.25), mix(p.wall, p.water[1], 0.2))
    for at, (x, y, width) in enumerate(
        ((300, 40, 170), (520, 24, 150), (960, 30, 160), (1180, 52, 190), (1400, 90, 230))
    ):
        hx = 800 + side * (x - 800)
        palm(c, rand, hx - 90, horizon + y + 4, rand.uniform(150, 210), p.leaf, mix(p.leaf, p.ink, 0.5))
        house(c, p, hx, horizon + y, width, walls[at % 3], lit=p.stars)
        banana(c, rand, hx + width * 0.66, horizon + y + 6, 58, (p.leaf, p.leaf_light))
    hall(c, p, 800 - side * 60, horizon + 70, 330, 1)
    _path(c, p, horizon, side)
    _pond(c, p, rand, 800 + side * 150, horizon + 250)
    for x, y in ((1380, 170), (1500, 150)):
        haystack(c, p, 800 + side * (x - 800), horizon + y, 110)
    meadow(c, p, rand, H - 20, 60, mix(p.grass, p.leaf, 0.2))
    banyan(c, p, rand, 800 - side * 590, H - 60, 560)
    person(c, 800 - side * 330, H - 70, 150, p.red, p.ink)
    person(c, 800 - side * 270, H - 78, 120, mix(p.water[1], p.ink, 0.2), p.ink, hat=False)


def _path(c: Canvas, p: Palette, horizon: float, side: int) -> None:
    """The brick lane from the communal house to the foreground."""
    line = [(-60, 72), (-120, 150), (-250, 250), (-230, 380), (-60, 540)]
    left = smooth([(800 + side * dx - 16 - dy * 0.16, horizon + dy) for dx, dy in line], 10)
    right = smooth([(800 + side * dx + 16 + dy * 0.16, horizon + dy) for dx, dy in line], 10)
    c.fade([*left, *right[::-1]], (mix(p.wall, p.roof, 0.3), mix(p.wall, p.roof, 0.5)))


def haystack(c: Canvas, p: Palette, x: float, y: float, size: float) -> None:
    tone = mix(p.gold, p.wall, 0.2)
    c.disc(x, y, size * 0.55, p.ink, 0.2, size * 0.1)
    c.fade(
        smooth(
            [
                (x - size * 0.5, y),
                (x - size * 0.46, y - size * 0.5),
                (x, y - size * 1.05),
                (x + size * 0.46, y - size * 0.5),
                (x + size * 0.5, y),
            ],
            8,
        ),
        (mix(tone, p.sun, 0.3), mix(tone, p.roof, 0.35)),
    )
    c.line([(x, y - size * 0.9), (x, y - size * 1.25)], 5, mix(p.roof, p.ink, 0.5))
    for at in range(9):
        dx = (at - 4) * size * 0.1
        c.line([(x + dx * 0.4, y - size * 0.9), (x + dx, y - size * 0.1)], 2, mix(tone, p.roof, 0.5), 0.6)


def _pond(c: Canvas, p: Palette, rand: Random, x: float, y: float) -> None:
    """A pond with a stone edge, a landing of three steps, lotus leaves and reflections."""
    shape = smooth(
        [
            (x - 440, y),
            (x - 300, y - 84),
            (x + 40, y - 98),
            (x + 340, y - 74),
            (x + 450, y + 14),
            (x + 260, y + 96),
            (x - 80, y + 108),
            (x - 350, y + 76),
        ],
        10,
        closed=True,
    )
    c.poly([(a, b + 12) for a, b in shape], mix(p.roof, p.ink, 0.35))
    c.poly([(x + (a - x) * 1.035, y + (b - y) * 1.08) for a, b in shape], mix(p.wall, p.roof, 0.4))
    c.fade(shape, (mix(p.water[0], p.leaf_light, 0.2), p.water[1]))
    for _ in range(26):
        a, b = x + rand.uniform(-300, 300), y + rand.uniform(-66, 76)
        c.rect(a, b, rand.uniform(20, 70), 3, (255, 255, 255), 0.35, 2)
    for _ in range(22):
        pad(
            c, x + rand.uniform(120, 370), y + rand.uniform(-40, 60) * 0.8, rand.uniform(16, 32), (p.leaf, p.leaf_light)
        )
    for at in range(5):
        lotus(c, x + 140 + at * 48, y - 16 + (at % 3) * 26, 20, ((255, 236, 240), (232, 128, 160)), p.gold)
    for step in range(3):
        c.rect(
            x - 230 - step * 12, y - 92 + step * -12, 120 + step * 24, 13, mix(p.wall, p.ink, 0.12 + 0.08 * (step % 2))
        )


def banyan(c: Canvas, p: Palette, rand: Random, x: float, y: float, size: float) -> None:
    """The old tree at the village gate with its hanging roots."""
    bark = mix(p.roof, p.ink, 0.6)
    for dx in (-0.12, -0.05, 0.03, 0.11):
        c.line(
            smooth(
                [
                    (x + dx * size * 1.6, y),
                    (x + dx * size * 0.6, y - size * 0.2),
                    (x + dx * size * 1.9, y - size * 0.6),
                ],
                8,
            ),
            size * 0.075,
            bark,
        )
    for dx in (-0.2, -0.07, 0.06, 0.2):
        c.disc(x + dx * size, y + 8, size * 0.1, mix(p.grass, p.leaf, 0.28), ry=size * 0.035)
    spots = [(rand.uniform(-0.5, 0.5), rand.uniform(-0.95, -0.5), rand.uniform(0.09, 0.15)) for _ in range(44)]
    for dx, dy, r in spots:
        c.disc(x + dx * size, y + dy * size, r * size, mix(p.leaf, p.ink, 0.18))
    for dx, dy, r in spots:
        c.disc(x + dx * size - 10, y + dy * size - 14, r * size * 0.72, p.leaf, 0.8)
    for dx, dy, r in spots[::2]:
        c.disc(x + dx * size - 20, y + dy * size - 26, r * size * 0.4, p.leaf_light, 0.7)
    for at in range(7):
        rx = x + (at - 3) * size * 0.1
        c.line([(rx, y - size * 0.5), (rx + 4, y - size * rand.uniform(0.12, 0.3))], 3.5, bark, 0.8)

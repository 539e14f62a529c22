"""Scenes of town life: temple, festival, market."""

from random import Random

from portal.demo.scenery.buildings import hall, pagoda, skyline
from portal.demo.scenery.canvas import Canvas, H, W, smooth
from portal.demo.scenery.land import hills, meadow, mist, sky, treeline, water
from portal.demo.scenery.palettes import Colour, Palette, mix, rgb
from portal.demo.scenery.plants import lotus, tree
from portal.demo.scenery.things import festoon, five_colours, lantern, person


def temple_scene(c: Canvas, p: Palette, rand: Random) -> None:
    sky(c, p, rand, 560)
    hills(c, p, rand, 570, 3, 200)
    mist(c, p, 560, 0.5, 50)
    side = rand.choice((-1, 1))
    treeline(c, rand, 640, mix(p.near, p.haze, 0.2), 70)
    pagoda(c, p, 800 + side * 430, 690, 170, rand.choice((5, 6)))
    treeline(c, rand, 690, p.near, 44)
    c.backdrop((mix(p.wall, p.grass, 0.55), mix(p.grass, p.leaf, 0.25)), 684, H)
    c.poly(
        [(640, 700), (960, 700), (1120, H), (480, H)] if side < 0 else [(620, 700), (940, 700), (1120, H), (480, H)],
        mix(p.wall, p.roof, 0.16),
    )
    hall(c, p, 800 - side * 60, 745, 720, 2)
    for x in (200, 360, 1260, 1430):
        tree(
            c,
            rand,
            x + rand.uniform(-30, 30),
            790,
            rand.uniform(210, 290),
            (p.leaf, p.leaf_light),
            mix(p.roof, p.ink, 0.6),
        )
    for x, y in ((420, 860), (1180, 860)):
        c.rect(x - 46, y - 70, 92, 70, mix(p.roof, p.wall, 0.25), radius=10)
        tree(c, rand, x, y - 60, 120, (p.leaf_light, p.grass), mix(p.roof, p.ink, 0.5))
    for at, x in enumerate((690, 770, 880, 940)):
        person(
            c,
            x + rand.uniform(-30, 30),
            850 + at % 2 * 50,
            120,
            (p.red, p.wall, mix(p.water[1], p.ink, 0.3), p.gold)[at],
            p.ink,
            hat=at % 2 == 0,
        )
    meadow(c, p, rand, H + 6, 50, p.leaf)


def festival_scene(c: Canvas, p: Palette, rand: Random) -> None:
    sky(c, p, rand, 600)
    hills(c, p, rand, 610, 2, 130)
    treeline(c, rand, 640, mix(p.near, p.ink, 0.2), 50)
    water(c, p, rand, 640, H)
    hall(c, p, 800, 690, 620, 2, lit=True)
    c.glow(800, 600, 460, p.gold, 0.35)
    c.poly([(300, 692), (1300, 692), (1420, 742), (180, 742)], mix(p.wall, p.roof, 0.35))
    for x in (330.0, 450.0, 1110.0, 1230.0):
        five_colours(c, p, x, 430 + abs(800 - x) * 0.12, 82)
    for at in range(16):
        person(
            c,
            260 + at * 72 + rand.uniform(-20, 20),
            738 + rand.uniform(-6, 6),
            rand.uniform(70, 88),
            rand.choice((p.red, p.gold, p.wall, (64, 130, 109), (90, 120, 180))),
            p.ink,
            hat=rand.random() < 0.4,
        )
    for x, y, size in ((420.0, 830.0, 330.0), (1190.0, 905.0, 430.0)):
        dragon_boat(c, p, x + rand.uniform(-60, 60), y, size)
    for _ in range(9):
        x, y = rand.uniform(60, 1540), rand.uniform(780, 980)
        c.glow(x, y, 60, p.gold, 0.6)
        lotus(c, x, y, 26, ((255, 222, 205), (236, 120, 130)), p.gold)
    festoon(c, rand, (-20, 60), (820, 110), (p.red, p.gold, (64, 130, 109), p.wall))
    festoon(c, rand, (780, 110), (1620, 50), (p.gold, p.red, p.wall, (58, 96, 150)))
    for x, y, size in ((150, 230, 92), (300, 170, 64), (1300, 180, 66), (1450, 250, 96)):
        c.line([(x, -10), (x, y)], 3, p.ink)
        lantern(c, x + rand.uniform(-6, 6), y, size, p.red, p.gold)


def dragon_boat(c: Canvas, p: Palette, x: float, y: float, size: float) -> None:
    """A long racing boat with a dragon's head and its rowers."""
    for at in range(8):
        px = x - size * 0.36 + at * size * 0.095
        person(c, px, y + size * 0.02, size * 0.2, p.red if at % 2 else p.gold, p.ink, hat=False)
        c.line([(px + size * 0.02, y - size * 0.09), (px - size * 0.05, y + size * 0.08)], size * 0.01, p.wall)
    hull = smooth(
        [
            (x - size * 0.52, y - size * 0.12),
            (x - size * 0.4, y + size * 0.01),
            (x, y + size * 0.03),
            (x + size * 0.42, y),
            (x + size * 0.52, y - size * 0.12),
        ],
        8,
    )
    keel = smooth([(x + size * 0.46, y + size * 0.02), (x, y + size * 0.09), (x - size * 0.44, y + size * 0.03)], 8)
    c.poly([*hull, *keel], mix(p.red, p.ink, 0.2))
    for at in range(18):
        px = x - size * 0.42 + at * size * 0.05
        c.arc(px, y + size * 0.035, size * 0.025, size * 0.02, (0, 180), size * 0.008, p.gold)
    hx, hy = x + size * 0.54, y - size * 0.17
    c.blob(
        [
            (hx - size * 0.06, hy + size * 0.09),
            (hx - size * 0.04, hy - size * 0.05),
            (hx + size * 0.06, hy - size * 0.04),
            (hx + size * 0.1, hy + size * 0.02),
            (hx, hy + size * 0.05),
        ],
        p.gold,
    )
    c.disc(hx + size * 0.01, hy - size * 0.01, size * 0.012, p.ink)
    for at in range(3):
        c.poly(
            [
                (hx - size * 0.05, hy - size * 0.02 + at * size * 0.035),
                (hx - size * 0.12, hy - size * 0.06 + at * size * 0.04),
                (hx - size * 0.05, hy + size * 0.01 + at * size * 0.035),
            ],
            p.red,
        )


def market_scene(c: Canvas, p: Palette, rand: Random) -> None:
    sky(c, p, rand, 420)
    skyline(c, rand, 470, mix(p.far, p.sky[2], 0.25), (0, W), 200)
    treeline(c, rand, 500, mix(p.near, p.haze, 0.2), 46)
    c.backdrop((mix(p.wall, p.roof, 0.25), mix(p.wall, p.gold, 0.3), mix(p.roof, p.wall, 0.5)), 490, H)
    shades = [p.red, mix(p.leaf, p.water[1], 0.3), p.gold, mix(p.water[1], p.ink, 0.15), p.roof]
    rand.shuffle(shades)
    for at in range(5):
        _stall(c, p, rand, 150 + at * 330, 610, 250, shades[at % 5])
    for at in range(7):
        x = 120 + at * 230 + rand.uniform(-50, 50)
        person(
            c,
            x,
            708 + rand.uniform(-12, 12),
            rand.uniform(158, 178),
            rand.choice(
                (p.red, p.wall, mix(p.water[1], p.ink, 0.3), mix(p.leaf, p.wall, 0.2), mix(p.gold, p.red, 0.4))
            ),
            p.ink,
            hat=rand.random() < 0.6,
        )
    for at in range(3):
        _stall(c, p, rand, 200 + at * 600 + rand.uniform(-30, 30), 925, 370, shades[(at + 3) % 5])
    for at, spot in enumerate((490, 560, 1100)):
        person(
            c,
            spot + rand.uniform(-20, 20),
            968,
            230 - at * 14,
            (p.wall, p.red, mix(p.leaf, p.wall, 0.35))[at],
            p.ink,
            hat=at != 1,
        )
    for x, y, size in ((90, 150, 60), (420, 120, 46), (1190, 120, 48), (1500, 150, 62)):
        c.line([(x, -10), (x, y)], 3, p.ink)
        lantern(c, x, y, size, p.red, p.gold, lit=False)


def _stall(c: Canvas, p: Palette, rand: Random, x: float, y: float, width: float, shade: Colour) -> None:
    """A stall: two posts, a striped awning, a table with heaps of fruit."""
    for side in (-1, 1):
        c.rect(x + side * width * 0.46 - 4, y - width * 0.72, 8, width * 0.72, mix(p.roof, p.ink, 0.5))
    c.rect(x - width * 0.44, y - width * 0.24, width * 0.88, width * 0.24, mix(p.roof, p.ink, 0.35), radius=5)
    c.rect(x - width * 0.48, y - width * 0.27, width * 0.96, width * 0.06, mix(p.roof, p.wall, 0.35), radius=5)
    _fruit(c, p, rand, x, y, width)
    for stripe in range(8):
        left, step = x - width * 0.54 + stripe * width * 0.135, width * 0.135
        top = x - width * 0.46 + stripe * width * 0.115
        tone = shade if stripe % 2 == 0 else mix(p.wall, (255, 255, 255), 0.4)
        c.poly(
            [
                (top, y - width * 0.86),
                (top + width * 0.115, y - width * 0.86),
                (left + step, y - width * 0.64),
                (left, y - width * 0.64),
            ],
            tone,
        )
        c.disc(left + step / 2, y - width * 0.64, step / 2, mix(tone, p.ink, 0.08), ry=width * 0.045)


def _fruit(c: Canvas, p: Palette, rand: Random, x: float, y: float, width: float) -> None:
    """Four baskets with heaps of fruit on the table of a stall."""
    fruits = [rgb(tone) for tone in ("#e9a23b", "#d9503f", "#8cbf4f", "#c98b5a", "#7a4b86", "#f0d05a")]
    for heap in range(4):
        hx, tone = x - width * 0.35 + heap * width * 0.235, rand.choice(fruits)
        c.poly(
            [
                (hx - width * 0.1, y - width * 0.31),
                (hx + width * 0.1, y - width * 0.31),
                (hx + width * 0.08, y - width * 0.25),
                (hx - width * 0.08, y - width * 0.25),
            ],
            mix(p.gold, p.roof, 0.4),
        )
        for row, count in enumerate((4, 3, 2)):
            for at in range(count):
                c.disc(
                    hx + (at - (count - 1) / 2) * width * 0.045,
                    y - width * (0.325 + row * 0.034),
                    width * 0.026,
                    mix(tone, p.ink, 0.08 * (at % 2)),
                )

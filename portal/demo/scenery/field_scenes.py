"""Scenes of the fields and hills: rice, harvest, tea, mountain, forest."""

import math
from random import Random

from portal.demo.scenery.buildings import house
from portal.demo.scenery.canvas import Canvas, H, W, ridge, smooth
from portal.demo.scenery.land import hills, mist, paddies, sky, treeline
from portal.demo.scenery.palettes import GOLDEN, Colour, Palette, mix
from portal.demo.scenery.plants import banana, grass, palm, tree
from portal.demo.scenery.things import person, stooping


def rice_scene(c: Canvas, p: Palette, rand: Random) -> None:
    horizon = rand.uniform(410, 480)
    sky(c, p, rand, horizon)
    hills(c, p, rand, horizon, 3, 150)
    treeline(c, rand, horizon + 2, mix(p.mid, p.haze, 0.2), 18)
    for at in range(6):
        x = 100 + at * 260 + rand.uniform(-60, 60)
        house(c, p, x, horizon + 6, 64, p.wall)
        palm(c, rand, x + 46, horizon + 8, rand.uniform(60, 95), mix(p.near, p.leaf, 0.5), p.leaf)
    paddies(c, p, rand, horizon + 4)
    mist(c, p, horizon + 12, 0.55)
    side = rand.choice((-1, 1))
    shirts = (p.red, mix(p.water[1], p.ink, 0.3), mix(p.gold, p.red, 0.4))
    for at, (x, y, size) in enumerate(((430, 700, 110), (560, 742, 130), (720, 800, 158))):
        stooping(c, 800 + side * (x - 800), y, size, shirts[at], p.ink, side)
    egret(c, 800 - side * 420, 760, 70)
    egret(c, 800 - side * 500, 720, 52)
    grass(c, rand, H - 2, (p.leaf, mix(p.leaf_light, p.grass, 0.5)), 150)


def egret(c: Canvas, x: float, y: float, size: float) -> None:
    """A white egret standing in the field."""
    white = (252, 252, 248)
    for dx in (-0.06, 0.06):
        c.line([(x + dx * size, y), (x + dx * size, y - size * 0.45)], size * 0.03, (70, 70, 70))
    c.blob(
        [
            (x - size * 0.42, y - size * 0.42),
            (x, y - size * 0.72),
            (x + size * 0.26, y - size * 0.6),
            (x, y - size * 0.4),
        ],
        white,
    )
    c.line(
        smooth(
            [
                (x + size * 0.2, y - size * 0.6),
                (x + size * 0.36, y - size * 0.8),
                (x + size * 0.26, y - size),
                (x + size * 0.34, y - size * 1.1),
            ],
            6,
        ),
        size * 0.07,
        white,
    )
    c.poly(
        [(x + size * 0.32, y - size * 1.14), (x + size * 0.6, y - size * 1.07), (x + size * 0.32, y - size * 1.06)],
        (235, 170, 60),
    )


def harvest_scene(c: Canvas, p: Palette, rand: Random) -> None:
    horizon = rand.uniform(400, 450)
    sky(c, p, rand, horizon)
    hills(c, p, rand, horizon, 2, 120)
    treeline(c, rand, horizon + 2, mix(p.mid, p.haze, 0.2), 20)
    gold = [mix(tone, p.sky[2], 0.14) for tone in GOLDEN.fields]
    paddies(c, p, rand, horizon, H, gold)
    mist(c, p, horizon + 10, 0.45)
    side = rand.choice((-1, 1))
    combine(c, p, 800 - side * 330, 640, 250, side)
    for x, y in ((90, 640), (210, 632), (330, 646), (150, 700), (290, 716), (60, 760)):
        sheaf(c, 800 + side * (800 - x), y, 62 + (y - 630) * 0.3, p)
    for at, (x, y, size) in enumerate(((470, 800, 165), (250, 850, 190))):
        stooping(c, 800 + side * (800 - x), y, size, (p.red, mix(p.leaf, p.water[1], 0.5))[at], p.ink, -side)
    person(c, 800 - side * 60, 850, 220, mix(p.water[1], p.wall, 0.2), p.ink)
    grass(c, rand, H - 2, (mix(gold[0], p.roof, 0.25), gold[3]), 170, ears=mix(p.gold, p.roof, 0.15))


def sheaf(c: Canvas, x: float, y: float, size: float, p: Palette) -> None:
    """Rice bound and set upright."""
    tone = mix(p.gold, p.wall, 0.25)
    c.disc(x, y, size * 0.4, p.ink, 0.2, size * 0.09)
    c.poly(
        [
            (x - size * 0.34, y),
            (x - size * 0.07, y - size * 0.5),
            (x + size * 0.07, y - size * 0.5),
            (x + size * 0.34, y),
        ],
        mix(tone, p.roof, 0.2),
    )
    for at in range(9):
        angle = (at - 4) * 0.17
        c.line(
            [(x, y - size * 0.45), (x + math.sin(angle) * size * 0.55, y - size * 0.45 - math.cos(angle) * size * 0.5)],
            size * 0.06,
            mix(tone, p.roof, 0.1 * (at % 3)),
        )
    c.rect(x - size * 0.1, y - size * 0.54, size * 0.2, size * 0.08, p.red, radius=3)


def combine(c: Canvas, p: Palette, x: float, y: float, size: float, side: int) -> None:
    """A small combine harvester that drives towards `side`."""

    def box(dx: float, dy: float, w: float, h: float, fill: Colour, radius: float = 8) -> None:
        left = x + dx * size if side > 0 else x - (dx + w) * size
        c.rect(left, y + dy * size, w * size, h * size, fill, radius=radius)

    c.disc(x, y, size * 0.62, p.ink, 0.18, size * 0.07)
    box(-0.42, -0.52, 0.62, 0.36, p.red, 14)
    box(-0.5, -0.62, 0.36, 0.14, mix(p.red, p.ink, 0.3))
    box(0.16, -0.72, 0.24, 0.52, mix(p.red, p.ink, 0.15), 10)
    box(0.2, -0.67, 0.17, 0.26, mix(p.water[0], p.wall, 0.4), 6)
    box(0.12, -0.78, 0.32, 0.07, p.wall, 6)
    box(-0.46, -0.2, 0.9, 0.2, mix(p.ink, p.wall, 0.12), 24)
    for at in range(4):
        wheel = x + side * (-0.36 + at * 0.23) * size
        c.disc(wheel, y - size * 0.1, size * 0.07, mix(p.ink, p.wall, 0.45))
    box(0.44, -0.22, 0.2, 0.2, p.gold, 6)
    for at in range(5):
        c.line(
            [
                (x + side * size * 0.6, y - size * 0.2),
                (x + side * size * (0.6 + 0.11 * math.cos(at * 1.26)), y - size * (0.2 + 0.11 * math.sin(at * 1.26))),
            ],
            5,
            mix(p.gold, p.ink, 0.4),
        )


def tea_scene(c: Canvas, p: Palette, rand: Random) -> None:
    sky(c, p, rand, 470)
    hills(c, p, rand, 500, 3, 260)
    mist(c, p, 470, 0.55, 60)
    for layer in range(4):
        base = 560 + layer * 130
        tone = mix(mix(p.near, p.grass, 0.45), p.haze, 0.34 - layer * 0.1)
        _tea_hill(c, p, ridge(rand, base, 120, rand.uniform(800, 1200)), tone, 11 + layer * 5)
        if layer == 1:
            for _ in range(3):
                tree(c, rand, rand.uniform(100, 1500), base - 20, rand.uniform(90, 130), (p.leaf, p.leaf_light), p.ink)
    shirts = (p.red, mix(p.water[1], p.wall, 0.25), p.wall, mix(p.gold, p.red, 0.35))
    for at, x in enumerate((260, 560, 1060, 1340)):
        y = 840 + (at % 2) * 60
        person(c, x + rand.uniform(-60, 60), y + 60, 190, shirts[at], p.ink)
    _tea_hill(c, p, ridge(rand, 900, 40, 1500), mix(p.leaf, p.leaf_light, 0.35), 34)


def _tea_hill(c: Canvas, p: Palette, crest: list[tuple[float, float]], tone: Colour, step: float) -> None:
    """A slope of clipped rows that follow the crest."""
    c.fade([*crest, (W, H), (0, H)], (mix(tone, p.sun, 0.2), tone, mix(tone, p.leaf, 0.5)))
    for row in range(1, 16):
        drop = row * step * (1 + row * 0.06)
        line = [(x, y + drop + math.sin(x / 60 + row) * 2) for x, y in crest]
        c.line(line, step * 0.42, mix(tone, p.leaf, 0.55), 0.8)
        c.line([(x, y - step * 0.24) for x, y in line], step * 0.2, mix(tone, p.sun, 0.35), 0.6)


def mountain_scene(c: Canvas, p: Palette, rand: Random) -> None:
    sky(c, p, rand, 640)
    for layer in range(4):
        base = 520 + layer * 75
        tone = mix(mix(p.far, p.sky[2], 0.35), p.near, layer / 3.4)
        for _ in range(7 - layer):
            karst(
                c,
                p,
                rand,
                rand.uniform(-50, W + 50),
                base + 60,
                rand.uniform(150, 260) * (1 + layer * 0.12),
                rand.uniform(190, 420) * (1 - layer * 0.16),
                tone,
            )
        c.backdrop((mix(tone, p.haze, 0.35), mix(tone, p.haze, 0.15)), base + 50, H)
        mist(c, p, base + 46, 0.75, 60)
    paddies(c, p, rand, 790)
    mist(c, p, 796, 0.4)
    for x in (180, 300, 1280, 1420):
        house(c, p, x + rand.uniform(-40, 40), 812, 110, mix(p.wall, p.roof, 0.12))
        banana(c, rand, x + 80, 816, 60, (p.leaf, p.leaf_light))
    for x, size in ((30, 330), (150, 240), (1490, 300), (1590, 370)):
        tree(c, rand, x, H + 20, size, (mix(p.leaf, p.ink, 0.3), p.leaf), p.ink)


def karst(c: Canvas, p: Palette, rand: Random, x: float, y: float, width: float, height: float, tone: Colour) -> None:
    """A steep limestone hill with a lit flank."""
    half = width / 2
    skin = smooth(
        [
            (x - half, y),
            (x - half * rand.uniform(0.7, 0.85), y - height * 0.5),
            (x - half * 0.32, y - height * 0.95),
            (x + half * 0.15, y - height),
            (x + half * rand.uniform(0.6, 0.8), y - height * 0.6),
            (x + half, y),
        ],
        8,
    )
    c.fade(skin, (tone, mix(tone, p.haze, 0.45)))
    lit = smooth(
        [
            (x + half * 0.1, y - height * 0.98),
            (x + half * 0.6, y - height * 0.58),
            (x + half, y),
            (x + half * 0.4, y),
            (x + half * 0.25, y - height * 0.5),
        ],
        8,
    )
    c.poly(lit, mix(tone, p.sun, 0.35), 0.35)


def forest_scene(c: Canvas, p: Palette, rand: Random) -> None:
    c.backdrop((mix(p.leaf_light, p.sun, 0.45), mix(p.sun, p.grass, 0.3), mix(p.grass, p.sun, 0.35)))
    c.glow(rand.uniform(500, 1100), 260, 620, p.sun, 0.85)
    for layer in range(4):
        tone = mix(mix(p.leaf_light, p.sun, 0.45), mix(p.leaf, p.ink, 0.35), layer / 3)
        ground = ridge(rand, 690 + layer * 90, 70, 900)
        for _ in range(15 - layer * 3):
            _trunk(c, rand, rand.uniform(-20, W + 20), 700 + layer * 90, 12 + layer * 11, tone)
        c.fade([*ground, (W, H), (0, H)], (tone, mix(tone, p.leaf, 0.4)))
        for _ in range(16):
            c.disc(rand.uniform(0, W), rand.uniform(-40, 90 - layer * 16), 70 + layer * 12, tone, 0.75)
    rays = [(rand.uniform(300, 1200), rand.uniform(60, 130)) for _ in range(5)]

    def paint(veil: Canvas) -> None:
        for x, width in rays:
            veil.poly([(x, -20), (x + width, -20), (x + width * 2.2 - 260, H), (x - 330, H)], (120, 120, 120))

    c.soft(16, paint, p.sun, 0.55)
    stream = smooth([(760, 760), (700, 840), (860, 900), (700, 1010)], 10)
    c.poly(
        [
            *[(x - 10 - (y - 760) * 0.22, y) for x, y in stream],
            *[(x + 10 + (y - 760) * 0.4, y) for x, y in reversed(stream)],
        ],
        mix(p.water[0], p.sun, 0.3),
        0.9,
    )
    for x in (90, 230, 1360, 1520):
        for at in range(9):
            angle = math.pi * (at + 0.5) / 9
            c.line(
                smooth(
                    [
                        (x, H),
                        (x + math.cos(angle) * 70, H - math.sin(angle) * 120),
                        (x + math.cos(angle) * 150, H - math.sin(angle) * 110),
                    ],
                    6,
                ),
                9,
                mix(p.leaf, p.ink, 0.4),
            )


def _trunk(c: Canvas, rand: Random, x: float, y: float, width: float, tone: Colour) -> None:
    lean = rand.uniform(-30, 30)
    c.poly(
        [
            (x - width, y + 60),
            (x - width * 0.5, y - 120),
            (x + lean - width * 0.4, -20),
            (x + lean + width * 0.4, -20),
            (x + width * 0.5, y - 120),
            (x + width, y + 60),
        ],
        tone,
    )
    for _ in range(2):
        by = rand.uniform(120, 420)
        reach = rand.choice((-1, 1)) * rand.uniform(60, 150)
        c.line(smooth([(x + lean * 0.5, by), (x + reach * 0.5, by - 40), (x + reach, by - 90)], 6), width * 0.28, tone)

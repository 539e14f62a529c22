"""Scenes by water: river, boat, sea, lotus, bridge."""

import math
from random import Random

from portal.demo.scenery.buildings import hall, house, pagoda, skyline
from portal.demo.scenery.canvas import Canvas, H, W, smooth
from portal.demo.scenery.land import hills, meadow, mist, paddies, ripples, river, sky, treeline, water
from portal.demo.scenery.palettes import Palette, mix
from portal.demo.scenery.plants import bamboo, grass, lotus, pad, palm, tree
from portal.demo.scenery.things import sailboat, sampan


def river_scene(c: Canvas, p: Palette, rand: Random) -> None:
    horizon = rand.uniform(430, 500)
    sky(c, p, rand, horizon)
    hills(c, p, rand, horizon)
    treeline(c, rand, horizon, mix(p.mid, p.haze, 0.25), 16)
    paddies(c, p, rand, horizon)
    middle = river(c, p, rand, horizon, rand.uniform(560, 760))
    mist(c, p, horizon + 6, 0.55)
    for at in range(5):
        x, y = rand.choice((rand.uniform(40, 420), rand.uniform(1180, 1560))), horizon + 30 + at * 14
        house(c, p, x, y, 62 + at * 5, p.wall)
        palm(c, rand, x + 44, y + 4, 70 + at * 6, p.leaf, mix(p.leaf, p.ink, 0.5))
    for at, length in ((17, 74), (25, 140), (32, 250)):
        x, y = middle[at]
        sampan(c, p, x + rand.uniform(-0.2, 0.2) * length, y, length, mix(p.roof, p.ink, 0.4), roof=length > 100)
    grass(c, rand, H - 4, (p.leaf, p.leaf_light), 90)


def boat_scene(c: Canvas, p: Palette, rand: Random) -> None:
    horizon = rand.uniform(400, 470)
    sun_x, _ = sky(c, p, rand, horizon)
    hills(c, p, rand, horizon, 3, 130)
    treeline(c, rand, horizon + 4, mix(p.near, p.haze, 0.2), 20)
    water(c, p, rand, horizon, H, sun_x)
    mist(c, p, horizon + 4, 0.45)
    side = rand.choice((-1, 1))
    for dx, y, length in ((-430, 0.16, 130), (320, 0.26, 210), (-120, 0.44, 340), (260, 0.76, 520)):
        sampan(
            c,
            p,
            800 + side * dx + rand.uniform(-60, 60),
            horizon + y * (H - horizon),
            length,
            mix(p.roof, p.ink, 0.45),
            roof=length > 150,
        )
    sailboat(c, p, 800 - side * 560, horizon + 36, 110, mix(p.roof, p.gold, 0.3))
    bamboo(c, rand, 60 if side > 0 else 1540, side * 90, p, 980)
    bamboo(c, rand, 6 if side > 0 else 1594, side * 60, p, 880)


def sea_scene(c: Canvas, p: Palette, rand: Random) -> None:
    horizon = rand.uniform(400, 460)
    sun_x, _ = sky(c, p, rand, horizon)
    water(c, p, rand, horizon, H, sun_x)
    side = rand.choice((-1, 1))
    for x, size in ((300, 70), (620, 105), (980, 150)):
        sailboat(
            c,
            p,
            800 + side * (x - 800) + rand.uniform(-50, 50),
            horizon + size * 0.75,
            size * 1.6,
            mix(p.roof, p.gold, rand.uniform(0, 0.5)),
        )
    for band in range(5):
        y = 640 + band * 62
        crest = [(x, y + 16 * math.sin(x / (120 + band * 30) + band * 2 + sun_x)) for x in range(-20, W + 40, 20)]
        tone = mix(p.water[1], (255, 255, 255), 0.1 + 0.05 * band)
        c.fade([*crest, (W, H), (0, H)], (mix(tone, (255, 255, 255), 0.35), tone, p.water[1]))
        c.line(crest, 4, (255, 255, 255), 0.5)
    _shore(c, p, rand, side)


def _shore(c: Canvas, p: Palette, rand: Random, side: int) -> None:
    def flip(x: float) -> float:
        return x if side < 0 else W - x

    cape = smooth([(flip(-20), 470), (flip(180), 440), (flip(360), 500), (flip(470), 590), (flip(-20), 640)], 10)
    c.fade(cape, (p.near, mix(p.leaf, p.ink, 0.2)))
    x = flip(210)
    c.poly([(x - 22, 452), (x - 14, 270), (x + 14, 270), (x + 22, 452)], p.wall)
    for stripe in (300, 356, 412):
        c.poly(
            [
                (x - 15 - (stripe - 300) * 0.04, stripe),
                (x + 15 + (stripe - 300) * 0.04, stripe),
                (x + 17 + (stripe - 300) * 0.04, stripe + 26),
                (x - 17 - (stripe - 300) * 0.04, stripe + 26),
            ],
            p.red,
        )
    c.rect(x - 20, 246, 40, 26, p.gold, radius=3)
    c.poly([(x - 26, 248), (x, 216), (x + 26, 248)], p.red)
    c.glow(x, 258, 120, p.sun, 0.6)
    sand = smooth([(flip(-20), 850), (flip(400), 880), (flip(820), 950), (flip(1150), 1010), (flip(-20), 1020)], 10)
    c.fade(sand, (mix(p.sun, p.gold, 0.25), mix(p.gold, p.wall, 0.5)))
    for dx, tall in ((55, 520), (190, 400), (320, 300)):
        palm(c, rand, flip(dx), 890 + dx * 0.08, tall, mix(p.leaf, p.ink, 0.1), mix(p.roof, p.ink, 0.5))


def lotus_scene(c: Canvas, p: Palette, rand: Random) -> None:
    horizon = rand.uniform(340, 390)
    sky(c, p, rand, horizon)
    treeline(c, rand, horizon, mix(p.mid, p.haze, 0.3), 34)
    treeline(c, rand, horizon + 8, mix(p.near, p.haze, 0.15), 24)
    x = rand.choice((340, 1240))
    if rand.random() < 0.5:
        hall(c, p, x, horizon + 22, 300, 1)
    else:
        pagoda(c, p, x, horizon + 22, 110, 4)
    water(c, p, rand, horizon + 14, H)
    mist(c, p, horizon + 18, 0.5)
    greens = (p.leaf, p.leaf_light)
    for row in range(9):
        depth = row / 8
        y = horizon + 70 + depth**1.25 * 520
        for _ in range(13 - row):
            pad(c, rand.uniform(-60, W + 60), y + rand.uniform(-18, 18), 26 + depth * 130, greens)
        if row % 2:
            for _ in range(5 - row // 3):
                _bloom(c, p, rand, rand.uniform(60, W - 60), y - 20 - depth * 60, 24 + depth * 62)
    _bloom(c, p, rand, rand.uniform(480, 1120), 800, 190)
    _bud(c, p, rand.choice((250, 1350)), 700, 74)


def _bloom(c: Canvas, p: Palette, rand: Random, x: float, y: float, size: float) -> None:
    pink = mix((240, 150, 172), p.sky[1], 0.12)
    c.line(
        smooth([(x, y), (x + size * 0.1, y + size), (x, y + size * 2.2)], 6),
        size * 0.07,
        mix(p.leaf, p.leaf_light, 0.3),
    )
    lotus(c, x, y, size, (mix(pink, (255, 255, 255), 0.75), mix(pink, (205, 60, 110), 0.3)), p.gold)


def _bud(c: Canvas, p: Palette, x: float, y: float, size: float) -> None:
    c.line([(x, y), (x + 14, H)], size * 0.12, mix(p.leaf, p.leaf_light, 0.3))
    for dx, tone in ((-0.22, 0.45), (0.22, 0.3), (0, 0.15)):
        c.blob(
            [
                (x + dx * size, y + size * 0.3),
                (x + (dx - 0.36) * size, y - size * 0.3),
                (x + dx * 0.3 * size, y - size * 1.15),
                (x + (dx + 0.36) * size, y - size * 0.3),
            ],
            mix((240, 150, 172), (205, 60, 110), tone),
        )


def bridge_scene(c: Canvas, p: Palette, rand: Random) -> None:
    horizon = rand.uniform(520, 570)
    sun_x, _ = sky(c, p, rand, horizon)
    hills(c, p, rand, horizon, 2, 120)
    skyline(c, rand, horizon + 6, mix(p.far, p.mid, 0.6), (40, 520) if rand.random() < 0.5 else (1060, 1580), 130)
    treeline(c, rand, horizon + 6, mix(p.near, p.haze, 0.2), 18)
    water(c, p, rand, horizon, H, sun_x)
    _cable_bridge(c, p, rand, horizon - 60, rand.choice((520, 620)))
    mist(c, p, horizon + 10, 0.35)
    for x, y, length in ((380.0, 720.0, 170.0), (1180.0, 800.0, 260.0)):
        sampan(c, p, x + rand.uniform(-150, 150), y, length, mix(p.roof, p.ink, 0.45))
    meadow(c, p, rand, H - 10, 70, p.grass)
    for x in (40.0, 130.0, 1500.0, 1580.0):
        tree(c, rand, x, H - 20, rand.uniform(170, 250), (p.leaf, p.leaf_light), mix(p.roof, p.ink, 0.6))
    ripples(c, rand, horizon + 60, 900, (255, 255, 255), 20)


def _cable_bridge(c: Canvas, p: Palette, rand: Random, deck: float, gap: float) -> None:
    """Two towers with fans of cables in gold, a pale deck and its piers."""
    steel = mix(p.wall, p.ink, 0.12)
    towers = (800 - gap / 2, 800 + gap / 2)
    for x in range(60, W, 190):
        if min(abs(x - tower) for tower in towers) > 90:
            c.rect(x - 10, deck + 16, 20, 120, mix(steel, p.ink, 0.25))
    for tower in towers:
        top = deck - 330
        for cable in range(1, 13):
            for side in (-1, 1):
                reach = cable * gap / 2 / 12.4
                c.line([(tower, top + cable * 9), (tower + side * reach, deck)], 2.4, mix(p.gold, p.wall, 0.35), 0.95)
        for side in (-1, 1):
            c.poly(
                [
                    (tower + side * 34, deck + 150),
                    (tower + side * 6, top),
                    (tower + side * 16, top),
                    (tower + side * 52, deck + 150),
                ],
                steel,
            )
        c.rect(tower - 14, top - 20, 28, 130, steel, radius=8)
        c.rect(tower - 42, deck + 22, 84, 14, mix(steel, p.ink, 0.2))
        c.disc(tower, top - 26, 8, p.red)
        c.rect(tower - 90, deck + 148, 180, 26, mix(steel, p.ink, 0.35), radius=8)
    c.rect(-10, deck, W + 20, 20, steel)
    c.rect(-10, deck + 16, W + 20, 8, p.ink, 0.35)
    for at in range(9):
        car, tone = at * 190 + rand.uniform(0, 120), rand.choice((p.red, p.gold, p.wall, p.mid))
        c.rect(car, deck - 17, 40, 14, tone, radius=6)
        c.rect(car + 8, deck - 26, 22, 12, mix(tone, p.ink, 0.4), radius=5)

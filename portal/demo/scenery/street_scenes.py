"""Scenes of streets and institutions: school, hospital, factory, road."""

from math import cos, pi, sin
from random import Random

from portal.demo.scenery.buildings import block, skyline
from portal.demo.scenery.canvas import Canvas, H, W
from portal.demo.scenery.land import hills, sky, treeline
from portal.demo.scenery.palettes import Colour, Palette, mix, rgb
from portal.demo.scenery.plants import tree
from portal.demo.scenery.things import national_flag, person

FLAME = rgb("#e2472f")


def school_scene(c: Canvas, p: Palette, rand: Random) -> None:
    sky(c, p, rand, 620)
    treeline(c, rand, 600, mix(p.mid, p.haze, 0.25), 60)
    yellow = mix(p.gold, p.wall, 0.5)
    wide = rand.choice((900, 980))
    block(c, p, 800, 720, (wide, 300), (12, 3), yellow, mix(p.leaf, p.water[1], 0.35))
    c.poly(
        [
            (800 - wide / 2 - 30, 412),
            (800 - wide / 2 + 40, 350),
            (800 + wide / 2 - 40, 350),
            (800 + wide / 2 + 30, 412),
        ],
        p.roof,
    )
    c.rect(690, 330, 220, 390, mix(yellow, p.wall, 0.4))
    c.poly([(664, 334), (800, 246), (936, 334)], p.roof)
    c.disc(800, 400, 44, p.wall)
    c.arc(800, 400, 44, 44, (0, 360), 7, mix(p.roof, p.ink, 0.2))
    c.line([(800, 400), (800, 372)], 5, p.ink)
    c.line([(800, 400), (820, 408)], 5, p.ink)
    c.rect(748, 560, 104, 160, mix(p.roof, p.ink, 0.45), radius=50)
    c.backdrop((mix(p.wall, p.gold, 0.25), mix(p.wall, p.roof, 0.3)), 718, H)
    pole = rand.choice((470, 1130))
    c.line([(pole, 800), (pole, 190)], 8, mix(p.wall, p.ink, 0.2))
    national_flag(c, pole, 196, 150)
    c.rect(pole - 60, 792, 120, 22, mix(p.wall, p.ink, 0.2), radius=4)
    side = -1 if pole > 800 else 1
    for x, size in ((800 + side * 640, 520), (800 - side * 700, 400)):
        tree(c, rand, x, 860, size, (mix(FLAME, p.ink, 0.12), mix(FLAME, p.gold, 0.4)), mix(p.roof, p.ink, 0.65))
    for at in range(9):
        person(
            c,
            240 + at * 140 + rand.uniform(-40, 40),
            880 + rand.uniform(-50, 50),
            rand.uniform(120, 140),
            rgb("#fbfbf7"),
            rgb("#27406b") if at % 3 else p.red,
            hat=False,
        )
    for _ in range(70):
        c.disc(rand.uniform(0, W), rand.uniform(780, H), rand.uniform(3, 6), FLAME, 0.7, 3)


def hospital_scene(c: Canvas, p: Palette, rand: Random) -> None:
    green = mix(p.leaf, p.water[1], 0.25)
    sky(c, p, rand, 640)
    skyline(c, rand, 640, mix(p.far, p.sky[2], 0.3), (0, W), 170)
    treeline(c, rand, 690, mix(p.near, p.haze, 0.25), 46)
    white, glass = mix(p.wall, (255, 255, 255), 0.6), mix(p.water[1], p.leaf_light, 0.35)
    side = rand.choice((-1, 1))
    block(c, p, 800 + side * 330, 750, (420, 300), (7, 4), white, glass)
    block(c, p, 800 - side * 120, 750, (520, 470), (9, 6), mix(white, p.water[0], 0.2), glass)
    x = 800 - side * 120
    c.rect(x - 70, 160, 140, 130, white, radius=14)
    c.rect(x - 15, 180, 30, 90, green, radius=4)
    c.rect(x - 45, 210, 90, 30, green, radius=4)
    c.rect(x - 170, 630, 340, 24, mix(p.leaf_light, p.water[1], 0.4), radius=8)
    c.rect(x - 130, 654, 260, 96, mix(glass, p.ink, 0.35))
    for at in range(1, 5):
        c.rect(x - 130 + at * 52 - 2, 654, 4, 96, white)
    c.backdrop((mix(p.grass, p.haze, 0.25), p.grass), 748, 850)
    c.backdrop((mix(p.ink, p.wall, 0.55), mix(p.ink, p.wall, 0.42)), 836, H)
    for at in range(9):
        c.rect(at * 190 + 20, 916, 96, 10, p.wall, 0.85, 4)
    ambulance(c, p, 800 + side * 300, 960, 270, side)
    for x in (70, 230, 1370, 1530):
        tree(c, rand, x, 838, rand.uniform(200, 270), (p.leaf, p.leaf_light), mix(p.roof, p.ink, 0.6))
    for at, dx in enumerate((-60, 20, 120)):
        person(
            c,
            x - 1530 + 800 - side * 120 + dx,
            826,
            108,
            rgb("#fbfdfd") if at % 2 == 0 else mix(p.water[1], p.wall, 0.4),
            p.ink,
            hat=False,
        )


def ambulance(c: Canvas, p: Palette, x: float, y: float, size: float, side: int) -> None:
    white, green = rgb("#fcfcfa"), mix(p.leaf, p.water[1], 0.25)
    c.disc(x, y, size * 0.55, p.ink, 0.25, size * 0.05)
    c.rect(
        x - size * 0.5, y - size * 0.42, size * 0.72 + (size * 0.28 if side < 0 else 0), size * 0.38, white, radius=12
    )
    cab = 1 if side > 0 else -1
    c.poly(
        [
            (x + cab * size * 0.2, y - size * 0.36),
            (x + cab * size * 0.38, y - size * 0.34),
            (x + cab * size * 0.5, y - size * 0.18),
            (x + cab * size * 0.5, y - size * 0.04),
            (x + cab * size * 0.2, y - size * 0.04),
        ],
        white,
    )
    c.poly(
        [
            (x + cab * size * 0.24, y - size * 0.32),
            (x + cab * size * 0.36, y - size * 0.3),
            (x + cab * size * 0.45, y - size * 0.18),
            (x + cab * size * 0.24, y - size * 0.18),
        ],
        mix(p.water[1], p.ink, 0.3),
    )
    c.rect(x - size * 0.5, y - size * 0.16, size, size * 0.06, green)
    c.rect(x - cab * size * 0.18 - 8, y - size * 0.36, 16, 46, green)
    c.rect(x - cab * size * 0.18 - 23, y - size * 0.36 + 15, 46, 16, green)
    c.rect(x - size * 0.06, y - size * 0.47, size * 0.12, size * 0.06, (70, 120, 200), radius=5)
    for dx in (-0.3, 0.3):
        c.disc(x + dx * size, y - size * 0.04, size * 0.085, p.ink)
        c.disc(x + dx * size, y - size * 0.04, size * 0.04, mix(p.ink, white, 0.6))


def factory_scene(c: Canvas, p: Palette, rand: Random) -> None:
    sky(c, p, rand, 620)
    hills(c, p, rand, 640, 2, 120)
    for x in (160, 420, 1240, 1460):
        turbine(c, p, rand, x + rand.uniform(-60, 60), 640, rand.uniform(250, 340))
    treeline(c, rand, 660, mix(p.near, p.haze, 0.25), 30)
    side = rand.choice((-1, 1))
    wall = mix(p.wall, p.water[0], 0.3)
    for at in range(5):
        x = 330 + at * 190 if side > 0 else 280 + at * 190
        c.fade([(x, 560), (x, 430), (x + 190, 520), (x + 190, 560)], (mix(p.water[1], p.wall, 0.2), p.water[1]))
        c.line([(x, 430), (x + 190, 520)], 8, mix(wall, p.ink, 0.3))
    c.rect(300 if side < 0 else 330, 552, 960, 200, wall)
    for at in range(8):
        c.rect(350 + at * 116, 600, 76, 50, mix(p.water[1], p.ink, 0.25), radius=4)
    c.rect(330, 688, 930, 16, p.red, 0.9)
    c.rect(700, 660, 120, 92, mix(p.ink, p.wall, 0.3), radius=4)
    block(
        c,
        p,
        800 + side * 590,
        752,
        (230, 330),
        (4, 5),
        mix(p.wall, (255, 255, 255), 0.4),
        mix(p.water[1], p.leaf_light, 0.2),
    )
    c.backdrop((p.grass, mix(p.grass, p.leaf, 0.4)), 748, H)
    c.poly([(0, 800), (W, 780), (W, 850), (0, 880)], mix(p.ink, p.wall, 0.5))
    solar(c, p, side)
    for x, tone in ((380, p.red), (1010, p.gold)):
        truck(c, p, x + rand.uniform(-80, 80), 842, 190, tone)
    for x in (40, 1560, 1380):
        tree(c, rand, x, 800, rand.uniform(140, 210), (p.leaf, p.leaf_light), mix(p.roof, p.ink, 0.6))


def turbine(c: Canvas, p: Palette, rand: Random, x: float, y: float, height: float) -> None:
    white, top = mix(p.wall, p.sky[1], 0.15), y - height
    c.poly([(x - 7, y), (x - 3, top), (x + 3, top), (x + 7, y)], white)
    start = rand.uniform(0, 2)
    for blade in range(3):
        angle = start + blade * 2 * pi / 3
        tip = (x + cos(angle) * height * 0.42, top + sin(angle) * height * 0.42)
        c.poly([(x + sin(angle) * 7, top - cos(angle) * 7), tip, (x - sin(angle) * 4, top + cos(angle) * 4)], white)
    c.disc(x, top, 9, mix(white, p.ink, 0.2))


def solar(c: Canvas, p: Palette, side: int) -> None:
    blue = mix(p.water[1], p.ink, 0.55)
    for row in range(2):
        for at in range(7):
            x, y = 120 + at * 205 + row * 50, 900 + row * 62
            c.poly([(x, y + 42), (x + 34, y), (x + 180, y), (x + 158, y + 42)], blue)
            for cell in range(1, 5):
                c.line([(x + cell * 31.6, y + 42), (x + 34 + cell * 29.2, y)], 2, mix(blue, p.wall, 0.5))
            c.line([(x + 17, y + 21), (x + 169, y + 21)], 2, mix(blue, p.wall, 0.5))


def truck(c: Canvas, p: Palette, x: float, y: float, size: float, tone: Colour) -> None:
    c.rect(x, y - size * 0.42, size * 0.66, size * 0.36, tone, radius=4)
    c.rect(x + size * 0.68, y - size * 0.32, size * 0.24, size * 0.26, mix(tone, p.ink, 0.25), radius=8)
    c.rect(x + size * 0.76, y - size * 0.28, size * 0.14, size * 0.11, p.water[0], radius=3)
    for dx in (0.14, 0.5, 0.8):
        c.disc(x + dx * size, y - size * 0.03, size * 0.065, p.ink)


def road_scene(c: Canvas, p: Palette, rand: Random) -> None:
    horizon, vanish = rand.uniform(440, 480), rand.uniform(640, 960)
    sky(c, p, rand, horizon)
    hills(c, p, rand, horizon, 2, 120)
    skyline(c, rand, horizon + 4, mix(p.far, p.mid, 0.4), (vanish - 320, vanish + 320), 120)
    treeline(c, rand, horizon + 6, mix(p.near, p.haze, 0.25), 22)
    c.backdrop((mix(p.fields[0], p.haze, 0.4), p.fields[1], mix(p.grass, p.leaf, 0.3)), horizon, H)
    for half, tone in ((1060, mix(p.wall, p.ink, 0.2)), (900, mix(p.ink, p.wall, 0.45)), (20, p.gold)):
        c.poly(
            [
                (vanish - half * 0.012, horizon),
                (vanish + half * 0.012, horizon),
                (800 + half, H + 40),
                (800 - half, H + 40),
            ],
            tone,
        )
    for at in range(11):
        a, b = (at / 11) ** 2.1, ((at + 0.5) / 11) ** 2.1
        for side in (-0.5, 0.5):
            quad = [
                (_lane(vanish, side, t, w), horizon + t * (H - horizon)) for t, w in ((a, -8), (a, 8), (b, 8), (b, -8))
            ]
            c.poly(quad, p.wall, 0.9)
    for at in range(1, 11):
        t = (at / 10) ** 2.3
        y, size = horizon + t * (H - horizon), 40 + t * 520
        for side in (-1.32, 1.32):
            x = _lane(vanish, side, t, 0)
            tree(
                c,
                rand,
                x + side * 10,
                y,
                size * 0.62,
                (mix(p.leaf, p.haze, 0.35 - 0.35 * t), mix(p.leaf_light, p.haze, 0.3 - 0.3 * t)),
                mix(p.roof, p.ink, 0.6),
            )
    for side, t, tone in (
        (0.25, 0.14, p.wall),
        (-0.24, 0.2, p.gold),
        (0.62, 0.42, p.red),
        (-0.7, 0.5, mix(p.leaf, p.water[1], 0.5)),
    ):
        bus(c, p, _lane(vanish, side, t, 0), horizon + t * (H - horizon), 30 + t * 330, tone)


def _lane(vanish: float, side: float, t: float, shift: float) -> float:
    """The x of a lane at depth t (0 horizon, 1 near edge); side -1 and 1 are the kerbs."""
    return vanish + (800 - vanish) * t + side * (10 + 850 * t) + shift * (0.1 + t)


def bus(c: Canvas, p: Palette, x: float, y: float, size: float, tone: Colour) -> None:
    """A vehicle seen from behind or before."""
    c.disc(x, y, size * 0.55, p.ink, 0.25, size * 0.07)
    c.rect(x - size * 0.42, y - size * 0.1, size * 0.2, size * 0.12, p.ink, radius=4)
    c.rect(x + size * 0.22, y - size * 0.1, size * 0.2, size * 0.12, p.ink, radius=4)
    c.rect(x - size * 0.47, y - size * 0.86, size * 0.94, size * 0.8, tone, radius=size * 0.12)
    c.rect(x - size * 0.39, y - size * 0.76, size * 0.78, size * 0.34, mix(p.ink, p.water[0], 0.3), radius=size * 0.06)
    c.poly(
        [
            (x - size * 0.3, y - size * 0.42),
            (x - size * 0.1, y - size * 0.76),
            (x + size * 0.06, y - size * 0.76),
            (x - size * 0.14, y - size * 0.42),
        ],
        (255, 255, 255),
        0.25,
    )
    for side in (-1, 1):
        c.disc(x + side * size * 0.34, y - size * 0.24, size * 0.07, p.sun)
    c.rect(x - size * 0.14, y - size * 0.28, size * 0.28, size * 0.08, mix(tone, p.ink, 0.3), radius=3)

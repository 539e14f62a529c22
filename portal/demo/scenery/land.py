"""Sky, hills, water, fields and plants: what most scenes stand on."""

import math
from collections.abc import Sequence
from random import Random

from portal.demo.scenery.canvas import Canvas, H, Point, W, ridge, smooth
from portal.demo.scenery.palettes import Colour, Palette, mix


def sky(c: Canvas, p: Palette, rand: Random, horizon: float = 560, *, sun: bool = True) -> Point:
    """Gradient, sun or moon, clouds, birds; returns the place of the sun."""
    c.backdrop(p.sky, 0, horizon + 30)
    c.rect(0, horizon + 30, W, H - horizon - 30, mix(p.grass, p.haze, 0.3))
    x, y = rand.uniform(250, 1350), rand.uniform(0.28, 0.62) * horizon
    if p.stars:
        for _ in range(140):
            c.disc(
                rand.uniform(0, W),
                rand.uniform(0, horizon * 0.8),
                rand.uniform(0.8, 2.2),
                p.sun,
                rand.uniform(0.3, 0.9),
            )
    if sun:
        radius = rand.uniform(58, 84)
        c.glow(x, y, radius * 5, p.sun, 0.55)
        c.disc(x, y, radius, p.sun, 0.96)
    for _ in range(rand.randint(3, 5)):
        cloud(
            c,
            rand.uniform(0, W),
            rand.uniform(50, horizon * 0.62),
            rand.uniform(0.6, 1.4),
            mix(p.sky[2], (255, 255, 255), 0.55),
        )
    if not p.stars:
        birds(c, rand, p.ink)
    return x, y


def cloud(c: Canvas, x: float, y: float, size: float, fill: Colour) -> None:
    """A flat cloud of three long pills, as on lacquer panels."""
    for dx, dy, w in ((-60, 0, 230), (-150, 22, 300), (-20, 44, 260)):
        c.rect(x + dx * size, y + dy * size, w * size, 22 * size, fill, 0.5, 11 * size)


def birds(c: Canvas, rand: Random, ink: Colour) -> None:
    x0, y0 = rand.uniform(200, 1200), rand.uniform(110, 260)
    for _ in range(rand.randint(3, 6)):
        x, y, s = x0 + rand.uniform(-110, 110), y0 + rand.uniform(-45, 45), rand.uniform(9, 16)
        wing = smooth(
            [
                (x - s, y - s * 0.45),
                (x - s * 0.45, y - s * 0.6),
                (x, y),
                (x + s * 0.45, y - s * 0.6),
                (x + s, y - s * 0.45),
            ],
            5,
        )
        c.line(wing, 2.6, ink, 0.6)


def hills(c: Canvas, p: Palette, rand: Random, horizon: float, layers: int = 3, height: float = 170) -> None:
    """Ranges that grow paler with distance, each fading into haze at its foot."""
    for layer in range(layers):
        share = (layer + 1) / layers
        skyline = ridge(rand, horizon - 8, height * (1.1 - 0.72 * share), rand.uniform(520, 900) * (1.2 - 0.5 * share))
        tone = mix(mix(p.sky[2], p.far, 0.75), p.mid, share * 0.85)
        c.fade([*skyline, (W, horizon + 30), (0, horizon + 30)], (tone, mix(tone, p.haze, 0.6)))


def mist(c: Canvas, p: Palette, y: float, alpha: float = 0.5, thick: float = 34) -> None:
    def paint(veil: Canvas) -> None:
        veil.rect(-50, y - thick / 2, W + 100, thick, (255, 255, 255))

    c.soft(26, paint, p.haze, alpha)


def treeline(
    c: Canvas, rand: Random, y: float, fill: Colour, size: float = 30, *, span: tuple[float, float] = (0, W)
) -> None:
    """A far row of round crowns with a palm here and there."""
    x = span[0] - size
    while x < span[1] + size:
        r = rand.uniform(0.6, 1.25) * size
        c.disc(x, y - r * 0.35, r, fill, ry=r * 0.85)
        x += r * rand.uniform(0.7, 1.2)
    c.rect(span[0], y - size * 0.4, span[1] - span[0], size * 0.6, fill)


def water(c: Canvas, p: Palette, rand: Random, top: float, bottom: float = H, sun_x: float | None = None) -> None:
    c.backdrop((p.water[0], p.water[1], mix(p.water[1], p.ink, 0.25)), top, bottom)
    if sun_x is not None:
        for step in range(26):
            y = top + (step / 26) ** 1.35 * (bottom - top)
            half = rand.uniform(0.3, 1) * (26 + step * 5.5)
            c.rect(sun_x - half + rand.uniform(-12, 12), y, half * 2, 2.5 + step * 0.32, p.sun, 0.55 - step * 0.014, 3)
    ripples(c, rand, top, bottom, mix(p.water[0], (255, 255, 255), 0.45))


def ripples(c: Canvas, rand: Random, top: float, bottom: float, fill: Colour, count: int = 70) -> None:
    for _ in range(count):
        depth = rand.random() ** 1.4
        y, length = top + 6 + depth * (bottom - top - 12), rand.uniform(14, 60) * (0.4 + depth * 1.6)
        x = rand.uniform(-40, W)
        c.rect(x, y, length, 1.6 + depth * 3, fill, 0.22 + 0.2 * rand.random(), 2)


def river(c: Canvas, p: Palette, rand: Random, horizon: float, mouth: float = 520) -> list[Point]:
    """A winding ribbon from the horizon to the foreground; returns its middle line."""
    start, swing, side = rand.uniform(500, 1100), rand.uniform(170, 300), rand.choice((-1, 1))
    middle, left, right = [], [], []
    for step in range(41):
        t = step / 40
        y = horizon + (H + 20 - horizon) * t**1.5
        x = start + side * swing * math.sin(t * math.pi * 1.75) * (0.35 + t)
        half = 7 + mouth * 0.5 * t**1.7
        middle.append((x, y))
        left.append((x - half, y))
        right.append((x + half, y))
    c.poly([(x - 9, y) for x, y in left] + [(x + 9, y) for x, y in reversed(right)], mix(p.grass, p.sun, 0.45))
    c.fade(left + right[::-1], (p.water[0], mix(*p.water, 0.55), p.water[1]))
    for _ in range(60):
        at = int(40 * rand.random() ** 0.5)
        (x, y), width = middle[at], right[at][0] - left[at][0]
        length = width * rand.uniform(0.06, 0.2)
        c.rect(x + rand.uniform(-0.42, 0.3) * width, y, length, 1 + at * 0.08, (255, 255, 255), 0.3, 2)
    return middle


def paddies(
    c: Canvas, p: Palette, rand: Random, horizon: float, bottom: float = H, tones: Sequence[Colour] | None = None
) -> None:
    """Delta fields in perspective: bands cut by bunds that meet at a vanishing point; some stand under water."""
    tones = tones or p.fields
    vanish, edges, step = rand.uniform(500, 1100), [horizon], 12.0
    while edges[-1] < bottom:
        edges.append(edges[-1] + step)
        step *= 1.52
    c.rect(0, horizon, W, bottom - horizon, mix(p.grass, p.near, 0.3))
    for band, (top, low) in enumerate(zip(edges, edges[1:], strict=False)):
        cut, shift = 9 + band, rand.uniform(0, 200)
        xs = [vanish + (k * 330 - cut * 165 + shift) for k in range(-2, cut + 6)]
        spread = [((top - horizon + 60) / 300, (low - horizon + 60) / 300)]
        for a, b in zip(xs, xs[1:], strict=False):
            gap = 1.2 + band * 1.3
            quad = [_toward(vanish, x, s, y) for x, s, y in _corners(a, b, top, low, spread[0], gap)]
            wet = rand.random() < 0.22
            tone = (
                mix(*p.water, rand.uniform(0.1, 0.5))
                if wet
                else mix(rand.choice(tuple(tones)), p.haze, max(0, 0.42 - band * 0.1))
            )
            c.fade(quad, (mix(tone, p.haze, 0.16), mix(tone, p.near, 0.0 if wet else 0.14)))
            _rows(c, rand, quad, mix(tone, p.leaf, 0.45), wet, band)


def _corners(
    a: float, b: float, top: float, low: float, scale: tuple[float, float], gap: float
) -> list[tuple[float, float, float]]:
    return [
        (a, scale[0], top + gap),
        (b - gap * 2, scale[0], top + gap),
        (b - gap * 2, scale[1], low),
        (a, scale[1], low),
    ]


def _toward(vanish: float, x: float, scale: float, y: float) -> Point:
    return vanish + (x - vanish) * scale, y


def _rows(c: Canvas, rand: Random, quad: Sequence[Point], fill: Colour, wet: bool, band: int) -> None:
    """Planting rows inside a field, along its long side."""
    count = 3 + band if wet else 5 + band * 2
    for row in range(1, count):
        t = row / count
        a = (quad[0][0] + (quad[3][0] - quad[0][0]) * t, quad[0][1] + (quad[3][1] - quad[0][1]) * t)
        b = (quad[1][0] + (quad[2][0] - quad[1][0]) * t, quad[1][1] + (quad[2][1] - quad[1][1]) * t)
        if b[0] < 0 or a[0] > W:
            continue
        c.line([a, b], 0.8 + band * 0.5, fill, 0.28 if wet else 0.36)


def meadow(c: Canvas, p: Palette, rand: Random, base: float, height: float, tone: Colour) -> None:
    """A near bank of grass along the lower edge."""
    skyline = ridge(rand, base, height, 900)
    c.fade([*skyline, (W, H), (0, H)], (tone, mix(tone, p.leaf, 0.4)))

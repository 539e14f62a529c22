"""Calm palettes by time of day; every scene takes its colours from one of them."""

from dataclasses import dataclass

Colour = tuple[int, int, int]


def rgb(text: str) -> Colour:
    """'#rrggbb' as three numbers."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """`share` (0 to 1) of the second colour in the first."""
    return (
        round(first[0] + (second[0] - first[0]) * share),
        round(first[1] + (second[1] - first[1]) * share),
        round(first[2] + (second[2] - first[2]) * share),
    )


@dataclass(frozen=True)
class Palette:
    sky: tuple[Colour, Colour, Colour]
    sun: Colour
    haze: Colour
    far: Colour
    mid: Colour
    near: Colour
    leaf: Colour
    leaf_light: Colour
    grass: Colour
    fields: tuple[Colour, ...]
    water: tuple[Colour, Colour]
    ink: Colour
    wall: Colour
    roof: Colour
    red: Colour
    gold: Colour
    stars: bool = False


def _palette(text: str, *, stars: bool = False) -> Palette:
    """In order: sky 3, sun, haze, far, mid, near, leaf 2, grass, fields 4, water 2, ink, wall, roof, red, gold."""
    c = [rgb(f"#{word}") for word in text.split()]
    names = ["sun", "haze", "far", "mid", "near", "leaf", "leaf_light", "grass"]
    ends = ["ink", "wall", "roof", "red", "gold"]
    single = dict(zip(names, c[3:11], strict=True)) | dict(zip(ends, c[17:22], strict=True))
    return Palette(sky=(c[0], c[1], c[2]), fields=tuple(c[11:15]), water=(c[15], c[16]), stars=stars, **single)


MORNING = _palette(
    "7fb9d2 c9e2e0 fce3cb fff6df fdeee0 a9cad3 7fb4ad 4c9080 2a6e5c 62ab80 93c88a"
    " a3d18e 7fbf86 bfdf9f d3e8b8 f4e4d6 79b6c6 1d4b52 fff4e2 cc6a4b bf3a30 ecb74e"
)
NOON = _palette(
    "4a9fd0 9bd0e6 e3f4f2 fffdf0 ecf8f6 9ccbd9 69b5a4 379372 1c7653 5bb46f 92d170"
    " a9da72 85c95f 6abb63 c8e68c d3edf2 469fc0 174c58 fffaf0 d25c40 c62f2b f4be42"
)
EVENING = _palette(
    "46538a c27f95 fbc08a ffeec4 f9cba4 9382a6 6c6a95 455377 27425e 4a7078 7a9470"
    " 95a06c aead70 c9b874 7d9470 f6c09a 5b6a9a 1c2748 f8dfc4 ab4b4b b9352f ffc95f"
)
GOLDEN = _palette(
    "7db6c8 d9e0bd fbd79a fffbe4 fdeccb c9bd9f a4ac7a 6d9158 40713f 8aaa55 bcc362"
    " dcc55c e8d26e c4b852 f1df90 fbe8c0 82b0aa 34483a fff3d8 c8643d bd3a2b eeb340"
)
MIST = _palette(
    "b3ced4 dbe8e5 f6f1e4 fffbf0 f4f4ec bfd3d3 94b8b4 5f908a 336a63 6da28a 9fc4a3"
    " a9cda3 8dbc98 c0dab5 d2e3c7 eaf1ec 98bec6 224a4f faf5ea bd6951 b7413a e2b760"
)
NIGHT = _palette(
    "121c3d 2c3b6b 7a6690 fdf3cf 8f7fa8 4a5283 37437a 27305f 1b2a4c 3a5560 4c6657"
    " 56705c 64795a 7d8560 4c6657 6b6f9c 1d2b57 0d1533 f4dcb4 a8434a c9372f ffcb62",
    stars=True,
)

DAY = (MORNING, NOON, EVENING, GOLDEN, MIST)

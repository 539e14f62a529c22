"""The drawn pictures: every motif renders at the wanted size; a seed always gives the same picture, another another."""

import pytest
from PIL import Image, ImageChops, ImageStat

from portal.demo.fields import MOTIFS
from portal.demo.images import SCENES, draw

SMALL = (320, 200)


def test_every_motif_of_the_texts_can_be_drawn() -> None:
    assert set(SCENES) == MOTIFS


@pytest.mark.parametrize("motif", sorted(SCENES))
@pytest.mark.parametrize("seed", [1, 4])
def test_a_motif_renders_with_no_hole(motif: str, seed: int) -> None:
    """No part of the canvas may stay unpainted (black)."""
    image = draw(motif, seed, SMALL)
    assert (image.size, image.mode) == (SMALL, "RGB")
    counts = image.getcolors(SMALL[0] * SMALL[1]) or []
    black = sum(count for count, colour in counts if isinstance(colour, tuple) and max(colour) < 24)
    assert black < 0.003 * SMALL[0] * SMALL[1]


def test_the_same_seed_gives_the_same_picture() -> None:
    assert draw("festival", 7, SMALL).tobytes() == draw("festival", 7, SMALL).tobytes()


@pytest.mark.parametrize("motif", sorted(SCENES))
def test_another_seed_gives_another_picture(motif: str) -> None:
    assert _distance(draw(motif, 1, SMALL), draw(motif, 2, SMALL)) > 3


def test_motifs_differ_from_each_other() -> None:
    pictures = {motif: draw(motif, 3, (160, 100)) for motif in SCENES}
    names = sorted(pictures)
    for at, first in enumerate(names):
        for second in names[at + 1 :]:
            assert _distance(pictures[first], pictures[second]) > 8, (first, second)


@pytest.mark.parametrize("size", [(1600, 1000), (800, 800), (1200, 400)])
def test_any_shape_of_picture(size: tuple[int, int]) -> None:
    assert draw("lotus", 5, size).size == size


def test_an_unknown_motif_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        draw("spaceship", 1)


def _distance(first: Image.Image, second: Image.Image) -> float:
    """Mean difference of two pictures in steps of 0 to 255."""
    return sum(ImageStat.Stat(ImageChops.difference(first, second)).mean) / 3

"""Illustrations for the demo portals, drawn from a motif and a seed; the same pair always gives the same picture."""

from collections.abc import Callable, Mapping, Sequence
from random import Random

from PIL import Image

from portal.demo.scenery import field_scenes, room_scenes, street_scenes, town_scenes, village_scenes, water_scenes
from portal.demo.scenery.canvas import Canvas, H, W
from portal.demo.scenery.palettes import DAY, EVENING, GOLDEN, MIST, MORNING, NIGHT, NOON, Palette

Scene = Callable[[Canvas, Palette, Random], None]

SCENES: Mapping[str, tuple[Scene, Sequence[Palette]]] = {
    "rice": (field_scenes.rice_scene, DAY),
    "river": (water_scenes.river_scene, DAY),
    "temple": (town_scenes.temple_scene, DAY),
    "lab": (room_scenes.lab_scene, (MORNING, NOON, MIST)),
    "school": (street_scenes.school_scene, (MORNING, NOON, GOLDEN)),
    "hospital": (street_scenes.hospital_scene, (MORNING, NOON, MIST)),
    "market": (town_scenes.market_scene, (MORNING, NOON, GOLDEN)),
    "bridge": (water_scenes.bridge_scene, DAY),
    "factory": (street_scenes.factory_scene, (MORNING, NOON, GOLDEN, EVENING)),
    "meeting": (room_scenes.meeting_scene, (MORNING, NOON, GOLDEN, MIST)),
    "lotus": (water_scenes.lotus_scene, DAY),
    "harvest": (field_scenes.harvest_scene, (MORNING, NOON, GOLDEN, EVENING)),
    "village": (village_scenes.village_scene, DAY),
    "road": (street_scenes.road_scene, DAY),
    "festival": (town_scenes.festival_scene, (NIGHT, EVENING, MORNING)),
    "sea": (water_scenes.sea_scene, DAY),
    "mountain": (field_scenes.mountain_scene, DAY),
    "tea": (field_scenes.tea_scene, (MORNING, NOON, GOLDEN, MIST)),
    "forest": (field_scenes.forest_scene, (MORNING, NOON, GOLDEN)),
    "boat": (water_scenes.boat_scene, DAY),
}


def draw(motif: str, seed: int, size: tuple[int, int] = (1600, 1000)) -> Image.Image:
    """The picture of a motif, `size` in pixels; the seed picks palette and composition. KeyError: no such motif."""
    scene, palettes = SCENES[motif]
    rand = Random(f"{motif}:{seed}")  # noqa: S311  (a picture, not a secret)
    canvas = Canvas(2 * max(size[0] / W, size[1] / H))
    scene(canvas, palettes[seed % len(palettes)], rand)
    return canvas.finish(size, rand)

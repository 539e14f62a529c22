"""Pictures, sounds and files for the demo, made of a few numbers; the same numbers always give the same file."""

from __future__ import annotations

import math
import wave
from io import BytesIO
from random import Random
from typing import Any

from docx import Document
from PIL import Image, ImageDraw, ImageFilter

from portal.demo.images import draw

SIZE = (960, 600)
PORTRAIT = (480, 480)
MAP, MAP_CELLS = (960, 720), (160, 120)
RATE = 8000
"""Samples a second of a demo sound: telephone quality, a few kilobytes a second."""
TINTS = ("#d9c2a3", "#b9cbb2", "#c9b7c7", "#aebfd0", "#d6b3a6", "#c8c49a", "#a9c4c2", "#d8cbb8", "#bdb2a7", "#b6c6de")
COATS = ("#27374d", "#3f4e4f", "#4a3f55", "#2f4858", "#5b3a3a")


def picture_of(row: dict[str, Any]) -> tuple[str, BytesIO, tuple[int, int]]:
    """(name, WebP, size) of a scene, a portrait that shows nobody, or a map of made-up boundaries."""
    if "motif" in row:
        name, image = f"{row['motif']}-{row['seed']}", draw(row["motif"], row["seed"], SIZE)
    elif "portrait" in row:
        name, image = f"chan-dung-{row['portrait']}", _portrait(row["portrait"])
    else:
        name, image = f"ban-do-{row['map']}", _map(row["map"])
    data = BytesIO()
    image.save(data, "WEBP", quality=82)
    return name, BytesIO(data.getvalue()), image.size


def document_bytes(row: dict[str, Any]) -> bytes:
    """DOCX, a sound, or the text as it stands (CSV, TXT)."""
    if "tones" in row:
        return _sound(row["tones"])
    if row["file"].endswith(".docx"):
        return _docx(row["title"], row["text"])
    return str(row["text"]).encode()


def _portrait(seed: int) -> Image.Image:
    """A head and shoulders without a face."""
    image = Image.new("RGB", (960, 960), TINTS[seed % len(TINTS)])
    pen = ImageDraw.Draw(image)
    pen.ellipse((140, 600, 820, 1400), fill=COATS[seed % len(COATS)])
    pen.polygon([(400, 610), (560, 610), (480, 800)], fill="#f4f1ec")
    pen.rectangle((420, 520, 540, 640), fill="#d8b08c")
    pen.ellipse((330, 210, 630, 570), fill="#e2bd9a")
    pen.pieslice((315, 180, 645, 560), 180, 360, fill="#2b2523")
    return image.resize(PORTRAIT, Image.Resampling.LANCZOS)


def _map(seed: int) -> Image.Image:
    """An area of soft outline, divided among a dozen seats: each point belongs to the nearest."""
    rand = Random(seed)  # noqa: S311  (a picture, not a secret)
    width, height = MAP_CELLS
    seats = [(rand.uniform(0.12, 0.88) * width, rand.uniform(0.15, 0.85) * height) for _ in range(12)]
    image = Image.new("RGB", MAP_CELLS, "#e8eef2")
    for x in range(width):
        for y in range(height):
            across, down = (x - width / 2) / (width / 2), (y - height / 2) / (height / 2)
            if across**2 + down**2 < 0.8 + 0.08 * math.sin(5 * math.atan2(down, across) + seed):
                nearest = min(range(len(seats)), key=lambda at: math.dist(seats[at], (x, y)))
                image.putpixel((x, y), _rgb(TINTS[nearest % len(TINTS)]))
    return image.resize(MAP, Image.Resampling.NEAREST).filter(ImageFilter.ModeFilter(9))


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _sound(tones: list[int]) -> bytes:
    """A third of a second of each tone (Hz), each fading."""
    length, data = RATE // 3, BytesIO()
    samples = bytearray()
    for tone in tones:
        samples += bytes(
            int(128 + 90 * (1 - at / length) * math.sin(2 * math.pi * tone * at / RATE)) for at in range(length)
        )
    with wave.open(data, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(RATE)
        file.writeframes(bytes(samples))
    return data.getvalue()


def _docx(title: str, text: str) -> bytes:
    document, data = Document(), BytesIO()
    document.add_heading(title)
    for line in text.strip().splitlines():
        document.add_paragraph(line)
    document.save(data)
    return data.getvalue()

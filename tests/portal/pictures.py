"""A small picture for tests."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from PIL import Image

from tenants.models import Agency, PortalImage


def make_image(agency: Agency, title: str = "Ảnh", size: tuple[int, int] = (64, 48)) -> PortalImage:
    data = BytesIO()
    Image.new("RGB", size, "teal").save(data, "PNG")
    return PortalImage.objects.create(
        title=title,
        file=ImageFile(BytesIO(data.getvalue()), name="anh.png"),
        agency=agency,
        collection=agency.collection,
        width=size[0],
        height=size[1],
    )


def draw_small(patch: pytest.MonkeyPatch) -> None:
    """The demo's pictures as stamps: what is drawn does not depend on the size, only how long it takes."""
    for name, size in {"SIZE": (64, 40), "PORTRAIT": (32, 32), "MAP": (40, 30), "MAP_CELLS": (20, 15)}.items():
        patch.setattr(f"portal.demo.media.{name}", size)


UNCLOSED = "ignore:Exception ignored in.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"
"""Wagtail leaves the temporary file of a rendition to the garbage collector."""

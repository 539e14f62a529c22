"""The pictures that readers see: their shapes, and the job that makes them once a text is live.

No request makes a picture (docs/decisions/0016-media.md). Until the job has run, a page shows the stored original,
which is small enough for that: `tenants.media_checks` re-encodes it when it is uploaded.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any, cast

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import models
from django.db.models import Count, Prefetch, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from PIL import Image, ImageOps
from wagtail.images.models import Filter
from wagtail.models import ReferenceIndex

from tenants.models import Agency, BasePage, Look, PortalImage, PortalRendition
from tenants.signals import pictures_made

Shown = dict[str, tuple[QuerySet[PortalImage], tuple[str, ...]]]

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Shape:
    """One way in which the pages show a picture.

    `crops`: what Wagtail's filters cut, the narrowest first. `sizes`: how wide it stands on the page, for the browser
    that chooses among them. `formats`: WebP, which every browser knows, and what is smaller for those that know it.
    """

    crops: tuple[str, ...]
    sizes: str
    formats: tuple[str, ...] = ("webp", "avif")

    def specs(self, *formats: str) -> list[str]:
        """Filters as the rows of renditions name them, in the order of the widths."""
        return [f"{crop}|format-{kind}" for kind in self.formats if kind in formats for crop in self.crops]


SHAPES = {
    "card": Shape(("fill-320x200", "fill-640x400"), "(min-width: 40em) 20rem, 94vw"),
    "lead": Shape(("fill-720x405", "fill-1120x630"), "(min-width: 60em) 44rem, 94vw"),
    "article": Shape(("width-720", "width-1120"), "(min-width: 48em) 44rem, 94vw"),
    "portrait": Shape(("fill-480x480",), "15rem", formats=("webp",)),
    "banner": Shape(("fill-760x190", "fill-1520x380"), "(min-width: 76em) 76rem, 94vw"),
    "advert": Shape(("max-480x240",), "10rem", formats=("webp",)),
    "logo": Shape(("max-480x152",), "15rem", formats=("webp",)),
}
OF_PAGES = ("card", "lead", "article", "portrait")
"""What a live page's image may be shown as: on itself, in lists and on front pages."""

FORMATS: dict[str, dict[str, Any]] = {
    "webp": {"quality": 78, "method": 4},
    "avif": {"quality": 58, "speed": 8, "max_threads": 1},
}
"""In the order in which they are made. AVIF's slower steps cost four times the time and save a tenth of the bytes."""

SLICE_SECONDS = 20.0
"""How long one run works before it lets other jobs have their turn."""
AT_WORK, TOO_LONG = "pictures-at-work", 300
TRIED_AGAIN_AFTER, REMEMBERED_FOR = 86_400, 3_600
LONGEST_STEM = 40
"""Of a picture's name: its end, where the hash of the original stands."""


def specs_of(names: Iterable[str], *formats: str) -> list[str]:
    return [spec for name in names for spec in SHAPES[name].specs(*(formats or FORMATS))]


def images_for(*names: str) -> QuerySet[PortalImage]:
    """Images that come with their pictures in the shapes that a list shows: `Prefetch("image", images_for("card"))`."""
    images: QuerySet[PortalImage] = PortalImage.objects.prefetch_renditions(*specs_of(names))
    return images


def pictures_for(lookup: str, *names: str) -> Prefetch[Any]:
    """The same for images that were read together with what shows them; `lookup` leads to their renditions."""
    wanted = PortalRendition.objects.filter(filter_spec__in=specs_of(names))
    return Prefetch(lookup, queryset=wanted, to_attr="prefetched_renditions")


def pictures_of(image: PortalImage, shape: Shape) -> dict[str, list[PortalRendition]]:
    """Format → the pictures that are there, the narrowest first; two of the same width are one.

    No query for an image that came from `images_for`. For any other (a logo) the cache knows.
    """
    if image._get_prefetched_renditions() is None:
        image.prefetched_renditions = _remembered(image)
    found = image.find_existing_renditions(*map(Filter, shape.specs(*shape.formats)))
    by_spec = {picture.spec: rendition for picture, rendition in found.items()}
    result = {}
    for kind in shape.formats:
        rows = [by_spec[spec] for spec in shape.specs(kind) if spec in by_spec]
        result[kind] = sorted({row.width: row for row in rows}.values(), key=lambda row: cast(int, row.width))
    return result


def _remembered(image: PortalImage) -> list[PortalRendition]:
    known: list[PortalRendition] | None = cache.get(_key("pictures", image))
    if known is None:
        known = list(PortalRendition.objects.filter(image=image.pk, filter_spec__in=specs_of(SHAPES)))
        cache.set(_key("pictures", image), known, timeout=REMEMBERED_FOR)
    return known


def shown_images(pages: Collection[int] | None = None) -> Shown:
    """What portals show, and in which shapes. With `pages` only what those show."""
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(PortalImage),
        base_content_type=ContentType.objects.get_for_model(BasePage),
    ).annotate(page=Cast("object_id", models.BigIntegerField()), image=Cast("to_object_id", models.BigIntegerField()))
    if pages is not None:
        references = references.filter(page__in=pages)
    live = references.filter(page__in=BasePage._base_manager.filter(live=True).values("pk"))
    every = PortalImage._base_manager.all()
    found: Shown = {"pages": (every.filter(pk__in=live.values("image")), OF_PAGES)}
    if pages is None:
        in_use = Look.objects.filter(pk__in=Agency.objects.exclude(look=None).values("look"))
        found["logos"] = (every.filter(pk__in=in_use.values("logo")), ("logo",))
        adverts = every.filter(adverts__state="approved", adverts__ends_on__gte=timezone.localdate())
        found["adverts"] = (every.filter(pk__in=adverts.values("pk")), ("advert",))
        found["banners"] = (every.filter(pk__in=in_use.values("banner")), ("banner",))
    return found


def waiting_images(pages: Collection[int] | None = None) -> Iterator[tuple[PortalImage, list[str]]]:
    """Images that lack pictures, with all that they should have of one format; what is quick to make comes first."""
    for kind in FORMATS:
        for images, names in shown_images(pages).values():
            specs = specs_of(names, kind)
            if not specs:
                continue
            there = Count("renditions", filter=Q(renditions__filter_spec__in=specs))
            keys = images.annotate(there=there).filter(there__lt=len(specs)).order_by("-pk")
            for key in list(keys.values_list("pk", flat=True)):
                image = PortalImage._base_manager.filter(pk=key).prefetch_related("renditions").first()
                if image is not None and not cache.get(_key("no-pictures", image)):
                    yield image, specs


def make_pictures(pages: Collection[int] | None = None, seconds: float = SLICE_SECONDS) -> tuple[int, bool]:
    """Make what is lacking, for so many seconds. Returns how many were made, and whether more is to be done.

    One process at a time does it; another one that asks meanwhile is told that there is more to be done.
    """
    if not cache.add(AT_WORK, True, timeout=TOO_LONG):
        return 0, True
    made, agencies = 0, set()
    try:
        end = time.monotonic() + seconds
        for image, specs in waiting_images(pages):
            if time.monotonic() > end:
                return made, True
            made += _make(image, specs)
            agencies.add(image.agency_id)
        return made, False
    finally:
        cache.delete(AT_WORK)
        if agencies:
            pictures_made.send(sender=PortalImage, agencies=agencies)


def make_missing(now: datetime) -> str:
    """The sweep: makes up for what the jobs after publications missed."""
    made, more = make_pictures()
    return f"{made} made{', more to be done' if more else ''}" if made else ""


def _make(image: PortalImage, specs: list[str]) -> int:
    """Make the pictures of one image that are not there. An image that cannot be read is left alone for a day."""
    lacking = [spec for spec in specs if Filter(spec) not in image.find_existing_renditions(*map(Filter, specs))]
    try:
        with image.open_file() as file, Image.open(file) as opened:
            source = _plain(ImageOps.exif_transpose(opened))
            for spec in lacking:
                _store(image, spec, source)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        logger.warning("image %s cannot be read: no pictures of it", image.pk, exc_info=True)
        cache.set(_key("no-pictures", image), True, timeout=TRIED_AGAIN_AFTER)
        return 0
    forget_pictures(image)
    return len(lacking)


def forget_pictures(image: PortalImage, **_: Any) -> None:
    cache.delete(_key("pictures", image))


def _store(image: PortalImage, spec: str, source: Image.Image) -> None:
    wanted = Filter(spec)
    cut = wanted.get_transform(image, source.size)
    kind = spec.rsplit("-", 1)[1]
    rect, data = cut.get_rect(), BytesIO()
    box = (max(0, rect.left), max(0, rect.top), min(source.width, rect.right), min(source.height, rect.bottom))
    picture = source.resize(cut.size, Image.Resampling.LANCZOS, box=box)
    picture.save(data, kind.upper(), **FORMATS[kind])
    focus = wanted.get_cache_key(image)
    stem = PurePosixPath(image.file.name).stem[-LONGEST_STEM:]
    name = ".".join(part for part in (stem, focus, spec.split("|", maxsplit=1)[0], kind) if part)
    file = ContentFile(data.getvalue(), name=name)
    image.renditions.get_or_create(filter_spec=spec, focal_point_key=focus, defaults={"file": file})


def _plain(source: Image.Image) -> Image.Image:
    """RGB, with transparency where there is any."""
    alpha = "A" in source.getbands() or "transparency" in source.info
    return source.convert("RGBA" if alpha else "RGB")


def _key(what: str, image: PortalImage) -> str:
    """Of the cache: another file has another name."""
    return f"{what}-{image.pk}-{image.file.name}"

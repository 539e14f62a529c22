from __future__ import annotations

from typing import Any

from django import template
from django.forms.utils import flatatt
from django.utils.safestring import SafeString, mark_safe

from portal.pictures import SHAPES, pictures_of
from tenants.models import PortalImage, PortalRendition

register = template.Library()


@register.simple_tag
def picture_for(image: PortalImage | None, shape: str, alt: str = "", **attributes: Any) -> SafeString:
    """`{% picture_for article.image "card" alt="" loading="lazy" %}`: a `<picture>` in a shape of `portal.pictures`.

    It shows what the job has made, and the stored original until then; it makes nothing and never shows a broken
    picture. `alt` is what this place says of the image; an empty one says that it is an ornament here.
    """
    if not image:
        return SafeString("")
    form = SHAPES[shape]
    found = pictures_of(image, form)
    *smaller, common = reversed(form.formats)
    sources = [_source(kind, found[kind], form.sizes) for kind in smaller if found[kind]]
    shown = found[common][-1] if found[common] else image
    own: dict[str, Any] = {"src": shown.file.url, "width": shown.width, "height": shown.height, "alt": alt}
    if len(found[common]) > 1:
        own |= {"srcset": _srcset(found[common]), "sizes": form.sizes}
    own |= {"decoding": "async"} | {name.replace("_", "-"): value for name, value in attributes.items()}
    return mark_safe(f"<picture>{''.join(sources)}<img{flatatt(own)}></picture>")  # noqa: S308  (flatatt escapes)


@register.simple_tag
def picture_url(image: PortalImage | None, shape: str) -> str:
    """The address of the largest picture in a shape that every browser knows; of the original until it is made."""
    if not image:
        return ""
    form = SHAPES[shape]
    common = pictures_of(image, form)[form.formats[0]]
    return str((common[-1] if common else image).file.url)


def _source(kind: str, pictures: list[PortalRendition], sizes: str) -> str:
    more = {"sizes": sizes} if len(pictures) > 1 else {}
    return f"<source{flatatt({'type': f'image/{kind}', 'srcset': _srcset(pictures)} | more)}>"


def _srcset(pictures: list[PortalRendition]) -> str:
    if len(pictures) == 1:
        return str(pictures[0].file.url)
    return ", ".join(f"{picture.file.url} {picture.width}w" for picture in pictures)

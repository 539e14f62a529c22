"""Images as they are kept: drawn anew, upright, in sRGB, no larger than needed, without metadata (place, camera)."""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePosixPath
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from tenants.file_kinds import BEGINNING, MEGABYTE, kind_of
from tenants.media_checks import ending_of

LARGEST = 20 * MEGABYTE
MOST_PIXELS = 60_000_000
"""A large camera's picture. One byte can stand for thousands of pixels, so they are counted before they are drawn."""
LONGEST_SIDE = 2560
"""The widest place on a page has 1216 points, twice that on a fine screen. Until a job has made its pictures, what
is kept here is what readers get: it must be light enough for that."""
ENDINGS = {
    "JPEG": frozenset({"jpg", "jpeg"}),
    "MPO": frozenset({"jpg", "jpeg"}),
    "PNG": frozenset({"png"}),
    "WEBP": frozenset({"webp"}),
    "GIF": frozenset({"gif"}),
    "AVIF": frozenset({"avif"}),
}
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
KEPT_AS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "JPEG": ("JPEG", "jpg", {"quality": 88, "progressive": True, "optimize": True}),
    "MPO": ("JPEG", "jpg", {"quality": 88, "progressive": True, "optimize": True}),
    "PNG": ("PNG", "png", {}),
    "GIF": ("PNG", "png", {}),
    "WEBP": ("WEBP", "webp", {"quality": 90, "method": 4}),
    "AVIF": ("WEBP", "webp", {"quality": 90, "method": 4}),
}
"""What an image becomes: format, ending, how it is written. Of what moves the first picture is kept: movement that
nobody can stop is a barrier (WCAG 2.2.2); a video block has buttons."""
BROKEN = (OSError, SyntaxError, ValueError, TypeError, EOFError, Image.DecompressionBombError)


def clean_image(file: Any) -> SimpleUploadedFile:
    """The image as it is kept. Raises ValidationError with what is wrong and what to do.

    `file`: open for reading, with a name and a size.
    """
    name = file.name or ""
    if file.size > LARGEST:
        text = _("The image has %(size)s; at most %(most)s are taken. Make it smaller.")
        raise ValidationError(text % {"size": filesizeformat(file.size), "most": filesizeformat(LARGEST)})
    _refuse_drawings(name, file)
    try:
        with Image.open(file, formats=FORMATS) as image:
            _check_claims(name, image)
            kept_as, ending, options = KEPT_AS[str(image.format)]
            data = BytesIO()
            _drawn_anew(image, keeps_alpha=kept_as != "JPEG").save(data, kept_as, **options)
    except Image.UnidentifiedImageError:
        raise ValidationError(_("The content is no image that can be shown. Send a JPEG, PNG, WebP or GIF.")) from None
    except BROKEN:
        raise ValidationError(_("The image is damaged or not whole. Save it again and send it once more.")) from None
    finally:
        file.seek(0)
    return SimpleUploadedFile(f"{PurePosixPath(name).stem}.{ending}", data.getvalue(), f"image/{kept_as.lower()}")


def _refuse_drawings(name: str, file: IO[bytes]) -> None:
    if ending_of(name) in {"svg", "svgz"} or (kind_of(file) == "markup" and b"<svg" in _beginning(file)):
        text = _("SVG drawings are not taken: they can carry scripts. Save the drawing as a PNG image and send that.")
        raise ValidationError(text)


def _beginning(file: IO[bytes]) -> bytes:
    head = file.read(BEGINNING)
    file.seek(0)
    return head.lower()


def _check_claims(name: str, image: Image.Image) -> None:
    """What the file says of itself, before anything is unpacked."""
    if ending_of(name) not in ENDINGS[str(image.format)]:
        text = _("By its content the image is %(format)s, but its name ends in .%(ending)s. Give it its right name.")
        raise ValidationError(text % {"format": image.format, "ending": ending_of(name)})
    if image.width * image.height > MOST_PIXELS:
        text = _("The image has %(width)d × %(height)d pixels; at most %(most)d million are taken. Make it smaller.")
        raise ValidationError(text % {"width": image.width, "height": image.height, "most": MOST_PIXELS // 1_000_000})


def _drawn_anew(image: Image.Image, *, keeps_alpha: bool) -> Image.Image:
    """Pixels alone. A JPEG is unpacked no larger than needed."""
    image.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
    image.load()
    drawn = ImageOps.exif_transpose(image)
    profile = image.info.get("icc_profile")
    alpha = keeps_alpha and ("A" in drawn.getbands() or "transparency" in drawn.info)
    drawn = _in_srgb(drawn, profile, "RGBA" if alpha else "RGB")
    drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    drawn.info.clear()
    return drawn


def _in_srgb(image: Image.Image, profile: bytes | None, mode: str) -> Image.Image:
    """The colours that the profile means; one that cannot be read is left out of account."""
    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    if profile and image.mode in {"RGB", "CMYK"}:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            pass
    return image.convert(mode)

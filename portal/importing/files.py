"""Images and attachments of a former site: fetched from its host, checked by content, kept in the agency's library."""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

import filetype
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from portal.importing.fetch import FILE_BYTES, Fetcher
from portal.importing.source import Unreadable, clean
from portal.models import ImportBatch, ImportedFile
from tenants import media_checks
from tenants.image_checks import clean_image
from tenants.models import Agency, PortalDocument, PortalImage

LONGEST_ADDRESS = 500
OTHER_FILES = {"doc", "xls", "ppt", "rar", "7z", "exe", "avi", "wmv", "flv", "swf"}
"""Files that sites link to and that are not taken over: the report names them."""


def ending(address: str) -> str:
    """The ending of the name in an address, in small letters and without its dot."""
    return PurePosixPath(unquote(urlsplit(address).path)).suffix.lower().lstrip(".")


class FileStore:
    """The files of one batch; none is fetched twice, in one run or in a later one. Without a batch nothing is kept."""

    def __init__(self, agency: Agency, fetcher: Fetcher | None, batch: ImportBatch | None) -> None:
        self.agency, self.fetcher, self.batch = agency, fetcher, batch
        self.met: dict[str, Any] = {}

    def image(self, address: str, alt: str) -> PortalImage | None:
        """The image at an address. Raises Unreadable."""
        return self._once(address, lambda data: self._keep_image(address, data, alt))

    def document(self, address: str, title: str) -> PortalDocument | None:
        """The document at an address. Raises Unreadable."""
        return self._once(address, lambda data: self._keep_document(address, data, title))

    def _once(self, address: str, keep: Any) -> Any:
        if self.fetcher is None:
            return None
        if not self.fetcher.may_fetch(address):
            raise Unreadable("not_allowed", address)
        if len(address) > LONGEST_ADDRESS:
            raise Unreadable("bad_file", address[:200])
        if address not in self.met:
            self.met[address] = self._read(address, keep)
        if isinstance(self.met[address], Unreadable):
            raise self.met[address]
        return self.met[address]

    def _read(self, address: str, keep: Any) -> Any:
        """The object, None in a rehearsal, or why it cannot be had."""
        if self.batch is None or self.fetcher is None:
            return None
        known = ImportedFile.objects.filter(batch=self.batch, address=address).select_related("image", "document")
        for row in known:
            if row.image or row.document:
                return row.image or row.document
        try:
            data, _address = self.fetcher.get(address, FILE_BYTES)
            with transaction.atomic():
                return keep(data)
        except Unreadable as error:
            return error

    def _keep_image(self, address: str, data: bytes, alt: str) -> PortalImage:
        kind = filetype.guess_extension(data) or ""
        name = f"{PurePosixPath(unquote(urlsplit(address).path)).stem or 'anh'}.{kind}"
        try:
            file = clean_image(SimpleUploadedFile(name, data))
        except ValidationError as error:
            raise Unreadable("bad_file", f"{address}: {' '.join(error.messages)}") from error
        image = PortalImage(title=(alt or name)[:255], alt_text=alt[:250], collection=self.agency.collection)
        image.file, image.file_size = file, file.size
        image._set_file_hash()
        known = PortalImage._base_manager.filter(agency=self.agency, file_hash=image.file_hash).first()
        if known is None:
            image.save()
        self._row(address, image=known or image, made=known is None)
        return known or image

    def _keep_document(self, address: str, data: bytes, title: str) -> PortalDocument:
        check_document(address, data)
        name = PurePosixPath(unquote(urlsplit(address).path)).name
        document = PortalDocument(title=(clean(title) or name)[:255], collection=self.agency.collection)
        document.file = ContentFile(data, name=name)
        document.file_size = len(data)
        document._set_file_hash()
        known = PortalDocument._base_manager.filter(agency=self.agency, file_hash=document.file_hash).first()
        if known is None:
            document.save()
        self._row(address, document=known or document, made=known is None)
        return known or document

    def _row(self, address: str, *, made: bool, **what: Any) -> None:
        assert self.batch is not None
        ImportedFile.objects.create(agency=self.agency, batch=self.batch, address=address, made=made, **what)


def check_document(address: str, data: bytes) -> None:
    """Whether the content is what the name says. Raises Unreadable."""
    try:
        media_checks.check_document(f"tep.{ending(address)}", BytesIO(data), len(data))
    except ValidationError as error:
        raise Unreadable("bad_file", f"{address}: {' '.join(error.messages)}") from error

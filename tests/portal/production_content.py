"""What the production site of the tests holds beside the world: a file shown by a live article, one that is not."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile

from security.models import User
from tenants.models import PortalDocument
from tests.factories import PASSWORD, make_article
from tests.world import World

SHOWN, HIDDEN = "Báo cáo quý.pdf", "Bản nháp.pdf"
CONTENT = b"%PDF-1.7 " + "nội dung".encode()


def fill() -> None:
    """Add the files, and hash the people's passwords as production does (the tests' own hashing is cheap)."""
    User.objects.update(password=make_password(PASSWORD))
    agency = World().skhcn
    for name, live in ((SHOWN, True), (HIDDEN, False)):
        content = ContentFile(CONTENT + name.encode(), name)
        document = PortalDocument.objects.create(title=name, agency=agency, collection=agency.collection, file=content)
        make_article(agency, title=f"Bài có tệp {name}", live=live, body=[("document", document)])

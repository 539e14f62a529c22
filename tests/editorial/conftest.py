from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from editorial import services
from portal.models import ArticlePage, SectionPage


def make_text(agency: Any, author: Any, title: str = "Bài viết về chuyển đổi số", body: str = "Nội dung.") -> Any:
    """A draft of an author's in the agency's news section, with its first version."""
    section = SectionPage.objects.filter(agency=agency, key="news").first()
    page = section.add_child(
        instance=ArticlePage(title=title, live=False, owner=author, body=[("paragraph", f"<p>{body}</p>")])
    )
    page.save_revision(user=author)
    return ArticlePage.objects.get(pk=page.pk)


def change(page: Any, user: Any, **fields: Any) -> Any:
    """A new version by a user, as the editor would save it."""
    text = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(text, name, value)
    return text.save_revision(user=user)


def again(page: Any) -> Any:
    """The page as the database has it."""
    return type(page).objects.get(pk=page.pk)


HELD = "decided|[Dd]ecision|alias|append-only|archived|kept|cannot|without content"


def refused(door: Any) -> None:
    """The door raises a database error, at the latest when the transaction would be committed."""
    with (
        pytest.raises(
            DatabaseError, match="decided|[Dd]ecision|alias|append-only|archived|kept|cannot|without content"
        ),
        transaction.atomic(),
    ):
        door()
        connection.check_constraints()


@pytest.fixture
def desk(world: Any) -> Any:
    """The department's people, and its texts in the states that tests start from."""
    agency, users = world.skhcn, world.users
    author, member, head = (users[f"{role}_skhcn"] for role in ("author", "board_member", "board_head"))

    def draft(**fields: Any) -> Any:
        return make_text(agency, author, **fields)

    def submitted(**fields: Any) -> Any:
        page = draft(**fields)
        services.submit(page, actor=author, now=timezone.now())
        return again(page)

    def live(**fields: Any) -> Any:
        page = submitted(**fields)
        services.approve(page, actor=member, now=timezone.now())
        return again(page)

    return SimpleNamespace(
        agency=agency, author=author, member=member, head=head, users=users, draft=draft, submitted=submitted, live=live
    )

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F
from django.db.models.functions import ExtractYear

from portal.models.entries import Entry

TITLE_WORDS = SearchVector("title", config="simple")


class FoundBy(models.Model):
    """What the public search finds an entry by; written by portal/find/index.py alone, in SQL.

    Beside the entry and not in it: lists read entries, and none reads this. A common word looks at most of these rows,
    so they are narrow: long vectors lie apart from them (0018).
    """

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="found_by")
    documents = ArrayField(models.BigIntegerField(), default=list)
    """Keys of the files that the page refers to."""
    title = models.TextField()
    """Folded."""
    number = models.CharField(max_length=250, blank=True, db_index=True)
    """12-2025-nd-cp"""
    words = SearchVectorField()
    """Folded words: title and number A, summary B, text C, files D."""
    spelled = SearchVectorField()
    """Words with their diacritics, without those of files."""
    head = SearchVectorField()
    """Title, number and summary, folded and spelled: small, so that putting hundreds in order reads little."""

    # What counts, narrows and orders without a look at page or entry; triggers keep it as it is there (0018).
    kind = models.CharField(max_length=30, default="")
    dated_on = models.DateField(null=True)
    year = models.GeneratedField(
        expression=ExtractYear("dated_on"), output_field=models.SmallIntegerField(null=True), db_persist=True
    )
    live = models.BooleanField(default=False)
    language = models.CharField(max_length=5, default="")
    agency = models.ForeignKey("tenants.Agency", models.CASCADE, related_name="+", null=True, db_index=False)
    province = models.ForeignKey("tenants.Agency", models.CASCADE, related_name="+", null=True, db_index=False)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        indexes = [
            GinIndex(fields=["documents"], name="found_by_documents"),
            # One for all: what it answers by itself needs no vector unpacked.
            GinIndex(F("words"), F("spelled"), TITLE_WORDS, F("province"), F("agency"), name="found_by_words"),
            GinIndex(fields=["title"], name="found_by_title", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.title


class TitleWord(models.Model):
    """A word of the titles that a province's readers can find, for "did you mean"; rebuilt by a job."""

    province = models.ForeignKey("tenants.Agency", models.CASCADE, related_name="+")
    language = models.CharField(max_length=5)
    word = models.CharField(max_length=40)
    """As it is mostly written."""
    folded = models.CharField(max_length=40)
    number = models.IntegerField()
    """How many titles have it."""

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["province", "language", "folded"], name="title_word_folded"),
            GinIndex(fields=["folded"], name="title_word_similar", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.word

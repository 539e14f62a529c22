"""Merge Thái Bình into Hưng Yên on the demo, as the reform of 2025 did: its districts and departments first."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone, translation

from portal.demo.reform import merge_province
from tenants.hosts import forget_hosts
from tenants.models import Agency


class Command(BaseCommand):
    help = "Merge Thái Bình into Hưng Yên on the demo. Interrupted, it goes on where it stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rehearse", action="store_true", help="undo everything at the end")

    def handle(self, *args: Any, **options: Any) -> None:
        provinces = {each.slug: each for each in Agency.objects.filter(slug__in=["thaibinh", "hungyen"])}
        if len(provinces) < 2 or not all(each.is_demo for each in provinces.values()):
            raise CommandError("This is for the demo: load it first (manage.py demo).")
        old, new = provinces["thaibinh"], provinces["hungyen"]
        if old.successor_id is not None:
            self.stdout.write(f"{old} has been merged into {old.successor} already.")
            return
        with translation.override("vi"):
            if options["rehearse"]:
                self._rehearse(old, new)
            else:
                merge_province(old, new, now=timezone.now(), say=self.stdout.write)

    def _rehearse(self, old: Agency, new: Agency) -> None:
        try:
            with transaction.atomic():
                merge_province(old, new, now=timezone.now(), say=self.stdout.write)
                transaction.set_rollback(True)
        finally:
            forget_hosts()
        self.stdout.write("All of it was undone.")

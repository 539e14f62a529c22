"""Load the demo provinces. What is there already stays as it is, so an interrupted run can be finished."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from tqdm import tqdm

from portal.demo import content
from portal.demo.agencies import build_province, departments
from portal.demo.looks import build_look
from portal.demo.pages import build_articles
from portal.demo.people import build_people, build_superuser, demo_password
from tenants.models import Agency
from tenants.providers import provided
from tenants.services import seed_official_days

YEARS_BEFORE, YEARS_AFTER = 2, 1


class Command(BaseCommand):
    help = "Load the demo: five provinces, their people, articles and questions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--province", action="append", help="only this one (a key of departments.toml)")

    def handle(self, *args: Any, **options: Any) -> None:
        demo_password()
        now = timezone.now()
        seed_official_days(range(now.year - YEARS_BEFORE, now.year + YEARS_AFTER + 1))
        build_superuser(now)
        keys = options["province"] or list(departments())
        with tqdm(desc="Agencies and their texts", unit="", disable=options["verbosity"] < 1) as bar:
            for key in keys:
                self._load(key, now, bar)

    def _load(self, key: str, now: Any, bar: Any) -> None:
        if Agency.objects.filter(slug=key, successor__isnull=False).exists():
            return
        contents = {portal.agency: portal for portal in content.load(key)}
        shown: list[Agency] = []
        for agency in build_province(key, contents, now):
            bar.update()
            if agency.name in contents:
                shown.append(agency)
        missing = set(contents) - {agency.name for agency in shown}
        if missing:
            raise LookupError(f"demo texts of bodies that {key} does not have: {', '.join(sorted(missing))}")
        for agency in shown:
            texts = contents[agency.name]
            people = build_people(agency, now)
            build_look(agency, now)
            bar.update(build_articles(agency, texts, people, now))
            provided("demo_questions", agency, texts.questions, people, now)

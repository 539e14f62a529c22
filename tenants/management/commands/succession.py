"""Plan, preview, rehearse, run, resume and look up successions of agencies (docs/decisions/0013-succession.md)."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tenants.models import Agency, Succession, SuccessionKind, SuccessionStep
from tenants.succession import running
from tenants.succession.diagrams import diagrams
from tenants.succession.heirs import heir
from tenants.succession.planning import SuccessionSpec, plan_succession
from tenants.transitions import LifeError


class Command(BaseCommand):
    help = "Successions of agencies: merge, split, dissolve."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--actor", default="", help="user name of the person who answers for it")
        ways = parser.add_subparsers(dest="way", required=True)
        plan = ways.add_parser("plan", help="write down who takes whose place")
        plan.add_argument("--kind", choices=SuccessionKind.values, required=True)
        plan.add_argument("--from", dest="ends", nargs="+", required=True, metavar="KEY", help="agencies that end")
        plan.add_argument("--to", nargs="+", required=True, metavar="KEY", help="successors, the main one first")
        plan.add_argument("--decision", required=True, help="number of the decision and who issued it")
        plan.add_argument("--decided-on", type=_day, required=True, metavar="YYYY-MM-DD")
        plan.add_argument("--effective-on", type=_day, required=True, metavar="YYYY-MM-DD")
        plan.add_argument("--across-provinces", action="store_true")
        plan.add_argument("--question", nargs="*", default=[], metavar="CODE=KEY", help="an open question's successor")
        plan.add_argument("--person", nargs="*", default=[], metavar="USER=KEY", help="a person's successor")
        for name, text in (
            ("preview", "count what would be handed over and what is in the way"),
            ("rehearse", "run everything and undo it"),
            ("run", "carry it out"),
            ("resume", "go on where it stopped"),
            ("cancel", "withdraw a plan"),
        ):
            ways.add_parser(name, help=text).add_argument("number", type=int)
        ways.add_parser("status", help="all successions, or the steps of one").add_argument(
            "number", type=int, nargs="?"
        )
        ways.add_parser("states", help="print the tables of states as diagrams")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['way']}")(_person(options["actor"]), options)
        except PermissionDenied:
            raise CommandError("This person does not oversee all of these agencies.") from None
        except ValidationError as error:
            lines = [f"{field}: {text}" for field, texts in error.message_dict.items() for text in texts]
            raise CommandError("\n".join(lines)) from None
        except (LifeError, running.SuccessionStopped) as error:
            raise CommandError(str(error)) from error

    def _plan(self, actor: Any, options: dict[str, Any]) -> None:
        successors = [_agency(key) for key in options["to"]]
        spec = SuccessionSpec(
            kind=options["kind"],
            predecessors=[_agency(key) for key in options["ends"]],
            successors=successors,
            heir=successors[0],
            decision=options["decision"],
            decided_on=options["decided_on"],
            effective_on=options["effective_on"],
            across_provinces=options["across_provinces"],
            questions=_assignments(options["question"]),
            people=_assignments(options["person"]),
        )
        plan = plan_succession(spec, actor=actor, now=timezone.now())
        self.stdout.write(f"{plan.pk}: {plan}")

    def _preview(self, actor: Any, options: dict[str, Any]) -> None:
        for found in running.preview(_succession(options), actor=actor, now=timezone.now()):
            self.stdout.write(f"{found.predecessor} – {found.label}")
            for finding in found.findings:
                self.stdout.write(f"  {finding.level:<9} {finding.text}")

    def _rehearse(self, actor: Any, options: dict[str, Any]) -> None:
        for step in running.rehearse(_succession(options), actor=actor, now=timezone.now()):
            self._show(step)
        self.stdout.write("All of it was undone.")

    def _run(self, actor: Any, options: dict[str, Any]) -> None:
        plan = running.run(_succession(options), actor=actor, now=timezone.now(), on_step=self._show)
        self.stdout.write(str(plan.get_state_display()))

    def _resume(self, actor: Any, options: dict[str, Any]) -> None:
        plan = running.resume(_succession(options), actor=actor, now=timezone.now(), on_step=self._show)
        self.stdout.write(str(plan.get_state_display()))

    def _cancel(self, actor: Any, options: dict[str, Any]) -> None:
        plan = running.cancel(_succession(options), actor=actor, now=timezone.now())
        self.stdout.write(str(plan.get_state_display()))

    def _status(self, actor: Any, options: dict[str, Any]) -> None:
        if options["number"]:
            plan = _succession(options)
            self.stdout.write(f"{plan.pk}: {plan} – {plan.get_state_display()} {plan.error}".rstrip())
            for step in plan.steps.select_related("predecessor"):
                self._show(step)
            return
        for plan in Succession.objects.prefetch_related("predecessors", "successors"):
            ends, heirs = (", ".join(map(str, rows.all())) for rows in (plan.predecessors, plan.successors))
            self.stdout.write(f"{plan.pk}: {plan}: {ends} → {heirs} – {plan.get_state_display()}")

    def _states(self, actor: Any, options: dict[str, Any]) -> None:
        self.stdout.write(diagrams())

    def _show(self, step: SuccessionStep) -> None:
        result = heir(step.name).told(step.result)
        mark = "done" if step.done_at else "open"
        self.stdout.write(f"  {step.number:>3} {mark} {step.name:<10} {step.predecessor}: {result}".rstrip(": "))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is no day like 2025-07-01") from None


def _person(username: str) -> Any:
    """The acting person; None, the system itself, without a name."""
    if not username:
        return None
    user = get_user_model().objects.filter(username=username).first()
    if user is None:
        raise CommandError(f"There is no user {username}.")
    return user


def _agency(key: str) -> Agency:
    agency = Agency.objects.select_related("province", "parent").filter(slug=key).first()
    if agency is None:
        raise CommandError(f"There is no agency with the key {key}.")
    return agency


def _assignments(pairs: list[str]) -> dict[str, Agency]:
    found = {}
    for pair in pairs:
        name, _sign, key = pair.partition("=")
        found[name] = _agency(key)
    return found


def _succession(options: dict[str, Any]) -> Succession:
    plan = Succession.objects.filter(pk=options["number"]).first()
    if plan is None:
        raise CommandError(f"There is no succession {options['number']}.")
    return plan

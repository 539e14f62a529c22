from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from portal.storm.manifest import StormKeyError, differences, private_key, public_key, public_pem
from portal.storm.places import folder_of, hosts_with_copy
from portal.storm.switch import is_on, turn
from portal.storm.write import portals, write_all, write_copy
from tenants.providers import provided


class Command(BaseCommand):
    help = "The storm copy: write and verify it, turn storm mode on and off. verify, on and off need no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        write = actions.add_parser("write", help="write the copies of all portals, or of those named")
        write.add_argument("host", nargs="*", help="host names")
        verify = actions.add_parser("verify", help="check signature, sums, missing and extra files of a copy")
        verify.add_argument("where", nargs="+", help="host names, or folders of copies")
        verify.add_argument("--public-key", type=Path, help="file with the public key; default: that of this server")
        actions.add_parser("key", help="print the public key; the first time the key is made")
        actions.add_parser("import", help="import the questions that came in during a storm")
        actions.add_parser("list", help="list the portals that have a copy, and whether storm mode is on")
        for name in ("on", "off"):
            switch = actions.add_parser(name, help=f"turn storm mode {name}")
            switch.add_argument("host", nargs="*", help="host names; * stands for any letters: '*.hungyen.gov.vn'")
            switch.add_argument("--all", action="store_true", help="every portal that has a copy")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        act: dict[str, Callable[[dict[str, Any]], None]] = {
            "write": self._write,
            "verify": self._verify,
            "key": self._key,
            "list": self._list,
            "import": self._import,
            "on": self._switch,
            "off": self._switch,
        }
        try:
            act[action]({**options, "action": action})
        except (StormKeyError, ValueError) as error:
            raise CommandError(str(error)) from None

    def _write(self, options: dict[str, Any]) -> None:
        now, wanted = timezone.now(), set(options["host"])
        if not wanted:
            number, gone = write_all(now)
            self.stdout.write(f"{number} portals are up to date, {gone} copies were removed.")
            return
        rows = list(portals().filter(hostname__in=wanted))
        if missing := wanted - {row.hostname for row in rows}:
            raise CommandError(f"No portal answers on: {', '.join(sorted(missing))}")
        for row in rows:
            self.stdout.write(f"{row.hostname}: {write_copy(row, now)} files written")

    def _verify(self, options: dict[str, Any]) -> None:
        key, bad = self._public_key(options["public_key"]), 0
        for where in options["where"]:
            folder = Path(where) if Path(where).is_dir() else folder_of(where)
            found = list(differences(folder, key))
            bad += bool(found)
            self.stdout.write(f"{where}: {'is NOT as it was signed' if found else 'is as it was signed'}")
            for line in found:
                self.stdout.write(f"  {line}")
        if bad:
            raise CommandError(f"{bad} of {len(options['where'])} copies are not as they were signed.")

    @staticmethod
    def _public_key(path: Path | None) -> Ed25519PublicKey:
        if path is None:
            return private_key(settings.STORM_KEY_FILE).public_key()
        try:
            return public_key(path.read_bytes())
        except OSError as error:
            raise StormKeyError(f"{path} cannot be read: {error.strerror}") from error

    def _key(self, _options: dict[str, Any]) -> None:
        self.stdout.write(public_pem(private_key(settings.STORM_KEY_FILE)).decode(), ending="")

    def _import(self, _options: dict[str, Any]) -> None:
        self.stdout.write(provided("import_storm_questions", timezone.now()) or "No question waits.")

    def _list(self, _options: dict[str, Any]) -> None:
        for host in hosts_with_copy():
            self.stdout.write(f"{'on ' if is_on(host) else 'off'} {host}")

    def _switch(self, options: dict[str, Any]) -> None:
        wanted = options["host"] or (["*"] if options["all"] else [])
        if not wanted:
            raise CommandError("Name host names, or say --all.")
        known = hosts_with_copy()
        for pattern in wanted:
            if not any(fnmatch(host, pattern) for host in known):
                raise CommandError(f"No portal with a storm copy is called {pattern}. `storm list` lists them.")
        hosts = [host for host in known if any(fnmatch(host, pattern) for pattern in wanted)]
        on = options["action"] == "on"
        turn(hosts, on=on, by="manage.py storm", now=timezone.now())
        self.stdout.write(f"Storm mode is {options['action']} for {len(hosts)} portals.")

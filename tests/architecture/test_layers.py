"""The layers of the house: imports go downward only, and every app that is installed can be imported."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from portal.celery import JOB_TABLE
from tenants.evidence.clauses import clause_ids
from tests.architecture.house import APPS, ROOT, modules

LAYERS = (("reporting",), ("portal", "qa_inbox"), ("editorial", "security"), ("tenants",))
COMPOSITION = ("portal/settings/", "portal/urls.py", "portal/admin_urls.py", "portal/celery.py", "portal/wsgi.py")


def test_the_contract_of_the_layers_is_kept() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, "1 kept, 0 broken" in done.stdout) == (0, True), done.stdout + done.stderr


def test_the_contract_names_every_layer() -> None:
    """Otherwise an app could drop out of it without a sign."""
    text = (ROOT / "pyproject.toml").read_text()
    for layer in LAYERS:
        assert f'"{" | ".join(layer)}"' in text
    assert "ignore_imports = []" in text


def test_nothing_is_imported_upwards_inside_a_function_either() -> None:
    """The contract sees those too; this finds the names that are only written as text."""
    rank = {app: number for number, layer in enumerate(LAYERS) for app in layer}
    for name, source in modules():
        app = name.split("/")[0]
        if app not in rank or name.startswith(COMPOSITION):
            continue
        for node in ast.walk(ast.parse(source)):
            called = node.func if isinstance(node, ast.Call) else None
            function = getattr(called, "id", getattr(called, "attr", ""))
            if function not in {"import_module", "import_string"} or not isinstance(node, ast.Call):
                continue
            for argument in node.args:
                target = str(getattr(argument, "value", "")).split(".")[0]
                assert target not in rank or rank[target] >= rank[app], f"{name}:{node.lineno} imports {target}"


@pytest.mark.parametrize("app", settings.INSTALLED_APPS)
def test_every_installed_app_can_be_imported(app: str) -> None:
    """A resolver's success proves nothing: one add-on installs and fails at import."""
    importlib.import_module(app)


@pytest.mark.parametrize("middleware", settings.MIDDLEWARE)
def test_every_middleware_can_be_imported(middleware: str) -> None:
    assert callable(import_string(middleware))


@pytest.mark.parametrize("job", JOB_TABLE, ids=lambda job: job[0])
def test_every_job_has_a_function_and_a_clause(job: tuple[str, str, Any, timedelta, str, str]) -> None:
    _name, function, schedule, missed_after, clause, label = job
    assert callable(import_string(function))
    assert clause in clause_ids()
    assert label
    assert missed_after > getattr(schedule, "run_every", timedelta())


def test_every_job_has_its_own_name() -> None:
    names = [job[0] for job in JOB_TABLE]
    assert len(names) == len(set(names))


def test_every_app_of_ours_is_installed() -> None:
    assert set(APPS) <= set(settings.INSTALLED_APPS)
    assert not (ROOT / "portal/__init__.py").read_text().strip()

"""What the tests of the house look at: the files that make up the project."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("portal", "tenants", "editorial", "qa_inbox", "security", "reporting")
AT_ROOT = ("tests", "bench", "deploy", "docs", "templates", "static", "locale", ".ci", *APPS)
TEXT = {
    ".py",
    ".html",
    ".txt",
    ".md",
    ".toml",
    ".css",
    ".js",
    ".xml",
    ".tsv",
    ".csv",
    ".yml",
    ".conf",
    ".inc",
    ".service",
    "",
}


def committed() -> list[Path]:
    """Files of the project: those that git knows, or, where there is no git, all that are not made by running it."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        files = [ROOT / name for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        folders = (ROOT / name for name in AT_ROOT)
        inside = (path for folder in folders if folder.is_dir() for path in folder.rglob("*"))
        files = [path for path in (*ROOT.iterdir(), *inside) if path.is_file() and "__pycache__" not in path.parts]
    return sorted(path for path in files if path.is_file())


def texts() -> Iterator[tuple[str, str]]:
    """Name and content of every file that is text."""
    for path in committed():
        if path.suffix in TEXT and path.name != "LICENSE":
            yield str(path.relative_to(ROOT)), path.read_text()


def modules() -> Iterator[tuple[str, str]]:
    """Name and source of every Python file that somebody wrote; Django writes migrations."""
    for name, text in texts():
        if name.endswith(".py") and "/migrations/" not in name:
            yield name, text


def functions(source: str) -> Iterator[tuple[str, int]]:
    """Name and number of lines of every function."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1

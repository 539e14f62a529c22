"""Where the project's own files cite a clause: the file and, in Python, the class, function or constant around it."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tenants.evidence.clauses import cited_in, is_known

SOURCE_FOLDERS = (
    "portal",
    "tenants",
    "editorial",
    "qa_inbox",
    "security",
    "reporting",
    "templates",
    "static",
    "deploy",
)
SOURCE_SUFFIXES = frozenset({".py", ".html", ".txt", ".css", ".js", ".conf"})
OWN_FOLDER = "tenants/evidence/"

Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True, order=True)
class Place:
    """A file (path from the project's root) and the dotted name in it, empty for the file as a whole."""

    file: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.file}::{self.name}" if self.name else self.file


def source_files(root: Path) -> Iterator[tuple[str, str]]:
    """Path from the root and text of every file that may cite a clause."""
    for folder in SOURCE_FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            relative = path.relative_to(root).as_posix()
            if path.suffix in SOURCE_SUFFIXES and not relative.startswith(OWN_FOLDER) and path.is_file():
                yield relative, path.read_text(encoding="utf-8")


def cited_by_code(root: Path) -> tuple[dict[str, set[Place]], dict[str, set[Place]]]:
    """Places by clause, and apart from them the places that cite an id which is not on the list."""
    known: dict[str, set[Place]] = {}
    unknown: dict[str, set[Place]] = {}
    for file, text in source_files(root):
        citations = cited_in(text)
        names = _names_at(file, text, [offset for offset, _ in citations])
        for (_, clause), name in zip(citations, names, strict=True):
            (known if is_known(clause) else unknown).setdefault(clause, set()).add(Place(file, name))
    return known, unknown


def _names_at(file: str, text: str, offsets: list[int]) -> list[str]:
    """The dotted name around each offset."""
    if not offsets or not file.endswith(".py"):
        return [""] * len(offsets)
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    tree = ast.parse(text)
    return [_name_at(tree, bisect_right(starts, offset)) for offset in offsets]


def _name_at(node: ast.Module | Scope, line: int) -> str:
    """Name of the innermost scope or constant on a line; a string below a constant is its documentation."""
    before = ""
    for child in node.body:
        if _first_line(child) <= line <= (child.end_lineno or child.lineno):
            if isinstance(child, Scope):
                return ".".join(filter(None, (child.name, _name_at(child, line))))
            is_text = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
            return before if is_text else _constant(node, child)
        before = _constant(node, child)
    return ""


def _first_line(node: ast.stmt) -> int:
    decorators = node.decorator_list if isinstance(node, Scope) else []
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _constant(parent: ast.Module | Scope, node: ast.stmt) -> str:
    """The name that a statement of a module or class assigns, empty for any other statement."""
    if isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef):
        return ""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return targets[0].id if len(targets) == 1 and isinstance(targets[0], ast.Name) else ""

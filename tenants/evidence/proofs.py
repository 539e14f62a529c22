"""Which tests cite a clause with `@pytest.mark.clause(...)`, read from the test files without running them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tenants.evidence.sources import Place

TEST_FOLDER = "tests"
MARK = "clause"


def cited_by_tests(root: Path) -> dict[str, set[Place]]:
    """Tests by clause. A mark on a test, its class, its parameters or its module counts alike."""
    proofs: dict[str, set[Place]] = {}
    for path in sorted((root / TEST_FOLDER).rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        if f"mark.{MARK}(" not in text:
            continue
        tree = ast.parse(text)
        for name, clause in _marked(tree.body, "", _module_marks(tree)):
            proofs.setdefault(clause, set()).add(Place(path.relative_to(root).as_posix(), name))
    return proofs


def _marked(body: list[ast.stmt], prefix: str, inherited: list[str]) -> Iterator[tuple[str, str]]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            marks = inherited + [mark for decorator in node.decorator_list for mark in _marks(decorator)]
            yield from _marked(node.body, f"{prefix}{node.name}.", marks)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test"):
            own = [mark for decorator in node.decorator_list for mark in _marks(decorator)]
            yield from ((f"{prefix}{node.name}", clause) for clause in inherited + own)


def _module_marks(tree: ast.Module) -> list[str]:
    """Ids in `pytestmark = ...`."""
    return [
        mark
        for node in tree.body
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "pytestmark" for t in node.targets)
        for mark in _marks(node.value)
    ]


def _marks(node: ast.expr) -> list[str]:
    """Ids in every clause mark within an expression."""
    return [
        argument.value
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == MARK
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]

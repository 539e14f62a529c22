"""Holds tests to the list of clauses: a mark names clauses that exist, and a test proves at most three."""

from collections.abc import Iterable

import pytest

from tenants.evidence.clauses import clause_ids

MOST = 3


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "clause(*ids): the test proves these clauses of the regulations, at most three")


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    """Ends the run before it begins when a mark is wrong."""
    faults = [fault for item in items for fault in faults_of(item)]
    if faults:
        raise pytest.UsageError(*sorted(set(faults)))


def faults_of(item: pytest.Item) -> list[str]:
    """What is wrong with the clauses of one test."""
    marks = list(item.iter_markers("clause"))
    cited = list(dict.fromkeys(clause for mark in marks for clause in mark.args))
    faults = [f"{item.nodeid}: there is no clause {clause!r}" for clause in cited if clause not in clause_ids()]
    if marks and not cited:
        faults.append(f"{item.nodeid}: the clause mark names no clause")
    if len(cited) > MOST:
        faults.append(f"{item.nodeid}: proves {len(cited)} clauses, at most {MOST} are allowed: {', '.join(cited)}")
    return faults

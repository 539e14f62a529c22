"""Evidence that the portals keep the regulations: what each clause asks, and which values, code and tests serve it."""

from tenants.evidence.clauses import AREAS, Clause, clause_ids, load_clauses
from tenants.evidence.gather import ClauseValues, Evidence, Report, gather, regulation_rows, shown_value
from tenants.evidence.page import render_page

__all__ = [
    "AREAS",
    "Clause",
    "ClauseValues",
    "Evidence",
    "Report",
    "clause_ids",
    "gather",
    "load_clauses",
    "regulation_rows",
    "render_page",
    "shown_value",
]

"""The public search over the catalogue (docs/decisions/0020-search.md).

folding: what counts as the same word · query: what was typed → what PostgreSQL is asked · index: what is found by ·
results: found rows, facets, order · excerpts: marked texts · suggestions: as one types, and "did you mean" · views.
"""

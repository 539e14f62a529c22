"""PostgreSQL search that folds Vietnamese diacritics in both full-text and as-you-type queries."""

from typing import Any

from modelsearch.backends.database.postgres.postgres import PostgresSearchBackend


class SearchBackend(PostgresSearchBackend):
    """The backend's own autocomplete is bound to `simple`; ours uses the same configuration as the full search."""

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.autocomplete_config = self.config

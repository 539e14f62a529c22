"""How often pages are read, without a word of who reads them (docs/decisions/0025-visits.md)."""

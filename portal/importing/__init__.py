"""Bringing an existing site in: readers of its forms, the cleaning of its texts, and the board's word (VL.30a)."""

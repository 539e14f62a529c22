"""Adverts (TB.8): marked, outside the text, approved by the board, and closed at once (docs/decisions/0023)."""

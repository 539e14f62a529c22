"""Flat illustrated scenes drawn with Pillow: canvas and palettes below, land, buildings and things above, scenes on top."""

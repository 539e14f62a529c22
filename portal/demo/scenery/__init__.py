"""Flat illustrated scenes drawn with Pillow: canvas and palettes; land, plants, buildings, things; scenes on top."""

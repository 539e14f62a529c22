"""Demo data: invented texts (content/) and drawn pictures (images.py) for the portals shown in full."""

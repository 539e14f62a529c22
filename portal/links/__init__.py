"""Broken links: collected from published pages, checked by a job, listed to those who can correct them."""

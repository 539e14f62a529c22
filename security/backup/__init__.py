"""Backup and restore: proven, encrypted copies of database and media in two places.

VL.8.1a, VL.19.2b, TN.11.2 and HY.12.4 ask for it; docs/decisions/0005-backup.md says how and why.
"""

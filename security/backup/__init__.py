"""Backup and restore: a proven, encrypted copy of database and media in two places (VL.8.1a, VL.19.2b, TN.11.2, HY.12.4).

docs/decisions/0005-backup.md says how and why.
"""

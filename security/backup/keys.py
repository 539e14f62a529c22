"""The key pair of the backups (age, X25519). The server knows the public half only."""

from __future__ import annotations

import os
from pathlib import Path

import pyrage

from security.backup.errors import BackupError

DEMO = "demo-backup-key"
DEMO_WARNING = (
    "# DEMO KEY. It lies beside the backups that it opens, so it protects nothing.\n"
    "# For real use make a pair with `manage.py backup_key FILE` and keep FILE off this server.\n"
)


def make_pair(private: Path, heading: str = "") -> str:
    """Write a new private key to a file that does not exist yet, readable by its owner only; return the public half.

    Raises BackupError where the file exists or cannot be written.
    """
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        private.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise BackupError(f"{private} exists already; a key is never overwritten.") from None
    except OSError as error:
        raise BackupError(f"{private} cannot be written: {error.strerror}.") from None
    with os.fdopen(descriptor, "w") as file:
        file.write(f"{heading}# public key: {public}\n{identity}\n")
    return public


def ensure_demo_pair(folder: Path) -> str:
    """The demo's public key; its pair is made in `folder` at the first call. The files say what they are worth."""
    private, public = folder / f"{DEMO}.txt", folder / f"{DEMO}.pub"
    if not public.exists():
        private.unlink(missing_ok=True)
        public.write_text(make_pair(private, DEMO_WARNING) + "\n")
    return public.read_text().strip()


def recipient(public: str) -> pyrage.x25519.Recipient:
    """Raises BackupError when there is no public key, or what stands there is none."""
    if not public:
        raise BackupError("BACKUP_PUBLIC_KEY is not set: make a pair with `manage.py backup_key FILE`.")
    try:
        return pyrage.x25519.Recipient.from_str(public)
    except pyrage.RecipientError:
        raise BackupError("BACKUP_PUBLIC_KEY is no public key of age (age1…).") from None


def identity(file: Path) -> pyrage.x25519.Identity:
    """The private key in a file. Raises BackupError when none stands in it."""
    try:
        lines = [line.strip() for line in file.read_text().splitlines()]
        keys = [line for line in lines if line and not line.startswith("#")]
        return pyrage.x25519.Identity.from_str(keys[0])
    except OSError as error:
        raise BackupError(f"{file} cannot be read: {error.strerror}.") from None
    except (IndexError, UnicodeDecodeError, pyrage.IdentityError):
        raise BackupError(f"{file} holds no private key (AGE-SECRET-KEY-1…).") from None

"""What a copy consists of, signed: whoever has the public key can tell that nobody changed, took or added a file."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

FORMAT = 1
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"


class StormKeyError(Exception):
    """A key cannot be read, or is none."""


@dataclass(frozen=True)
class FileState:
    """`revision`: the version of the text that the file shows; 0 for what is gathered anew each time."""

    sha256: str
    size: int
    revision: int = 0

    @classmethod
    def of(cls, content: bytes, revision: int = 0) -> FileState:
        return cls(hashlib.sha256(content).hexdigest(), len(content), revision)


def manifest_bytes(host: str, agency: str, now: datetime, files: Mapping[str, FileState], *, dress: str = "") -> bytes:
    """The manifest as it is signed: path → SHA-256, size and version of each file.

    `dress`: what all pages were rendered with; files of another dress are rendered anew.
    """
    said: dict[str, Any] = {"format": FORMAT, "host": host, "agency": agency, "written_at": now.isoformat()}
    said |= {"dress": dress, "files": {path: vars(state) for path, state in sorted(files.items())}}
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def read_files(manifest: bytes, dress: str | None = None) -> dict[str, FileState]:
    """The files that a manifest names; none where it is not one of ours, or tells of another dress."""
    try:
        said = json.loads(manifest)
        if said["format"] != FORMAT or dress not in {None, said["dress"]}:
            return {}
        return {str(path): FileState(**row) for path, row in said["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def signature(manifest: bytes, key: Ed25519PrivateKey) -> bytes:
    return base64.b64encode(key.sign(manifest)) + b"\n"


def private_key(path: Path) -> Ed25519PrivateKey:
    """The signing key, made at its first use and readable by its owner alone. Raises StormKeyError."""
    if not path.exists():
        _make_key(path)
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise StormKeyError(f"The key {path} cannot be read: {error}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise StormKeyError(f"{path} is no Ed25519 key.")
    return key


def _make_key(path: Path) -> None:
    """Complete before it has its name, so that two first users end with the same key."""
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
    try:
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(beside)
    finally:
        beside.unlink()


def public_pem(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def public_key(pem: bytes) -> Ed25519PublicKey:
    """Raises StormKeyError."""
    try:
        key = serialization.load_pem_public_key(pem)
    except (ValueError, TypeError) as error:
        raise StormKeyError(f"This is no public key: {error}") from error
    if not isinstance(key, Ed25519PublicKey):
        raise StormKeyError("This is no Ed25519 key.")
    return key


def differences(folder: Path, key: Ed25519PublicKey) -> Iterator[str]:
    """What is not as it was signed, in plain words; nothing where all is well."""
    try:
        manifest, signed = (folder / MANIFEST).read_bytes(), (folder / SIGNATURE).read_bytes()
    except OSError as error:
        yield f"{error.filename}: cannot be read ({error.strerror}). Without manifest and signature nothing is proven."
        return
    try:
        key.verify(base64.b64decode(signed, validate=False), manifest)
    except (InvalidSignature, ValueError):
        yield f"{SIGNATURE}: the manifest was not signed with this key, or was changed afterwards."
        return
    said: dict[str, Any] = json.loads(manifest)
    if said.get("format") != FORMAT:
        yield f"{MANIFEST}: format {said.get('format')!r} is not known to this program."
        return
    yield from _file_differences(folder, read_files(manifest))


def _file_differences(folder: Path, files: Mapping[str, FileState]) -> Iterator[str]:
    for path, state in files.items():
        try:
            found = FileState.of((folder / path).read_bytes(), state.revision)
        except OSError as error:
            yield f"{path}: is in the manifest, but cannot be read ({error.strerror})."
            continue
        if found != state:
            yield f"{path}: was changed; {found.size} bytes, {state.size} were signed."
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if is_file(path)}
    for path in sorted(there - files.keys() - {MANIFEST, SIGNATURE}):
        yield f"{path}: is there, but not in the manifest."


def is_file(path: Path) -> bool:
    """Anything but a folder; a link to one counts as a file, for it leads out of the copy."""
    return path.is_symlink() or not path.is_dir()

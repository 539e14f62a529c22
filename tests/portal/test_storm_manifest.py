"""The storm copy's manifest: whoever has the public key sees every change."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from portal.storm.manifest import (
    MANIFEST,
    SIGNATURE,
    FileState,
    StormKeyError,
    differences,
    manifest_bytes,
    private_key,
    public_key,
    public_pem,
    signature,
)
from portal.storm.places import safe

NOW = dt.datetime(2026, 9, 10, 3, 0, tzinfo=dt.UTC)
FILES = {"index.html": b"<p>B\xc3\xa3o s\xe1\xbb\x91 6</p>", "tin-tuc/index.html": b"Tin"}


@pytest.fixture
def key(tmp_path: Path) -> Ed25519PrivateKey:
    return private_key(tmp_path / "keys" / "storm.pem")


@pytest.fixture
def folder(tmp_path: Path, key: Ed25519PrivateKey) -> Path:
    made = tmp_path / "copy"
    for path, content in FILES.items():
        (made / path).parent.mkdir(parents=True, exist_ok=True)
        (made / path).write_bytes(content)
    states = {path: FileState.of(content) for path, content in FILES.items()}
    manifest = manifest_bytes("hungyen.gov.vn", "hungyen", NOW, states)
    (made / MANIFEST).write_bytes(manifest)
    (made / SIGNATURE).write_bytes(signature(manifest, key))
    return made


def test_an_untouched_copy_is_as_it_was_signed(folder: Path, key: Ed25519PrivateKey) -> None:
    assert list(differences(folder, public_key(public_pem(key)))) == []


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (
            lambda folder: (folder / "index.html").write_bytes(b"x" * len(FILES["index.html"])),
            "index.html: was changed",
        ),
        (lambda folder: (folder / "index.html").unlink(), "index.html: is in the manifest"),
        (lambda folder: (folder / "tin-tuc" / "la.html").write_bytes(b""), "tin-tuc/la.html: is there, but not"),
        (lambda folder: (folder / "lien-ket").symlink_to("/etc"), "lien-ket: is there, but not"),
        (lambda folder: (folder / MANIFEST).unlink(), "cannot be read"),
        (lambda folder: (folder / SIGNATURE).unlink(), "cannot be read"),
        (
            lambda folder: (folder / SIGNATURE).write_bytes(b"bm90IGEgc2lnbmF0dXJl"),
            "manifest.sig: the manifest was not",
        ),
        (lambda folder: (folder / SIGNATURE).write_bytes(b"\xff\xff"), "manifest.sig: the manifest was not"),
        (lambda folder: _append(folder / MANIFEST), "manifest.sig: the manifest was not"),
    ],
)
def test_every_damage_is_told(folder: Path, key: Ed25519PrivateKey, damage: object, said: str) -> None:
    damage(folder)  # type: ignore[operator]
    (line,) = differences(folder, key.public_key())
    assert said in line


def _append(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b" ")


def test_another_key_proves_nothing(folder: Path, tmp_path: Path) -> None:
    (line,) = differences(folder, Ed25519PrivateKey.generate().public_key())
    assert "not signed with this key" in line


def test_a_file_and_its_sum_changed_together_are_found(folder: Path, key: Ed25519PrivateKey) -> None:
    said = json.loads((folder / MANIFEST).read_bytes())
    said["files"]["index.html"] = vars(FileState.of(b"gi\xe1\xba\xa3"))
    (folder / "index.html").write_bytes(b"gi\xe1\xba\xa3")
    (folder / MANIFEST).write_text(json.dumps(said))
    assert list(differences(folder, key.public_key()))


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "storm.pem"
    assert public_pem(private_key(path)) == public_pem(private_key(path))
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["storm.pem"]
    path.write_text("x")
    with pytest.raises(StormKeyError):
        private_key(path)
    with pytest.raises(StormKeyError):
        public_key(b"x")


@pytest.mark.parametrize("host", ["", ".", "..", "../x", "a/b", "A.vn", "a..b", "-a", "a\0", "on\n"])
def test_only_a_host_name_becomes_a_files_name(host: str) -> None:
    with pytest.raises(ValueError, match="not a host name"):
        safe(host)
    assert safe("skhcn.hungyen.gov.vn")

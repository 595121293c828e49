"""The key store in a directory.

1. What is put comes back, also from another process's store on the same directory.
2. Directory 0700, files 0600; one that others can enter or read is refused with the remedy.
3. Secrets are never replaced by others; putting the same ones again is nothing.
4. Destroying overwrites before it unlinks, may be repeated, and takes unfinished files along.
5. Ids that could leave the directory are refused.
6. No repr and no error shows a secret.
7. Read while they are being destroyed, they are as they were, without the box, or gone; a file
   that stays unreadable is damaged, and that is said.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from survey.core.errors import SurveyError
from survey.keys import directory
from survey.keys.directory import DirectoryKeyStore
from survey.keys.wave_secrets import KeyStoreUnsafe, SecretsExist, SecretsGone, WaveSecrets

SECRETS = WaveSecrets(b"b" * 32, b"k" * 32, None)
WRAPPED = WaveSecrets(b"c" * 32, None, '{"v": 1}')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the place of a key store that does not exist yet."""
    return tmp_path / "deep" / "keys"


@pytest.fixture
def store(folder: Path) -> DirectoryKeyStore:
    """Return a new, empty key store."""
    return DirectoryKeyStore(folder)


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_round_trip(store: DirectoryKeyStore, folder: Path) -> None:
    """1."""
    store.put("w2", WRAPPED)
    store.put("w1", SECRETS)
    other = DirectoryKeyStore(folder)
    assert (other.get("w1"), other.get("w2")) == (SECRETS, WRAPPED)
    assert other.list() == ["w1", "w2"]
    assert (other.has("w1"), other.has("w3")) == (True, False)


def test_gone(store: DirectoryKeyStore) -> None:
    """1."""
    with pytest.raises(SecretsGone) as caught:
        store.get("w1")
    assert caught.value.code == "secrets_gone"


def test_modes(store: DirectoryKeyStore, folder: Path) -> None:
    """2. Also where the process's own mask would allow more."""
    before = os.umask(0)
    try:
        store.put("w1", SECRETS)
    finally:
        os.umask(before)
    assert (_mode(folder), _mode(folder / "w1.secrets")) == (0o700, 0o600)


def test_open_directory_is_refused(store: DirectoryKeyStore, folder: Path) -> None:
    """2."""
    folder.chmod(0o750)
    with pytest.raises(KeyStoreUnsafe, match=f"chmod 700 {folder}"):
        DirectoryKeyStore(folder)


def test_open_file_is_refused(store: DirectoryKeyStore, folder: Path) -> None:
    """2."""
    store.put("w1", SECRETS)
    (folder / "w1.secrets").chmod(0o644)
    with pytest.raises(KeyStoreUnsafe, match="chmod 600"):
        DirectoryKeyStore(folder)


def test_never_replaced(store: DirectoryKeyStore) -> None:
    """3."""
    store.put("w1", SECRETS)
    store.put("w1", SECRETS)
    with pytest.raises(SecretsExist):
        store.put("w1", WRAPPED)
    assert store.get("w1") == SECRETS


def test_destroy_overwrites(store: DirectoryKeyStore, folder: Path, tmp_path: Path) -> None:
    """4. A second name for the same file shows what the disk's blocks hold afterwards."""
    store.put("w1", SECRETS)
    blocks = tmp_path / "blocks"
    blocks.hardlink_to(folder / "w1.secrets")
    before = blocks.read_bytes()
    assert WaveSecrets.from_bytes(before) == SECRETS
    store.destroy("w1")
    after = blocks.read_bytes()
    assert len(after) == len(before)
    assert sum(a == b for a, b in zip(before, after, strict=True)) < len(before) // 4
    assert list(folder.iterdir()) == []


def test_destroying_the_box_keeps_the_opening_key(
    store: DirectoryKeyStore, folder: Path, tmp_path: Path
) -> None:
    """4. What is left opens envelopes; the old file's blocks hold nothing of the box secret."""
    store.put("w1", SECRETS)
    blocks = tmp_path / "blocks"
    blocks.hardlink_to(folder / "w1.secrets")
    before = blocks.read_bytes()
    for _ in range(2):
        store.destroy_box("w1")
    assert store.get("w1") == SECRETS.without_box()
    assert SECRETS.box_secret
    assert not store.get("w1").box_secret
    after = blocks.read_bytes()
    assert sum(a == b for a, b in zip(before, after, strict=True)) < len(before) // 4
    assert [file.name for file in folder.iterdir()] == ["w1.secrets"]
    store.destroy_box("never-there")
    assert store.list() == ["w1"]


def test_destroy_again(store: DirectoryKeyStore) -> None:
    """4."""
    store.put("w1", SECRETS)
    store.put("w2", WRAPPED)
    store.destroy("w1")
    store.destroy("w1")
    assert store.list() == ["w2"]


def test_destroy_takes_unfinished_files_along(store: DirectoryKeyStore, folder: Path) -> None:
    """4. As a crash between writing and renaming leaves them; another wave's stay."""
    mine = folder / "w1.secrets.0011223344556677.unfinished"
    other = folder / "w11.secrets.0011223344556677.unfinished"
    for path in (mine, other):
        path.write_bytes(SECRETS.to_bytes())
    assert store.list() == []
    store.destroy("w1")
    assert (mine.exists(), other.exists()) == (False, True)


def test_failed_write_leaves_nothing(
    store: DirectoryKeyStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """1. The disk is full just before the rename."""

    def full(self: Path, target: Path) -> Path:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no space"):
        store.put("w1", SECRETS)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("wave_id", ["", "..", "../w1", "a/b", "a.b", "w\x00", "w" * 65, "*"])
def test_ids_that_leave_the_directory(store: DirectoryKeyStore, wave_id: str) -> None:
    """5."""
    for act in (store.get, store.has, store.destroy, lambda name: store.put(name, SECRETS)):
        with pytest.raises(SurveyError, match="wave_id_unusable"):
            act(wave_id)


def test_nothing_shows_a_secret(store: DirectoryKeyStore, folder: Path) -> None:
    """6."""
    assert repr(SECRETS) == "WaveSecrets()"
    store.put("w1", SECRETS)
    (folder / "w1.secrets").write_text('{"box_secret": "c2VjcmV0"}')
    with pytest.raises(KeyStoreUnsafe) as caught:
        store.get("w1")
    assert "c2VjcmV0" not in str(caught.value)


@pytest.mark.parametrize("act", ["destroy_box", "destroy"])
def test_read_while_it_is_destroyed(
    store: DirectoryKeyStore, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    """7: the file is open when it is overwritten."""
    store.put("w1", SECRETS)
    read = directory.read_file

    def read_late(path: Path) -> bytes:
        monkeypatch.setattr(directory, "read_file", read)
        handle = os.open(path, os.O_RDONLY)
        getattr(store, act)("w1")
        try:
            return os.read(handle, os.fstat(handle).st_size)
        finally:
            os.close(handle)

    monkeypatch.setattr(directory, "read_file", read_late)
    if act == "destroy":
        with pytest.raises(SecretsGone):
            store.get("w1")
    else:
        assert store.get("w1") == SECRETS.without_box()


def test_a_damaged_file(store: DirectoryKeyStore, folder: Path) -> None:
    """7"""
    store.put("w1", SECRETS)
    (folder / "w1.secrets").write_bytes(b"\x00" * 100)
    with pytest.raises(KeyStoreUnsafe, match="damaged"):
        store.get("w1")

"""A key store in a directory: mode 0700, one file a wave with mode 0600."""

from __future__ import annotations

import os
import re
import stat
import time
from contextlib import suppress
from pathlib import Path
from secrets import token_bytes, token_hex

from survey.core.errors import SurveyError
from survey.keys.wave_secrets import KeyStoreUnsafe, SecretsExist, SecretsGone, WaveSecrets

_WAVE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SUFFIX = ".secrets"
_UNFINISHED = ".unfinished"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_TRIES = 5
_PAUSE_SECONDS = 0.02


class DirectoryKeyStore:
    """Secrets as files. Every read goes to the disk, so that what is destroyed is gone at once
    for every process that shares the directory.

    Raises KeyStoreUnsafe when the directory can be entered by other users.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _refuse_others(folder)

    def put(self, wave_id: str, secrets: WaveSecrets) -> None:
        """Write to a file of its own, fsync, rename, fsync the directory."""
        path = self._path(wave_id)
        if path.exists():
            if self.get(wave_id) == secrets:
                return
            raise SecretsExist(wave_id)
        self._place(path, secrets)

    def get(self, wave_id: str) -> WaveSecrets:
        """The secrets of a wave; raises SecretsGone.

        Whoever has opened the file when it is overwritten reads what means nothing, and finds what
        stands there now a moment later. Only what stays unreadable is damaged.
        """
        path = self._path(wave_id)
        try:
            for _try in range(_TRIES):
                with suppress(KeyStoreUnsafe):
                    return WaveSecrets.from_bytes(read_file(path))
                time.sleep(_PAUSE_SECONDS)
            return WaveSecrets.from_bytes(read_file(path))
        except FileNotFoundError as error:
            raise SecretsGone(wave_id) from error

    def has(self, wave_id: str) -> bool:
        """Whether this wave's secrets still exist."""
        return self._path(wave_id).exists()

    def destroy_box(self, wave_id: str) -> None:
        """Put a file without the box secret in the old one's place, then overwrite the old one."""
        path = self._path(wave_id)
        with suppress(FileNotFoundError):
            secrets = WaveSecrets.from_bytes(path.read_bytes())
            if not secrets.box_secret:
                return
            with path.open("r+b") as old:
                self._place(path, secrets.without_box())
                _overwrite(old.fileno())

    def destroy(self, wave_id: str) -> None:
        """Overwrite, fsync, unlink, fsync the directory; also what a crash left half written."""
        path = self._path(wave_id)
        for file in (path, *self._folder.glob(f"{path.name}.*{_UNFINISHED}")):
            shred(file)
        sync_folder(self._folder)

    def list(self) -> list[str]:
        """The ids of the waves whose secrets exist, sorted."""
        return sorted(path.stem for path in self._folder.glob(f"*{_SUFFIX}"))

    def _place(self, path: Path, secrets: WaveSecrets) -> None:
        unfinished = path.with_name(f"{path.name}.{token_hex(8)}{_UNFINISHED}")
        try:
            write_new(unfinished, secrets.to_bytes())
            unfinished.replace(path)
        except BaseException:
            shred(unfinished)
            raise
        sync_folder(self._folder)

    def _path(self, wave_id: str) -> Path:
        """The file of a wave; an id that could leave the directory is refused."""
        if not _WAVE_ID.fullmatch(wave_id):
            raise SurveyError("input", "wave_id_unusable")
        return self._folder / f"{wave_id}{_SUFFIX}"


def _refuse_others(folder: Path) -> None:
    """A key store that others can read keeps nothing secret: say so before anything starts."""
    about = folder.stat()
    if about.st_mode & _OTHERS:
        raise KeyStoreUnsafe(
            f"Other users of this machine can enter the key store {folder}. "
            f"Run: chmod 700 {folder} && chmod 600 {folder}/*"
        )
    for path in folder.iterdir():
        with suppress(FileNotFoundError):
            if path.stat().st_mode & _OTHERS:
                raise KeyStoreUnsafe(
                    f"Other users of this machine can read {path}. Run: chmod 600 {path}"
                )


def read_file(path: Path) -> bytes:
    """A whole file, in one piece: a file of secrets has less than a kilobyte."""
    handle = os.open(path, os.O_RDONLY)
    try:
        return os.read(handle, os.fstat(handle).st_size)
    finally:
        os.close(handle)


def write_new(path: Path, data: bytes) -> None:
    """A file that only its owner can read, on disk when this returns."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def shred(path: Path) -> None:
    """Overwrite in place, then unlink. On worn disks the overwriting may not reach the old cells:
    a key store that must withstand a stolen disk lies on an encrypted one (README.md)."""
    with suppress(FileNotFoundError):
        with path.open("r+b") as file:
            _overwrite(file.fileno())
        path.unlink()


def _overwrite(handle: int) -> None:
    os.pwrite(handle, token_bytes(os.fstat(handle).st_size), 0)
    os.fsync(handle)


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""One private file: the database, the sealed files, and what they must hold. Keys are in none.

A tar archive: `database`, `files/…`, and `manifest.json` at its end, with the hash of every part.
It is opened and checked before it takes its place; a copy that is cut has no manifest.
"""

import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO, cast
from uuid import UUID

from advisory.app import copies, schema
from advisory.app.copies import Facts
from advisory.app.house import NotReady
from advisory.foundation.database import now
from advisory.foundation.keys import Keyring, Purpose, SealBroken, unseal_with, wrapped_place

FORMAT = 1
MANIFEST = "manifest.json"
NAME = "advisory-%Y-%m-%dT%H%M%S.%fZ.tar"
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    format: int
    made_at: str
    facts: Facts
    parts: dict[str, str]
    """The SHA-256 of each part, by its name in the archive."""


def back_up(database_url: str, file: Path, files: Path | None = None) -> Manifest:
    """Writes the copy beside its place, opens it, then puts it there. Raises NotReady."""
    half = file.with_name(f".{file.name}.half")
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with TemporaryDirectory(prefix=".half-", dir=file.parent) as folder:
            copy = Path(folder, "database")
            os.close(_private(copy))
            facts = copies.copied(database_url, copy)
            _write(half, copy, facts, files)
        with unpacked(half) as (_folder, manifest):
            pass
        half.replace(file)
    except OSError as why:
        raise NotReady(f"The copy could not be written ({why.strerror or why}).") from why
    finally:
        with suppress(NotADirectoryError):
            half.unlink(missing_ok=True)
    return manifest


def next_name() -> str:
    return now().strftime(NAME)


def keep_newest(folder: Path, most: int) -> list[Path]:
    """Removes the oldest of our copies beyond `most`; the one made last was opened and stays."""
    made = sorted(folder.glob("advisory-*Z.tar"))
    gone = made[: -max(most, 1)]
    for path in gone:
        path.unlink()
    return gone


def restore(database_url: str, file: Path, ring: Keyring, files: Path | None = None) -> Facts:
    """Replaces the database by a copy that was opened first. Raises NotReady."""
    with unpacked(file) as (folder, manifest):
        facts = manifest.facts
        if facts.kind != ("sqlite" if database_url.startswith("sqlite") else "postgresql"):
            raise NotReady(f"This copy is of {facts.kind}: name such a database to restore it.")
        if facts.revision not in schema.known():
            raise NotReady("This copy is of a newer version: install that version first.")
        _refuse_other_keys(facts, ring)
        if files is not None and (folder / "files").exists():
            _put_files_back(folder / "files", files)
        copies.put_back(database_url, folder / "database", facts.counts)
    if copies.facts_of(database_url) != facts:
        raise NotReady("What was restored is not what was copied: use another copy.")
    return facts


def _refuse_other_keys(facts: Facts, ring: Keyring) -> None:
    for purpose, version, row, wrapped in facts.wrapped:
        try:
            key = ring.wrapping[Purpose(purpose)].of(version)
            unseal_with(key, wrapped_place(UUID(row)), bytes.fromhex(wrapped))
        except SealBroken as why:
            raise NotReady(
                f"Your {purpose} key does not open this copy (version {version}): "
                "put back the key files of that time first."
            ) from why


# ── The archive ──────────────────────────────────────────────────────────────────────────────────


def _write(half: Path, copy: Path, facts: Facts, files: Path | None) -> None:
    parts = {}
    with os.fdopen(_private(half), "wb") as out:
        with tarfile.open(fileobj=out, mode="w") as archive:
            for name, path in [("database", copy), *_sealed_files(files)]:
                parts[name] = _add(archive, name, path)
            manifest = Manifest(FORMAT, now().isoformat(), facts, parts)
            content = json.dumps(asdict(manifest), sort_keys=True).encode()
            told = tarfile.TarInfo(MANIFEST)
            told.size = len(content)
            archive.addfile(told, BytesIO(content))
        out.flush()
        os.fsync(out.fileno())


def _sealed_files(files: Path | None) -> Iterator[tuple[str, Path]]:
    if files is None or not files.exists():
        return
    for path in sorted(files.rglob("*")):
        if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            yield str(PurePosixPath("files", *path.relative_to(files).parts)), path


def _add(archive: tarfile.TarFile, name: str, path: Path) -> str:
    with path.open("rb") as content:
        told = tarfile.TarInfo(name)
        told.size = os.fstat(content.fileno()).st_size
        told.mode = 0o600
        archive.addfile(told, content)
        content.seek(0)
        return _hash(content)


def _hash(content: IO[bytes]) -> str:
    digest = sha256()
    while chunk := content.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


@contextmanager
def unpacked(file: Path) -> Iterator[tuple[Path, Manifest]]:
    """The parts in a folder of their own, each compared with its hash. Raises NotReady."""
    with TemporaryDirectory(prefix=".opened-", dir=file.resolve().parent) as name:
        folder = Path(name)
        try:
            with tarfile.open(file, mode="r:") as archive:
                found = {part.name: _unpack(archive, part, folder) for part in archive}
            manifest = _read_manifest(folder / MANIFEST)
        except (tarfile.TarError, KeyError, TypeError, ValueError, EOFError) as why:
            raise NotReady(f"{file} is no whole copy of ours: use another one.") from why
        found.pop(MANIFEST)
        if manifest.format != FORMAT or found != manifest.parts or "database" not in found:
            raise NotReady(f"{file} is damaged: use another copy.")
        copies.check(manifest.facts.kind, folder / "database")
        yield folder, manifest


def _unpack(archive: tarfile.TarFile, part: tarfile.TarInfo, folder: Path) -> str:
    place = PurePosixPath(part.name)
    if not part.isfile() or place.is_absolute() or ".." in place.parts:
        raise ValueError(part.name)
    path = folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    content = archive.extractfile(part)
    assert content is not None  # noqa: S101 - it is a file
    digest = sha256()
    with os.fdopen(_private(path), "wb") as out:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
            out.write(chunk)
    return digest.hexdigest()


def _read_manifest(path: Path) -> Manifest:
    told = json.loads(path.read_bytes()) if path.exists() else {}
    return Manifest(**{**told, "facts": Facts(**told["facts"])})


def _put_files_back(source: Path, files: Path) -> None:
    """Each file is whole or absent; what is there already stays."""
    for path in source.rglob("*"):
        target = files / path.relative_to(source)
        if path.is_file() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            half = target.with_name(f".{target.name}.half")
            half.write_bytes(path.read_bytes())
            half.chmod(0o600)
            half.replace(target)


def _private(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)


def files_of(settings: object) -> Path | None:
    """Where sealed files lie, when this house keeps files in a folder."""
    return cast("Path | None", getattr(settings, "files_folder", None))

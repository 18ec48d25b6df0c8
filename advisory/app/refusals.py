"""Why the house does not open: folders that others can read, keys in a repository, no room."""

import stat
import tempfile
from pathlib import Path

from sqlalchemy.engine import make_url

from config import Settings

OTHERS = stat.S_IRWXO


class NotReady(Exception):
    """Says in one sentence what to do before this can start."""


def refuse_unsafe_places(settings: Settings) -> None:
    """Raises NotReady."""
    url = make_url(settings.database_url)
    file = Path(str(url.database)) if url.get_backend_name() == "sqlite" else None
    if file is not None:
        _refuse_unwritable(file.parent)
    if not settings.production:
        return
    _refuse_repository(settings.keys_folder)
    for place in filter(None, (settings.home, settings.keys_folder, file)):
        _refuse_others(place)


def _refuse_unwritable(folder: Path) -> None:
    if not folder.exists():
        return  # and no tables either, which is said next
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as why:
        raise NotReady(
            f"Nothing can be written into {folder} ({why.strerror}): see ADVISORY_DATABASE_URL."
        ) from why


def _refuse_repository(keys: Path) -> None:
    for folder in (keys, *keys.parents):
        if (folder / ".git").exists():
            raise NotReady(
                f"The keys lie inside the repository {folder}: move them elsewhere and name the "
                "place in ADVISORY_KEYS."
            )


def _refuse_others(place: Path) -> None:
    if place.exists() and place.stat().st_mode & OTHERS:
        mode = "700" if place.is_dir() else "600"
        raise NotReady(f"{place} is open to others: run `chmod {mode} {place}`.")

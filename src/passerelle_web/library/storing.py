"""Where files lie: in the site's own folder, under names that nobody guesses, read by the site's own user alone.

Who may have one is asked by the view that serves it. Stands on nothing.
"""

import hashlib
import secrets
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile


def path_of(stored: str) -> Path:
    """The file of a name that `keep` gave."""
    return Path(settings.DOCUMENTS) / stored[:2] / stored


def keep(file: UploadedFile) -> tuple[str, str]:
    """Write a file; its new name, which says nothing of the old one, and its SHA-256."""
    name, digest = secrets.token_urlsafe(32), hashlib.sha256()
    where = path_of(name)
    where.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with where.open("xb") as target:
        where.chmod(0o600)
        for piece in file.chunks():
            digest.update(piece)
            target.write(piece)
    return name, digest.hexdigest()


def drop(stored: str) -> None:
    """Remove a file that no document came of."""
    path_of(stored).unlink(missing_ok=True)


def bare_name(name: str) -> str:
    """The name under which a file was handed in, without folders and signs that a header cannot hold."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(letter for letter in last if letter.isprintable() and letter not in '"<>|:*?').strip(". ")
    stem, dot, ending = kept.rpartition(".")
    return f"{(stem or ending)[-180:]}{dot}{ending[:12]}" if dot and stem else kept[-180:]

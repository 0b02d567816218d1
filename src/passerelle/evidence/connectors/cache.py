"""What was fetched before: one body and its papers an address, on disk.

Bodies are put in place by renaming a whole file; a body whose checksum no longer fits is not used. Stands on
`base`.
"""

import hashlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Papers:
    """What is known of a fetched body: its address, validators, size in bytes and SHA-256."""

    url: str
    etag: str = ""
    modified: str = ""
    size: int = 0
    sha256: str = ""


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        for block in iter(lambda: stream.read(_BLOCK), b""):
            digest.update(block)
    return digest.hexdigest()


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


class Cache:
    """A folder of bodies, papers and the beginnings of bodies that were cut off."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _at(self, url: str, ending: str) -> Path:
        return self.folder / f"{hashlib.sha256(url.encode()).hexdigest()[:32]}{ending}"

    def body(self, url: str) -> Path:
        """Where the body of an address is kept."""
        return self._at(url, ".body")

    def beginning(self, url: str) -> Path:
        """Where a body that is still being fetched is kept."""
        return self._at(url, ".part")

    def _read(self, path: Path, url: str) -> Papers | None:
        try:
            papers = Papers(**json.loads(path.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return papers if papers.url == url else None

    def papers(self, url: str) -> Papers | None:
        """The papers of a body that is whole and unchanged; None where there is none."""
        papers, body = self._read(self._at(url, ".json"), url), self.body(url)
        if papers is None or not body.is_file() or body.stat().st_size != papers.size:
            return None
        return papers if checksum(body) == papers.sha256 else None

    def begun(self, url: str) -> Papers | None:
        """The papers of a beginning that can be gone on with: those with a validator."""
        papers = self._read(self._at(url, ".part.json"), url)
        if papers is None or not self.beginning(url).is_file() or not (papers.etag or papers.modified):
            return None
        return papers

    def begin(self, papers: Papers) -> Path:
        """Start a body anew, and say what it will be."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.drop_beginning(papers.url)
        write_whole(self._at(papers.url, ".part.json"), json.dumps(asdict(papers)).encode())
        path = self.beginning(papers.url)
        path.touch()
        return path

    def drop_beginning(self, url: str) -> None:
        """Forget a beginning."""
        self._at(url, ".part.json").unlink(missing_ok=True)
        self.beginning(url).unlink(missing_ok=True)

    def keep(self, papers: Papers) -> Path:
        """Put a finished body in place with its papers."""
        body = self.body(papers.url)
        self.beginning(papers.url).replace(body)
        write_whole(self._at(papers.url, ".json"), json.dumps(asdict(papers), indent=1).encode())
        self._at(papers.url, ".part.json").unlink(missing_ok=True)
        return body

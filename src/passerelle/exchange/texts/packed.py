"""Files that are archives inside (DOCX, ODT), opened without letting them unpack further than a document does.

Holds no meaning of what is in them; that is `office`. Stands on `refusals`.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator

from passerelle.exchange.texts.refusals import DocumentUnreadable

MOST_MEMBERS = 5_000
MOST_UNPACKED = 120 * 1024 * 1024  # bytes of one member
MOST_TIMES = 300  # as large as its packed form; running text is packed to about a tenth
SMALL = 4 * 1024 * 1024  # below this no ratio is suspicious
CHUNK = 256 * 1024


def archive_of(content: bytes) -> zipfile.ZipFile:
    """The archive, its table read and nothing unpacked.

    Raises
    ------
    DocumentUnreadable : damaged, closed by a password, or with more members than a document has.
    """
    try:
        found = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, EOFError):
        raise DocumentUnreadable("damaged") from None
    if len(found.infolist()) > MOST_MEMBERS:
        raise DocumentUnreadable("unpacks_too_far")
    if any(member.flag_bits & 1 for member in found.infolist()):
        raise DocumentUnreadable("encrypted")
    return found


def unpacked(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A member in pieces; what its table says of its size is not believed.

    Raises
    ------
    DocumentUnreadable : not there, damaged, or far larger than it was packed.
    """
    try:
        with archive.open(name) as stream:
            packed, size = max(archive.getinfo(name).compress_size, 1), 0
            while piece := stream.read(CHUNK):
                size += len(piece)
                if size > MOST_UNPACKED or (size > SMALL and size > packed * MOST_TIMES):
                    raise DocumentUnreadable("unpacks_too_far")
                yield piece
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise DocumentUnreadable("damaged") from None

"""What one request may bring in files: beyond it nothing is kept, and the form is told, so that what was typed stays.

Each form has its own, smaller limit. Stands on nothing.
"""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

TOO_LARGE = "passerelle.upload_too_large"


class Bounded(FileUploadHandler):
    """Counts the bytes of all files of a request, and lets go of the file that goes beyond the limit."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass a piece on to the handler that keeps it."""
        self.seen += len(raw_data)
        if self.seen > settings.LARGEST_UPLOAD:
            if self.request is not None:
                self.request.META[TOO_LARGE] = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> Any:
        """Leave the file to the next handler."""
        return None


def was_too_large(request: HttpRequest) -> bool:
    """Was a file of this request let go?"""
    return bool(request.META.get(TOO_LARGE))

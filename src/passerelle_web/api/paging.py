"""Pages of long lists: which part, and the addresses of the next and the previous one.

Holds no figures. The roof of the site.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import HttpRequest

Item = TypeVar("Item")
ON_A_PAGE = 100
MOST_ON_A_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Part:
    """Which page, of how many items each."""

    page: int
    per_page: int

    def of(self, items: Sequence[Item]) -> Sequence[Item]:
        """The items of this page; none beyond the last."""
        start = (self.page - 1) * self.per_page
        return items[start : start + self.per_page]

    def links(self, request: HttpRequest, total: int) -> dict[str, str | None]:
        """Absolute addresses of the next and the previous page; None where there is none."""
        last = max(-(-total // self.per_page), 1)
        return {
            "next": self._address(request, self.page + 1) if self.page < last else None,
            "previous": self._address(request, min(self.page - 1, last)) if self.page > 1 else None,
        }

    def _address(self, request: HttpRequest, page: int) -> str:
        query = request.GET.copy()
        query["page"] = str(page)
        return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")

    def envelope(self, request: HttpRequest, total: int, items: Sequence[Any], **more: Any) -> dict[str, Any]:
        """The JSON of a page."""
        told = {"total": total, "page": self.page, "per_page": self.per_page, **self.links(request, total)}
        return told | more | {"items": list(items)}

    def header(self, request: HttpRequest, total: int) -> str:
        """The same links for the header Link (RFC 8288), for forms that have no place for them."""
        relations = {"next": "next", "previous": "prev"}
        links = self.links(request, total).items()
        return ", ".join(f'<{address}>; rel="{relations[name]}"' for name, address in links if address)

"""The page that people read: every address of the API, made from its OpenAPI document.

No scripts and nothing from other hosts. The roof of the site.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from passerelle_web.api.middleware import OF_PEOPLE
from passerelle_web.api.problems import TYPES
from passerelle_web.api.root import api

# What people see for themselves, and what has a key that this site drew: there is no address for all to try.
NO_EXAMPLE = (*OF_PEOPLE, "/api/v1/dialogues/")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an address."""

    name: str
    where: str
    description: str
    allowed: str
    default: str


@dataclass(frozen=True, slots=True)
class Address:
    """One address: what it answers, its parameters, a link to try where anybody may."""

    slug: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    media_types: tuple[str, ...]
    example: str


def _allowed(schema: dict[str, Any]) -> str:
    """The values that a parameter may have, in words."""
    choices = [schema, *schema.get("anyOf", [])]
    values = [str(value) for choice in choices for value in choice.get("enum", []) if value != ""]
    if values:
        return ", ".join(values)
    low, high = schema.get("minimum"), schema.get("maximum")
    return f"{low} – {high}" if low is not None and high is not None else ""


def _parameter(told: dict[str, Any]) -> Parameter:
    schema = told["schema"]
    default = schema.get("default")
    return Parameter(
        told["name"], told["in"], told.get("description") or schema.get("description", ""), _allowed(schema),
        "" if default in (None, "", []) else str(default),
    )  # fmt: skip


def _example(path: str, parameters: list[dict[str, Any]]) -> str:
    """An address to try: the examples in the path, of what must be given, and of places, which keep answers short."""
    query = {}
    for told in parameters:
        example = told["schema"].get("example", told.get("example", ""))
        if told["in"] == "path":
            path = path.replace(f"{{{told['name']}}}", quote(str(example), safe=""))
        elif told.get("required") or told["name"] in ("origin", "destination"):
            query[told["name"]] = example
    return f"{path}?{urlencode(query)}" if query else path


def _address(method: str, path: str, told: dict[str, Any]) -> Address:
    parameters = told.get("parameters", [])
    slug = path.strip("/").replace("/", "-").replace("{", "").replace("}", "")
    good = next(answer for status, answer in told["responses"].items() if str(status).startswith("2"))
    return Address(
        slug if method == "get" else f"{slug}-{method}", method.upper(), path,
        told["summary"], told.get("description", ""),
        tuple(_parameter(one) for one in parameters), tuple(good.get("content", {})),
        _example(path, parameters) if method == "get" and not path.startswith(NO_EXAMPLE) else "",
    )  # fmt: skip


@cache
def addresses() -> tuple[tuple[str, tuple[Address, ...]], ...]:
    """Every address by the heading under which it stands."""
    found: dict[str, list[Address]] = {}
    for path, methods in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items():
        for method, told in methods.items():
            found.setdefault(told["tags"][0], []).append(_address(method, path, told))
    return tuple((heading, tuple(listed)) for heading, listed in found.items())


def page(request: HttpRequest) -> HttpResponse:
    """The documentation of the API."""
    context = {"rooms": addresses(), "about": api.description.split("\n\n"), "types": TYPES.items()}
    return render(request, "api/docs.html", context)

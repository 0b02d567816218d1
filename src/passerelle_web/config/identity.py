"""Identity providers of organisations, as the environment names them: each one address, read and checked.

Holds no Django; `environment` reads, `settings` hands them to allauth. The roof of the site.
"""

from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

LOOPBACK = ("localhost", "127.0.0.1", "::1")
_KNOWN = {"name", "member", "role", "domains"}


class ProviderUnreadable(ValueError):
    """An entry of PASSERELLE_OPENID is not of the form. The message says which, never with its secret."""


@dataclass(frozen=True, slots=True)
class IdentityProvider:
    """One OpenID provider. With `domains` it vouches for their addresses, and only for theirs; with `member` who comes
    through it is put into that member, in `role`.
    """

    key: str
    name: str
    issuer: str
    client: str
    secret: str
    member: str
    role: str
    domains: tuple[str, ...]

    def for_allauth(self) -> dict[str, object]:
        """The provider in allauth's own form."""
        return {
            "provider_id": self.key,
            "name": self.name,
            "client_id": self.client,
            "secret": self.secret,
            "settings": {
                "server_url": self.issuer,
                "oauth_pkce_enabled": True,
                "uid_field": "sub",
                "member": self.member,
                "role": self.role,
                "domains": list(self.domains),
                # an organisation's own provider knows its own addresses; of others it is not believed
                "verified_email": list(self.domains),
                "email_authentication": bool(self.domains),
            },
        }


def _one(entry: str) -> IdentityProvider:
    key, found, address = entry.partition("=")
    if not found or not key.isidentifier() or not key.isascii():
        # what stands there may hold a secret: it is not repeated
        raise ProviderUnreadable("an entry has no name; each reads key=https://client:secret@host/path?name=…")
    parts = urlsplit(address)
    if parts.scheme not in ("https", "http") or not parts.hostname or not parts.username:
        raise ProviderUnreadable(f'"{key}" needs https://client:secret@host/path')
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ProviderUnreadable(f'"{key}" speaks plain HTTP; only https:// is taken outside this machine')
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if set(asked) - _KNOWN:
        raise ProviderUnreadable(f'"{key}" knows {", ".join(sorted(_KNOWN))}, not {sorted(set(asked) - _KNOWN)[0]}')
    role = asked.get("role", "observer")
    if role not in ("observer", "delegate"):
        raise ProviderUnreadable(f'"{key}" gives the role "{role}"; a provider gives observer or delegate')
    host = parts.hostname if parts.port is None else f"{parts.hostname}:{parts.port}"
    return IdentityProvider(
        key=key,
        name=asked.get("name", key),
        issuer=f"{parts.scheme}://{host}{parts.path.rstrip('/')}",
        client=unquote(parts.username),
        secret=unquote(parts.password or ""),
        member=asked.get("member", ""),
        role=role,
        domains=tuple(one.strip().lower() for one in asked.get("domains", "").split(",") if one.strip()),
    )


def read_providers(text: str) -> tuple[IdentityProvider, ...]:
    """The providers of PASSERELLE_OPENID, with spaces or lines between.

    Raises
    ------
    ProviderUnreadable : an entry is not of the form, or two have one name.
    """
    found = tuple(_one(entry) for entry in text.split())
    keys = [one.key for one in found]
    if len(set(keys)) < len(keys):
        raise ProviderUnreadable("two entries have one name")
    return found

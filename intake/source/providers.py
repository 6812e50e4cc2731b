"""Mail providers: their servers, and where their own menus give the code (config/providers.toml)."""

from __future__ import annotations

from functools import cache

from intake.config.shipped import shipped
from intake.config.toml import Strict, load_toml


class Provider(Strict):
    """One provider. ``domains`` are its public addresses; offices' own domains are known by the server."""

    name: str
    domains: tuple[str, ...] = ()
    imap: str
    pop3: str = ""  # where IMAP is barred
    smtp: str
    starttls: bool = False  # SMTP on port 587
    code: str  # Chinese: where its menu gives the code for programs
    checked: str  # Chinese: by what servers and menu were checked, and what is unchecked


class _Providers(Strict):
    provider: tuple[Provider, ...]


@cache
def _providers() -> tuple[Provider, ...]:
    return load_toml(shipped("providers.toml"), _Providers).provider


def all_providers() -> tuple[Provider, ...]:
    """Those that are known, as the file orders them."""
    return _providers()


def provider_of_address(address: str) -> Provider | None:
    """The provider of a public address; None for an office's own domain."""
    domain = address.rpartition("@")[2].lower()
    return next((provider for provider in _providers() if domain in provider.domains), None)


def provider_of_host(host: str) -> Provider | None:
    """The provider that runs a server."""
    return next(
        (one for one in _providers() if host.lower() in (one.imap, one.pop3, one.smtp) and host), None
    )

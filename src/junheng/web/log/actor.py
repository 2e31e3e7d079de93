"""Who does something, from where: handed to every act, so that the log can say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from junheng.web.people.models import User


@dataclass(frozen=True, slots=True)
class Actor:
    """A person at a page (`page`), a program with a token (`api`), a job (`job`) or the command line (`command`)."""

    user: User | None
    name: str
    channel: str = "page"
    address: str = ""

    @property
    def shown(self) -> str:
        """Return what pages call it: a person's own name, else that of the program or the command."""
        return str(self.user or self.name)

    @classmethod
    def of(cls, request: Any) -> Actor:
        """Return the request's actor."""
        user = request.user if request.user.is_authenticated else None
        return cls(user, user.username if user else "", "page", request.META.get("REMOTE_ADDR", ""))

    @classmethod
    def command(cls) -> Actor:
        """Return the command line's actor."""
        return cls(None, "system", "command")

"""A law: something that must always hold, and a query that finds what breaks it."""

from dataclasses import dataclass
from typing import LiteralString

from sqlmodel import Session

from domain.store.driver import connection
from domain.views import Check


@dataclass(frozen=True, slots=True)
class Law:
    """What must hold, a query that counts what breaks it, and what a break is called."""

    name: LiteralString
    query: LiteralString
    broken: LiteralString

    def check(self, session: Session) -> Check:
        """Whether it holds."""
        row = connection(session).execute(self.query).fetchone()
        number = int(row[0]) if row else 0
        return checked(self.name, number, f"{number} {self.broken}.")


def checked(name: str, wrong: int, sentence: str) -> Check:
    """A check that holds where nothing is `wrong`; otherwise the sentence says what is."""
    return Check(name, wrong == 0, sentence if wrong else f"{name}.")

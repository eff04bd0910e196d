"""The audit trail: a chain of hashes."""

from sqlmodel import Session

from domain.store import audit
from domain.views import Check


def unbroken(session: Session) -> Check:
    """Every line follows from the one before it."""
    name = "The audit trail is unbroken"
    first = next(iter(audit.broken(session)), None)
    return Check(name, first is None, f"{name}." if first is None else f"The audit trail breaks at line {first}.")

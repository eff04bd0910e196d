"""The kinds of columns that rows are made of."""

from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, Identity
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field


def serial() -> Any:
    """A key that PostgreSQL counts up, and nobody else sets."""
    return Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))


def time(*, null: bool = False) -> Any:
    """A moment, with its zone."""
    return Field(default=None, sa_type=DateTime(timezone=True), nullable=null)


def json() -> Any:
    return Field(sa_type=JSONB)


def big(default: int = 0) -> Any:
    """64 bits."""
    return Field(default=default, sa_type=BigInteger)

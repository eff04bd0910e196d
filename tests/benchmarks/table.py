"""What a part of the benchmark hands back, and how it is printed."""

from collections.abc import Iterable
from dataclasses import dataclass

#: The longest description has room.
WIDE = 54


@dataclass(frozen=True, slots=True)
class Row:
    """`value` is shown as it is; `share` says what it is a share of, `aim` what we want."""

    what: str
    value: str
    share: str = ""
    aim: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One measured part. `limit` is a sentence on what holds it back."""

    title: str
    rows: tuple[Row, ...]
    limit: str = ""


def lines(part: Part) -> Iterable[str]:
    yield ""
    yield part.title
    for row in part.rows:
        yield (f"  {row.what:<{WIDE}}  {row.value:>9}  {row.share:<38}  {row.aim}").rstrip()
    if part.limit:
        yield f"  Busy: {part.limit}"


def rate(number: float) -> str:
    return f"{number:,.0f}/s"


def percentile(values: Iterable[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]

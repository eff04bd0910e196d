"""What a part of the benchmark hands back, and how it is printed."""

from collections.abc import Iterable
from dataclasses import dataclass


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


def lines(parts: Iterable[Part]) -> Iterable[str]:
    parts = list(parts)
    rows = [row for part in parts for row in part.rows]
    wide = [max((len(getattr(row, name)) for row in rows), default=0) for name in ("what", "value", "share", "aim")]
    for part in parts:
        yield ""
        yield part.title
        for row in part.rows:
            yield (f"  {row.what:<{wide[0]}}  {row.value:>{wide[1]}}  {row.share:<{wide[2]}}  {row.aim}").rstrip()
        if part.limit:
            yield f"  Busy: {part.limit}"


def rate(number: float) -> str:
    return f"{number:,.0f}/s"


def percentile(values: Iterable[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]

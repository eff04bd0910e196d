"""What a pack would change in an installation, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import count

from domain.rules import wording
from domain.rules.packs.pack import Pack, PackedBoard, PackedMission
from domain.specs import (
    AllOf,
    AnyOf,
    BadgeSpec,
    Condition,
    ExperimentSpec,
    NotOf,
    OfferSpec,
    ScoringRuleSpec,
    SeasonSpec,
    Span,
    Spec,
    StreakSpec,
)

Entry = BadgeSpec | ScoringRuleSpec | SeasonSpec | StreakSpec | PackedBoard | OfferSpec | ExperimentSpec | PackedMission

#: The sections of a pack, and what one entry is called.
KINDS = {
    "badges": "badge",
    "scoring_rules": "scoring rule",
    "seasons": "season",
    "streaks": "streak",
    "boards": "board",
    "offers": "offer",
    "experiments": "experiment",
    "missions": "mission",
}
#: The settings of a pack, of which a game has one each, and what they are called.
SETTINGS = {"game": "game", "league": "league", "levels": "level curve", "factors": "factors", "duels": "duels"}


class Difference(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


_SIGNS = {Difference.ADDED: "+", Difference.CHANGED: "~", Difference.UNCHANGED: "="}


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one entry, or of a setting, whose id is empty. `details` say “xp 100 → 120”."""

    kind: str
    id: str
    difference: Difference
    details: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """~ mission a-steady-week: xp 100 → 120, window once → weekly"""
        head = f"{_SIGNS[self.difference]} {self.kind} {self.id}".rstrip()
        return f"{head}: {', '.join(self.details)}" if self.details else head


def diff(pack: Pack, current: Pack, *, now: datetime) -> tuple[Change, ...]:
    """What applying `pack` at `now` would do to `current`. What only `current` holds is left alone."""
    entries = (
        _change(kind, _begun(entry, now), _by_id(getattr(current, section), now))
        for section, kind in KINDS.items()
        for entry in getattr(pack, section)
    )
    settings = (
        _compared(kind, "", getattr(current, name), wanted)
        for name, kind in SETTINGS.items()
        if (wanted := getattr(pack, name)) is not None
    )
    return (*entries, *settings)


def _by_id(entries: tuple[Entry, ...], now: datetime) -> Mapping[str, Entry]:
    return {entry.id: _begun(entry, now) for entry in entries}


def _begun(entry: Entry, now: datetime) -> Entry:
    """A start that lies behind us is none: what is published then begins at once."""
    if isinstance(entry, PackedMission) and entry.starts_at is not None and entry.starts_at <= now:
        return entry.model_copy(update={"starts_at": None})
    return entry


def _change(kind: str, entry: Entry, current: Mapping[str, Entry]) -> Change:
    return _compared(kind, entry.id, current.get(entry.id), entry)


def _compared(kind: str, key: str, old: Spec | None, new: Spec) -> Change:
    if old is None:
        return Change(kind, key, Difference.ADDED)
    details = tuple(_details("", old, new))
    return Change(kind, key, Difference.CHANGED if details else Difference.UNCHANGED, details)


def _details(name: str, old: object, new: object) -> Iterator[str]:
    """One line for each field that differs, however deep it lies: “requirement threshold 3 → 4”."""
    if old == new:
        return
    match old, new:
        case (
            (AllOf() | AnyOf() | NotOf(), _)
            | (_, AllOf() | AnyOf() | NotOf())
            | (Condition(), None)
            | (None, Condition())
        ):
            yield _rewritten(name, old, new)
        case (Condition(), Condition()) if len(old.filters) != len(new.filters):
            yield _rewritten(name, old, new)
        case (Spec(), Spec()) if type(old) is type(new) and not isinstance(old, Span):
            for field in type(new).model_fields:
                yield from _details(f"{name} {_label(field)}".strip(), getattr(old, field), getattr(new, field))
        case (tuple(), tuple()) if len(old) == len(new) and any(isinstance(item, Spec) for item in new):
            for number, before, after in zip(count(1), old, new, strict=False):
                yield from _details(f"{name} {number}", before, after)
        case _:
            yield f"{name} {_shown(old)} → {_shown(new)}"


def _rewritten(name: str, old: object, new: object) -> str:
    """Requirements of different shapes are said as a whole."""
    before, after = _outline(old), _outline(new)
    return f"{name} {before} → {after}" if before != after else f"{name} written anew"


def _outline(value: object) -> str:
    match value:
        case Condition() | AllOf() | AnyOf() | NotOf():
            return wording.outline(value)
        case _:
            return "none"


def _label(field: str) -> str:
    return "badge" if field == "badge_id" else field.replace("_", " ").strip()


def _shown(value: object) -> str:
    match value:
        case None | () | "":
            return "none"
        case tuple() if any(isinstance(item, Spec) for item in value):
            return str(len(value))
        case tuple():
            return ", ".join(map(_scalar, value))
        case _:
            return _scalar(value)


def _scalar(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M %Z}"
        case Span():
            return wording.span(value)
        case str() if not isinstance(value, StrEnum):
            return f"“{value}”"
        case _:
            return str(value)

"""What the entries of a pack say about each other: ids once, badges that exist, prerequisites that can be met."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import islice

from domain.rules.packs.document import Node
from domain.rules.packs.faults import MAX_FAULTS, Place
from domain.rules.packs.pack import Pack

SECTIONS = ("badges", "scoring_rules", "seasons", "streaks", "boards", "offers", "experiments", "missions")
#: Where several things are given for something each.
_PRIZES = (("seasons", "prizes"), ("streaks", "milestones"), ("boards", "prizes"))
#: Which key names an entry of which other section, and what that is called.
_NAMES = (
    ("boards", "season", "seasons", "season"),
    ("missions", "season", "seasons", "season"),
    ("experiments", "rule", "scoring_rules", "scoring rule"),
)

Said = tuple[Place, str]


def faults(root: Node, known: Pack) -> Iterator[Said]:
    """What does not fit together, whether or not the entries are well formed otherwise."""
    for section in SECTIONS:
        yield from _doubled(root, section)
        yield from _unknown(root, section, known)
    badges, missions = _there(root, "badges", known), _there(root, "missions", known)
    for section, part in _PRIZES:
        for at, entry in enumerate(_entries(root, section)):
            for number, prize in enumerate(_mappings(entry.get(part))):
                yield from _badges(prize, (section, at, part, number), badges)
    for at, entry in enumerate(_entries(root, "offers")):
        if (gives := entry.get("gives")) is not None and isinstance(gives.value, dict):
            yield from _badge_of(gives.value, ("offers", at, "gives"), badges)
    for at, entry in enumerate(_entries(root, "missions")):
        yield from _badges(entry, ("missions", at), badges)
        yield from _after(entry, ("missions", at), missions)
    yield from _circles(root, known)


def circles(after: Mapping[str, Collection[str]]) -> Iterator[tuple[str, ...]]:
    """Missions that wait for each other: each circle once, ending where it began."""
    open_ones = dict(after)
    while True:
        try:
            TopologicalSorter(open_ones).prepare()
        except CycleError as error:
            # graphlib names predecessors last; read from the end, each one waits for the next
            circle = tuple(reversed(error.args[1]))
            yield circle
            open_ones = {slug: needed for slug, needed in open_ones.items() if slug not in circle}
        else:
            return


def _doubled(root: Node, section: str) -> Iterator[Said]:
    seen: dict[str, int] = {}
    for at, entry in enumerate(_entries(root, section)):
        node = entry.get("id")
        if node is None or not isinstance(node.value, str):
            continue
        if node.value in seen:
            yield (section, at, "id"), f"“{node.value}” is the id of another entry (line {seen[node.value]})."
        seen.setdefault(node.value, node.line)


def _unknown(root: Node, section: str, known: Pack) -> Iterator[Said]:
    """What its entries name, and what is nowhere."""
    for key, others, kind in ((key, others, kind) for where, key, others, kind in _NAMES if where == section):
        there = _there(root, others, known)
        for at, entry in enumerate(_entries(root, section)):
            named = _text(entry.get(key))
            if named is not None and named not in there:
                yield (section, at, key), f"There is no {kind} “{named}”."


def _badges(entry: Mapping[str, Node], place: Place, badges: Collection[str]) -> Iterator[Said]:
    named = _text(entry.get("badge_id"))
    if named is not None and named not in badges:
        yield (*place, "badge_id"), f"There is no badge “{named}”."
    for at, reward in enumerate(_mappings(entry.get("rewards"))):
        yield from _badge_of(reward, (*place, "rewards", at), badges)
    for part in ("steps", "tiers"):
        for at, inner in enumerate(_mappings(entry.get(part))):
            yield from _badges(inner, (*place, part, at), badges)


def _badge_of(reward: Mapping[str, Node], place: Place, badges: Collection[str]) -> Iterator[Said]:
    named = _text(reward.get("reference"))
    if _text(reward.get("kind")) == "badge" and named is not None and named not in badges:
        yield (*place, "reference"), f"There is no badge “{named}”."


def _after(entry: Mapping[str, Node], place: Place, missions: Collection[str]) -> Iterator[Said]:
    for at, slug in enumerate(_texts(entry.get("after"))):
        if slug is not None and slug not in missions:
            yield (*place, "after", at), f"There is no mission “{slug}”."


def _circles(root: Node, known: Pack) -> Iterator[Said]:
    after: dict[str, Collection[str]] = {mission.id: mission.after for mission in known.missions}
    places: dict[str, Place] = defaultdict(tuple)
    for at, entry in enumerate(_entries(root, "missions")):
        if slug := _text(entry.get("id")):
            after[slug] = [needed for needed in _texts(entry.get("after")) if needed is not None]
            places[slug] = ("missions", at, "after")
    for circle in islice(circles(after), MAX_FAULTS):
        begin = next((slug for slug in circle if slug in places), circle[0])
        yield places[begin], f"These wait for each other: {' → '.join(circle)}."


def _there(root: Node, section: str, known: Pack) -> set[str]:
    """The ids in a section of the file, and of what is known besides."""
    named = {found for entry in _entries(root, section) if (found := _text(entry.get("id")))}
    return named | {entry.id for entry in getattr(known, section)}


def _entries(root: Node, section: str) -> list[Mapping[str, Node]]:
    return _mappings(root.value.get(section)) if isinstance(root.value, dict) else []


def _mappings(node: Node | None) -> list[Mapping[str, Node]]:
    """The mappings of a list; what is something else counts as an empty one, so that places stay right."""
    if node is None or not isinstance(node.value, list):
        return []
    return [item.value if isinstance(item.value, dict) else {} for item in node.value]


def _texts(node: Node | None) -> list[str | None]:
    return [_text(item) for item in node.value] if node is not None and isinstance(node.value, list) else []


def _text(node: Node | None) -> str | None:
    return node.value if node is not None and isinstance(node.value, str) else None

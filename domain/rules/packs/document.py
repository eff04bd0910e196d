"""YAML text as a tree that knows its lines.

Only what a person writes by hand is read: mappings, lists and scalars. Anchors, aliases and tags are refused, so that a
small file stays small. Every scalar stays text; the field it stands at decides whether that is a number or a truth,
and `[yes, 1.10]` is what it looks like. A scalar that is empty, `~` or `null` is nothing at all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from domain.rules.packs.faults import Fault, Place

MAX_CHARACTERS = 500_000
MAX_NESTING = 40
MAX_ITEMS = 1_000

_NOTHING = {"", "~", "null", "Null", "NULL"}
#: What YAML does not allow in a file.
_INVISIBLE = re.compile(r"[^\t\n\r\x20-\x7E\x85\xA0-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


@dataclass(frozen=True, slots=True)
class Node:
    """`line` counts from 1; of a value it is the line of its key."""

    line: int
    value: "str | list[Node] | dict[str, Node] | None"

    def plain(self) -> object:
        """The value without lines. A key with nothing behind it is as good as absent."""
        match self.value:
            case dict() as mapping:
                return {key: node.plain() for key, node in mapping.items() if node.value is not None}
            case list() as items:
                return [node.plain() for node in items]
            case scalar:
                return scalar


@dataclass(slots=True)
class Document:
    """`doubled` holds the keys that stand twice in their mapping: their places and lines. The first one counts."""

    root: Node
    doubled: list[tuple[Place, int]] = field(default_factory=list)


class Unreadable(Exception):
    """The text is no YAML of the kind that is read here."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.fault = Fault(line, (), sentence)


def parse(text: str) -> Document:
    """The tree of `text`. Raises `Unreadable` with the first thing that makes it no tree."""
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(1, f"The file is too long: at most {MAX_CHARACTERS:,} characters, please.")
    if invisible := _INVISIBLE.search(text):
        line = text.count("\n", 0, invisible.start()) + 1
        raise Unreadable(line, f"An invisible character stands here (U+{ord(invisible[0]):04X}). Please remove it.")
    try:
        return _document(yaml.parse(text, Loader=yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Unreadable(mark.line + 1 if mark else 1, _sentence(error)) from None
    except (ValueError, OverflowError):  # an escape beyond Unicode, a version number of a thousand digits
        raise Unreadable(1, "A number in this file is out of all bounds.") from None


def _sentence(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or error.context or "it cannot be understood"
    if "'\\t'" in problem:
        return "A tab stands here. YAML is indented with spaces."
    return f"This is not YAML: {problem}."


def _document(events: Iterator[Event]) -> Document:
    next(events)
    if isinstance(next(events), StreamEndEvent):
        raise Unreadable(1, "The file is empty.")
    document = Document(Node(1, None))
    document.root = _node(events, next(events), (), document)
    next(events)
    after = next(events)
    if isinstance(after, DocumentStartEvent):
        raise Unreadable(_line(after), "A second document begins here. One file holds one pack.")
    return document


def _node(events: Iterator[Event], event: Event, place: Place, document: Document) -> Node:
    line = _line(event)
    if isinstance(event, AliasEvent) or getattr(event, "anchor", None) is not None:
        raise Unreadable(line, "Anchors (&) and aliases (*) are not read here. Please write it out, or quote the text.")
    if getattr(event, "tag", None) is not None:
        raise Unreadable(line, "Tags (!) are not read here. Please remove it, or quote the text.")
    if len(place) > MAX_NESTING:
        raise Unreadable(line, f"This is nested too deeply: at most {MAX_NESTING} levels, please.")
    match event:
        case MappingStartEvent():
            return Node(line, _mapping(events, place, document))
        case SequenceStartEvent():
            return Node(line, _items(events, place, document))
        case ScalarEvent(value=value, style=style):
            return Node(line, None if style is None and value in _NOTHING else value)
        case _:  # pragma: no cover
            raise Unreadable(line, "This cannot be understood.")


def _items(events: Iterator[Event], place: Place, document: Document) -> list[Node]:
    items: list[Node] = []
    while not isinstance(event := next(events), SequenceEndEvent):
        _check_length(len(items), event)
        items.append(_node(events, event, (*place, len(items)), document))
    return items


def _mapping(events: Iterator[Event], place: Place, document: Document) -> dict[str, Node]:
    mapping: dict[str, Node] = {}
    number = 0
    while not isinstance(event := next(events), MappingEndEvent):
        _check_length(number, event)
        if not isinstance(event, ScalarEvent):
            raise Unreadable(_line(event), "A key is a single word here.")
        key, line = event.value, _line(event)
        _node(events, event, place, document)
        node = _node(events, next(events), (*place, key), document)
        if key in mapping:
            document.doubled.append(((*place, key), line))
        else:
            mapping[key] = Node(line, node.value)
        number += 1
    return mapping


def _check_length(number: int, event: Event) -> None:
    if number == MAX_ITEMS:
        raise Unreadable(_line(event), f"There is too much here: at most {MAX_ITEMS:,} entries, please.")


def _line(event: Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1

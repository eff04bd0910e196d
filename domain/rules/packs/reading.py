"""Reading a pack: text in, a pack out, or a line for everything that is wrong with it."""

from collections.abc import Iterator, Sequence

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from domain.rules.packs import references
from domain.rules.packs.document import MAX_CHARACTERS, Node, Unreadable, parse
from domain.rules.packs.faults import Fault, Place, refused
from domain.rules.packs.pack import FORMAT, Pack
from domain.rules.packs.sentences import sentence_of

NOTHING_KNOWN = Pack(name="nothing", title="Nothing")
TWICE = "This key stands here twice."

#: Behind these keys stands a requirement, and pydantic names its kind before what is in it.
_BEFORE_A_KIND = {"requirement", "not"}
_LISTS_OF_KINDS = {"all", "any"}


def decode(data: bytes, name: str) -> str:
    """The text of a file. Raises `Invalid` where it is none."""
    if len(data) > 4 * MAX_CHARACTERS:
        raise refused(name, [Fault(1, (), f"The file is too long: at most {MAX_CHARACTERS:,} characters, please.")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refused(name, [Fault(line, (), "This is not UTF-8 text. Please save the file as UTF-8.")]) from None


def read(text: str, name: str, *, known: Pack = NOTHING_KNOWN) -> Pack:
    """The pack in `text`. `name` is the file's; `known` is what the pack may refer to besides itself.

    Raises `Invalid`, whose sentence has a line for each fault:
    “starter.yaml, line 42: missions → review-week → requirement → threshold: At least 1, please.”
    """
    try:
        document = parse(text)
    except Unreadable as error:
        raise refused(name, [error.fault]) from None
    if other := _other_format(document.root):
        raise refused(name, [other])
    pack, faults = _validate(document.root)
    faults += [Fault(line, _path(document.root, place), TWICE) for place, line in document.doubled]
    faults += [_fault(document.root, place, said) for place, said in references.faults(document.root, known)]
    if pack is None or faults:
        raise refused(name, faults)
    return pack


def _other_format(root: Node) -> Fault | None:
    """A file of another format is not looked at further: what its keys mean is not known here."""
    if not isinstance(root.value, dict):
        return Fault(root.line, (), "This is no pack: it begins with “format”, “name” and “title”.")
    found = root.value.get("format")
    if found is None or found.value is None:
        return Fault(root.line, ("format",), f"This is missing. A pack begins with “format: {FORMAT}”.")
    if found.value == str(FORMAT):
        return None
    shown = f", not “{found.value[:20]}”" if isinstance(found.value, str) else ""
    return Fault(found.line, ("format",), f"This Questboard reads packs of format {FORMAT}{shown}.")


def _validate(root: Node) -> tuple[Pack | None, list[Fault]]:
    try:
        return Pack.model_validate(root.plain()), []
    except ValidationError as error:
        return None, [
            _fault(root, _place(mistake["loc"]), sentence_of(mistake))
            for mistake in error.errors()
            if not _only_seems_short(mistake)
        ]


def _only_seems_short(mistake: ErrorDetails) -> bool:
    """Pydantic counts only the items that are well formed themselves; those that are not have faults of their own."""
    given = mistake["input"]
    return mistake["type"] == "too_short" and isinstance(given, list) and len(given) >= mistake["ctx"]["min_length"]


def _place(location: Sequence[str | int]) -> Place:
    """The place in the file, from the one that pydantic names."""
    place: list[str | int] = []
    parts = iter(location)
    for part in parts:
        place.append(part)
        in_a_list = isinstance(part, int) and len(place) > 1 and place[-2] in _LISTS_OF_KINDS
        if part in _BEFORE_A_KIND or in_a_list:
            next(parts, None)
    return tuple(place)


def _fault(root: Node, place: Place, sentence: str) -> Fault:
    return Fault(_line(root, place), _path(root, place), sentence)


def _line(root: Node, place: Place) -> int:
    """The line of the place; of what is missing, that of the entry it is missing from."""
    *_, last = _along(root, place)
    return last.line


def _path(root: Node, place: Place) -> tuple[str, ...]:
    """The place in words: an entry by its id, anything else in a list by its number, counted from 1."""
    nodes = [*_along(root, place)]
    words: list[str] = []
    for at, part in enumerate(place):
        node = nodes[at + 1].value if at + 1 < len(nodes) else None
        named = node.get("id") if isinstance(part, int) and isinstance(node, dict) else None
        if named is not None and isinstance(named.value, str):
            words.append(named.value[:64])
        else:
            words.append(str(part + 1) if isinstance(part, int) else part[:64])
    return tuple(words)


def _along(root: Node, place: Place) -> Iterator[Node]:
    """The nodes on the way to a place, as far as they exist."""
    node: Node | None = root
    for part in (*place, None):
        if node is None:
            return
        yield node
        match node.value, part:
            case dict() as mapping, str(key):
                node = mapping.get(key)
            case list() as items, int(at) if at < len(items):
                node = items[at]
            case _:
                return

"""The fields of a form: each writes into a value and shows the sentence that concerns it."""

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from functools import partial
from typing import Any, TypeVar

from nicegui import ui
from nicegui.elements.mixins.validation_element import ValidationElement
from nicegui.elements.mixins.value_element import ValueElement

from components.frame import words

Field = TypeVar("Field", bound=ValueElement[Any])
Place = tuple[object, str]


class Complaint:
    """A place for what concerns several fields together; it takes no room while there is nothing to say."""

    def __init__(self) -> None:
        self.element = words("p", "").classes("qb-complaint").props('role=alert tabindex="-1"')
        self.error = None

    @property
    def error(self) -> str | None:
        return self.element.text or None

    @error.setter
    def error(self, sentence: str | None) -> None:
        self.element.set_text(sentence or "")
        self.element.set_visibility(bool(sentence))


class Fields:
    """Knows each field of a form by the value and the attribute it fills. A field is marked once it was touched."""

    def __init__(self, typed: object, changed: Callable[[], None]) -> None:
        self._typed, self._changed = typed, changed
        self._marked: dict[Place, ValidationElement[Any] | Complaint] = {}
        self._touched: set[Place] = set()

    def keep(self, owner: object, name: str, field: Field) -> Field:
        """Let `field` fill `owner.name`. Its message is ours to set: the field itself judges nothing."""
        if isinstance(field, ValidationElement):
            self._marked[owner, name] = field.without_auto_validation()
        field.on_value_change(partial(self._fill, owner, name, field))
        field.mark(name)
        return field

    def complaint(self, owner: object, name: str) -> None:
        """Draw a place for the sentences about `owner.name`."""
        complaint = Complaint()
        complaint.element.mark(f"complaint-{name}")
        self._marked[owner, name] = complaint

    def show(self, errors: Mapping[str, str], *, everywhere: bool = False) -> None:
        """Mark the fields in `errors` (by their paths): those that were touched, or all, the cursor in the topmost.

        What no field stands for is said at the top.
        """
        self._marked = {place: field for place, field in self._marked.items() if not _element(field).is_deleted}
        places = {place_of(self._typed, path): sentence for path, sentence in errors.items()}
        top = self._typed, ""
        said = {place if place in self._marked else top: sentence for place, sentence in places.items()}
        if everywhere:
            self._touched |= set(said)
        for place, field in self._marked.items():
            field.error = said.get(place) if place in self._touched else None
        if everywhere and said:
            _lead_to(_element(next(field for place, field in self._marked.items() if place in said)))

    def _fill(self, owner: object, name: str, field: ValueElement[Any]) -> None:
        setattr(owner, name, field.value)
        self._touched.add((owner, name))
        self._changed()


def place_of(typed: object, path: str) -> Place:
    """The value that a path leads to, and its attribute: `requirement.branches.0.threshold`.

    A path that goes on where nothing is ends there.
    """
    first, _, rest = path.partition(".")
    inner = getattr(typed, first, None) if rest else None
    if isinstance(inner, list):
        at, _, rest = rest.partition(".")
        inner = inner[int(at)] if at.isdigit() and int(at) < len(inner) else None
    return place_of(inner, rest) if is_dataclass(inner) else (typed, first)


def _element(field: ValidationElement[Any] | Complaint) -> ui.element:
    return field.element if isinstance(field, Complaint) else field


def _lead_to(element: ui.element) -> None:
    """Unfold what `element` stands in and put the cursor there."""
    for outer in element.ancestors():
        if isinstance(outer, ui.expansion):
            outer.open()
    element.run_method("focus")

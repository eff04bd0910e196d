"""The requirement editor: conditions in groups, and the whole of it in a sentence."""

from collections.abc import Callable
from functools import partial

from nicegui import ui

from components.condition_form import ConditionForm, Terms
from components.forms import button
from components.frame import words
from components.mission_values import ConditionInput, Grouping, GroupInput
from components.widgets import choice

GROUPINGS = {
    Grouping.ALL: "All of these",
    Grouping.ANY: "Any one of these",
    Grouping.NONE: "None of these",
}
#: A group in the fourth holds conditions in the fifth.
MAX_GROUPS = 4


class RequirementForm:
    """Draws `root` and writes into it. One condition alone stands there without a group around it."""

    def __init__(self, root: GroupInput, terms: Terms) -> None:
        self._root, self._terms = root, terms
        with ui.element("div").classes("qb-requirement"):
            self._form = GroupForm(root, terms, depth=1, unfolded=_is_alone(root))
            self._outline = words("p", "").classes("qb-outline").mark("outline")

    def refresh(self, *, bounded: bool = False, aimless: bool = False) -> None:
        """Say what is typed now. `bounded`: its goal is set elsewhere; `aimless`: it has none."""
        self._form.refresh(bounded=bounded, aimless=aimless)
        self._outline.set_text(self._terms.sentence_of(self._root))
        self._outline.set_visibility(not _is_alone(self._root))


class GroupForm:
    """A group with its branches; its parts come and go in place."""

    def __init__(
        self,
        value: GroupInput,
        terms: Terms,
        *,
        depth: int,
        unfolded: bool,
        on_remove: Callable[[], None] | None = None,
    ) -> None:
        self._value, self._terms, self._depth, self._on_remove = value, terms, depth, on_remove
        self._branches: dict[ConditionInput | GroupInput, ConditionForm | GroupForm] = {}
        with ui.element("fieldset").classes("qb-group") as self.element:
            self._head = ui.element("div").classes("qb-group-head")
            with self._head:
                kinds = {
                    kind: text for kind, text in GROUPINGS.items() if not terms.lasting or kind is not Grouping.NONE
                }
                terms.fields.keep(value, "kind", choice("Asks for", kinds, value.kind)).mark("grouping")
                if on_remove:
                    button("Remove this group", on_remove, quiet=True).mark("remove-group")
            self._list = ui.element("div").classes("qb-branches")
            for branch in value.branches:
                self._draw(branch, unfolded=unfolded)
            with ui.element("div").classes("qb-actions"):
                button("Add a condition", lambda: self._add(ConditionInput()), quiet=True).mark("add-condition")
                self._add_group = self._group_button() if depth < MAX_GROUPS else None

    def refresh(self, *, bounded: bool = False, aimless: bool = False) -> None:
        """Show what fits: one condition alone needs no group, and the last one of all stays."""
        root = self._on_remove is None
        alone = root and _is_alone(self._value)
        self.element.classes(add="is-alone") if alone else self.element.classes(remove="is-alone")
        self._head.set_visibility(not alone)
        if self._add_group:
            self._add_group.set_visibility(not alone)
        for form in self._branches.values():
            if isinstance(form, GroupForm):
                form.refresh(aimless=aimless)
                continue
            form.refresh(removable=not root or len(self._branches) > 1, bounded=bounded and alone, aimless=aimless)
            if alone:
                form.element.open()

    def _group_button(self) -> ui.button:
        return button("Add a group", lambda: self._add(GroupInput()), quiet=True).mark("add-group")

    def _draw(self, branch: ConditionInput | GroupInput, *, unfolded: bool) -> None:
        remove = partial(self._remove, branch)
        with self._list:
            if isinstance(branch, GroupInput):
                self._branches[branch] = GroupForm(
                    branch, self._terms, depth=self._depth + 1, unfolded=unfolded, on_remove=remove
                )
            else:
                self._branches[branch] = ConditionForm(branch, self._terms, on_remove=remove, unfolded=unfolded)

    def _add(self, branch: ConditionInput | GroupInput) -> None:
        self._value.branches.append(branch)
        self._draw(branch, unfolded=True)
        self._terms.changed()

    def _remove(self, branch: ConditionInput | GroupInput) -> None:
        """A group goes with its last branch."""
        self._value.branches.remove(branch)
        self._branches.pop(branch).element.delete()
        if not self._branches and self._on_remove:
            self._on_remove()
        else:
            self._terms.changed()


def _is_alone(group: GroupInput) -> bool:
    match group:
        case GroupInput(kind=Grouping.ALL, branches=[ConditionInput()]):
            return True
        case _:
            return False

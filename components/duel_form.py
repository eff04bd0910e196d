"""Duels: the form to challenge somebody, with one thing to count or, unfolded, any requirement."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from nicegui import ui

from components.condition_form import Terms
from components.fields import Fields
from components.forms import button
from components.frame import words
from components.layout import card
from components.mission_values import ConditionInput, GroupInput
from components.requirement_form import RequirementForm
from components.widgets import number, segments
from domain.errors import Invalid
from domain.specs import Contest
from domain.views import DuelPage

#: The longest goal that the plain form takes; what is said more exactly may be longer.
MOST = 1_000
KINDS = {"player": "A person", "team": "A team"}
CONTESTS = {Contest.MOST.value: "Whoever does more", Contest.REACH.value: "Whoever gets there"}


@dataclass(eq=False, slots=True)
class DuelInput:
    """What the form holds. Where it is said `exactly`, the requirement counts, and neither metric nor target."""

    kind: str = "player"
    who: str | None = None
    mine: str | None = None
    metric: str | None = None
    days: float | None = 5
    target: float | None = None
    exactly: bool = False
    contest: str = Contest.REACH.value
    requirement: GroupInput = field(default_factory=lambda: GroupInput(branches=[ConditionInput(threshold=3)]))


class DuelForm:
    """Whom to challenge, about what, for how long. `on_invite` tells whether it was sent; `Invalid` marks the fields.

    `who` is chosen from the beginning, if he can be challenged. `sentence_of(part, contest)` says a requirement, or a
    part of it, in words.
    """

    def __init__(
        self,
        page: DuelPage,
        *,
        longest: int,
        who: str,
        sentence_of: Callable[[ConditionInput | GroupInput, Contest], str],
        on_invite: Callable[[DuelInput], Awaitable[bool]],
    ) -> None:
        self._on_invite, self._typed = on_invite, DuelInput()
        self._fields = Fields(self._typed, self._refresh)
        self._sentence_of = sentence_of
        with card("Challenge somebody"), ui.element("div").classes("qb-form"):
            words("h2", "Challenge somebody")
            words("p", "For fun: nobody stakes anything, and saying no costs nothing.").classes("qb-hint")
            self._people()
            self._plainly(longest)
            with ui.expansion("Say it more exactly").classes("qb-fold") as fold:
                self._exactly(page)
            self._fields.keep(self._typed, "exactly", fold)
            words("p", "It begins the morning after it is taken on. Two days after its end it is decided.").classes(
                "qb-hint"
            )
            with ui.element("div").classes("qb-actions"):
                button("Challenge", self._invite, primary=True)
        self.show(page)
        if who in self._who.options:
            self._who.set_value(who)

    def show(self, page: DuelPage) -> None:
        """Whom one may challenge now."""
        self._page = page
        self._kind.set_visibility(bool(page.my_teams))
        self._what.set_options(page.metrics, value=self._what.value or next(iter(page.metrics), None))
        self._mine.set_options(page.my_teams, value=self._mine.value or next(iter(page.my_teams), None))
        self._refresh()

    def _people(self) -> None:
        kind = segments("Whom?", KINDS, self._typed.kind)
        self._kind = self._fields.keep(self._typed, "kind", kind).mark("duel-kind")
        self._who = self._select("Who?", "who")
        self._mine = self._select("For which of your teams?", "mine")

    def _plainly(self, longest: int) -> None:
        self._what = self._select("What counts?", "metric")
        with ui.element("div").classes("qb-form-row"):
            days = number("Days", self._typed.days, least=1, most=longest)
            self._fields.keep(self._typed, "days", days).mark("duel-days")
            self._target = number("Goal (without one, more is more)", None, least=1, most=MOST)
            self._fields.keep(self._typed, "target", self._target).mark("duel-target")

    def _exactly(self, page: DuelPage) -> None:
        with ui.element("div").classes("qb-form"):
            contest = segments("Who wins?", CONTESTS, self._typed.contest)
            self._fields.keep(self._typed, "contest", contest).mark("duel-contest")
            self._fields.complaint(self._typed, "")
            terms = Terms(self._fields, tuple(page.metrics), self._say, self._refresh, names=page.metrics, past=False)
            self._requirement = RequirementForm(self._typed.requirement, terms)

    def _say(self, part: ConditionInput | GroupInput) -> str:
        return self._sentence_of(part, Contest(self._typed.contest))

    def _refresh(self) -> None:
        typed = self._typed
        is_team = typed.kind == "team"
        people = {str(one.id): f"{one.name} (@{one.login})" for one in self._page.others}
        options = self._page.other_teams if is_team else people
        if self._who.options != options:
            self._who.set_options(options, value=self._who.value if self._who.value in options else None)
        self._mine.set_visibility(is_team and len(self._page.my_teams) > 1)
        self._what.set_visibility(not typed.exactly)
        self._target.set_visibility(not typed.exactly)
        self._requirement.refresh(aimless=typed.contest == Contest.MOST)

    async def _invite(self) -> None:
        wrong: Mapping[str, str] = {} if self._typed.who else {"who": "Please choose somebody."}
        done = False
        if not wrong:
            try:
                done = await self._on_invite(self._typed)
            except Invalid as refusal:
                wrong = refusal.fields
        self._fields.show(wrong, everywhere=True)
        if done:
            self._who.set_value(None)

    def _either(self, label: str, name: str, texts: Mapping[str, str]) -> ui.toggle:
        chosen = ui.toggle(dict(texts), value=getattr(self._typed, name)).classes("qb-kinds")
        chosen.props("no-caps unelevated toggle-color=none toggle-text-color=none").props["aria-label"] = label
        return self._fields.keep(self._typed, name, chosen).mark(f"duel-{name}")

    def _select(self, label: str, name: str) -> ui.select:
        chosen = ui.select({}, label=label, with_input=True)
        chosen.props(f'outlined options-dense behavior=menu input-aria-label="{label}"')
        return self._fields.keep(self._typed, name, chosen).mark(f"duel-{name}")

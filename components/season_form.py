"""The form of a season, and what it holds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from nicegui import ui

from components.fields import Fields
from components.forms import button
from components.frame import words
from components.layout import card
from components.reward_values import RewardInput, reward_input
from components.rewards_form import RewardsForm
from components.widgets import choice, number, propose
from domain.specs import MAX_AMOUNT, BadgeSpec, Bar, SeasonSpec, Theme

THEMES = {
    Theme.EMBER: "Ember, the colours of the house",
    Theme.MEADOW: "Meadow, green",
    Theme.TIDE: "Tide, blue",
    Theme.DUSK: "Dusk, violet",
}
BARS = {Bar.XP: "XP", Bar.MISSIONS: "Completed missions", Bar.STREAK: "Working days in a row"}
MOST_PRIZES = 10


@dataclass(eq=False, slots=True)
class PrizeInput:
    """One prize, as it is typed."""

    bar: str = Bar.XP
    at_least: float | None = 500
    xp: float | None = 50
    coins: float | None = 0
    badge_id: str | None = None
    rewards: list[RewardInput] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class SeasonInput:
    """What the form holds, as it is typed."""

    id: str = ""
    name: str = ""
    sentence: str = ""
    first: str = ""
    last: str = ""
    theme: str = Theme.EMBER
    prizes: list[PrizeInput] = field(default_factory=list)


class SeasonForm:
    """Writes into `typed`; `on_change` hears every edit. A key is asked for only when `slug_of` proposes one.

    `begun` leaves alone what stays once a season has begun: its days, and its prizes, which `stay` says in words.
    """

    def __init__(
        self,
        typed: SeasonInput,
        badges: Sequence[BadgeSpec],
        *,
        slug_of: Callable[[str], str] | None,
        begun: bool,
        stay: Sequence[str] = (),
        on_change: Callable[[], None],
    ) -> None:
        self._typed, self._badges, self._begun, self._changed = typed, badges, begun, on_change
        self._stay = stay
        self.fields = Fields(typed, self._edited)
        self._rows: dict[PrizeInput, ui.element] = {}
        self._further: dict[PrizeInput, RewardsForm] = {}
        with ui.element("div").classes("qb-form"):
            self.fields.complaint(typed, "")
            with card("What it is"):
                self._story(slug_of)
            with card("When"):
                self._when()
            with card("Prizes"):
                self._prizes()

    def _edited(self) -> None:
        for one in self._further.values():
            one.refresh()
        self._changed()

    def _story(self, slug_of: Callable[[str], str] | None) -> None:
        typed, keep = self._typed, self.fields.keep
        words("h2", "What it is")
        name = keep(typed, "name", ui.input("Name", value=typed.name).props("outlined maxlength=80"))
        if slug_of:
            key = keep(typed, "id", ui.input("Key").props("outlined maxlength=64"))
            words("p", "Missions and boards name a season by its key; it never changes.").classes("qb-hint")
            propose(key, name, slug_of)
        sentence = ui.input("One sentence", value=typed.sentence).props("outlined maxlength=500")
        keep(typed, "sentence", sentence)
        keep(typed, "theme", choice("Colours", THEMES, typed.theme))

    def _when(self) -> None:
        typed = self._typed
        words("h2", "When")
        with ui.element("div").classes("qb-form-row"):
            for name, label in (("first", "First day"), ("last", "Last day")):
                one = ui.input(label, value=getattr(typed, name)).props("outlined type=date stack-label")
                one.set_enabled(not self._begun)
                self.fields.keep(typed, name, one)
        stays = "It has begun: its days and its prizes stay." if self._begun else ""
        text = "The days of everybody’s own time zone. It opens by itself, and is decided two days after its last day."
        words("p", stays or text).classes("qb-hint")

    def _prizes(self) -> None:
        words("h2", "Prizes")
        words("p", "For everybody who reaches a bar, not for places.").classes("qb-hint")
        self.fields.complaint(self._typed, "prizes")
        if self._begun:
            for sentence in self._stay:
                words("p", sentence)
            return
        self._list = ui.element("div").classes("qb-step-list")
        for prize in self._typed.prizes:
            self._draw(prize)
        with ui.element("div").classes("qb-actions"):
            button("Add a prize", self._add, quiet=True).mark("add-prize")

    def _draw(self, prize: PrizeInput) -> None:
        keep = self.fields.keep
        with self._list, ui.element("fieldset").classes("qb-tier") as row:
            self._rows[prize] = row
            words("legend", "A prize")
            self.fields.complaint(prize, "")
            with ui.element("div").classes("qb-form-row"):
                keep(prize, "bar", choice("For", BARS, prize.bar))
                keep(prize, "at_least", number("At least", prize.at_least, least=1, most=MAX_AMOUNT))
                keep(prize, "xp", number("XP", prize.xp, most=100_000))
                keep(prize, "coins", number("Coins", prize.coins, most=100_000))
                keep(prize, "badge_id", self._badge(prize))
            self._further[prize] = RewardsForm(prize.rewards, self.fields, self._badges, self._edited)
            button("Remove", partial(self._remove, prize), quiet=True).mark("remove-prize")

    def _badge(self, prize: PrizeInput) -> ui.select:
        names = {badge.id: f"{badge.name} · {badge.tier.value}" for badge in self._badges}
        if prize.badge_id:
            names.setdefault(prize.badge_id, prize.badge_id)
        select = ui.select(names, label="Badge", value=prize.badge_id, clearable=True)
        return select.props("outlined behavior=menu")

    def _add(self) -> None:
        if len(self._typed.prizes) < MOST_PRIZES:
            prize = PrizeInput()
            self._typed.prizes.append(prize)
            self._draw(prize)
            self._changed()

    def _remove(self, prize: PrizeInput) -> None:
        self._typed.prizes.remove(prize)
        self._further.pop(prize)
        self._rows.pop(prize).delete()
        self._changed()


def input_of(spec: SeasonSpec) -> SeasonInput:
    """The form that shows `spec`."""
    prizes = [
        PrizeInput(**{**one.model_dump(mode="json"), "rewards": [reward_input(reward) for reward in one.rewards]})
        for one in spec.prizes
    ]
    return SeasonInput(**{**spec.model_dump(mode="json"), "prizes": prizes})

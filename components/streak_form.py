"""The form of a streak, and what it holds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from nicegui import ui

from components.fields import Fields
from components.forms import button
from components.frame import words
from components.layout import card
from components.widgets import choice, number, propose
from domain.specs import BadgeSpec, Cadence, Milestone, RewardKind, StreakSpec

CADENCES = {
    Cadence.WORKING_DAY: "Working days, Monday to Friday",
    Cadence.DAILY: "Days; Saturdays and Sundays count, and never end it",
    Cadence.WEEKLY: "Weeks",
}
MOST_MILESTONES = 10


@dataclass(eq=False, slots=True)
class MilestoneInput:
    """`others` are rewards that only a pack can name: they stay as they are."""

    length: float | None = None
    xp: float | None = None
    coins: float | None = None
    badge_id: str | None = None
    freezes: float | None = None
    others: list[dict[str, object]] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class StreakInput:
    """What the form holds, as it is typed. `metrics` stand behind each other, with commas between."""

    id: str = ""
    title: str = ""
    metrics: str = ""
    least: float | None = 1
    cadence: str = Cadence.WORKING_DAY
    grace: float | None = 0
    freezes: float | None = 2
    repair: float | None = 3
    milestones: list[MilestoneInput] = field(default_factory=list)
    on: bool = True


class StreakForm:
    """Writes into `typed`; `on_change` hears every edit. A key is asked for only when `slug_of` proposes one.

    What a streak counts cannot be changed where it `is_fixed`.
    """

    def __init__(
        self,
        typed: StreakInput,
        badges: Sequence[BadgeSpec],
        *,
        slug_of: Callable[[str], str] | None,
        is_fixed: bool,
        on_change: Callable[[], None],
    ) -> None:
        self._typed, self._badges, self._changed = typed, badges, on_change
        self.fields = Fields(typed, on_change)
        with ui.element("div").classes("qb-form"):
            self.fields.complaint(typed, "")
            with card("Its name"):
                words("h2", "Its name")
                self._name(slug_of)
            with card("What it counts"):
                words("h2", "What it counts")
                self._what(is_fixed=is_fixed)
            with card("What a missed one costs"):
                words("h2", "What a missed one costs")
                self._costs()
            with card("Milestones"):
                words("h2", "Milestones")
                words("p", "Each is an achievement that is published with the streak.").classes("qb-hint")
                self._list = ui.element("div").classes("qb-form")
                button("Add a milestone", self._add, quiet=True).mark("add-milestone")
        for one in typed.milestones:
            self._milestone(one)

    def _name(self, slug_of: Callable[[str], str] | None) -> None:
        typed, keep = self._typed, self.fields.keep
        title = keep(typed, "title", ui.input("Title", value=typed.title).props("outlined maxlength=80"))
        if slug_of:
            key = keep(typed, "id", ui.input("Key").props("outlined maxlength=64"))
            words("p", "Missions know a streak by its key; it never changes.").classes("qb-hint")
            propose(key, title, slug_of)
        keep(typed, "on", ui.switch("On: everybody sees it", value=typed.on))

    def _what(self, *, is_fixed: bool) -> None:
        typed, keep = self._typed, self.fields.keep
        fields = [
            keep(typed, "metrics", ui.input("Metrics", value=typed.metrics).props("outlined")),
            keep(typed, "least", number("At least, in each period", typed.least, least=1, most=100)),
            keep(typed, "cadence", choice("Periods", CADENCES, typed.cadence)),
        ]
        hint = "Empty: any work counts. Several stand with commas between: review.submitted, issue.completed"
        if is_fixed:
            for one in fields:
                one.props("disable")
            hint = "What a streak counts stays once it was on. Make another one for something else."
        words("p", hint).classes("qb-hint")

    def _costs(self) -> None:
        typed, keep = self._typed, self.fields.keep
        keep(typed, "grace", number("Missed periods in a row that end nothing", typed.grace, most=5))
        with ui.element("div").classes("qb-form-row"):
            keep(typed, "freezes", number("Freezes that can be held", typed.freezes, most=10))
            keep(typed, "repair", number("Days in which a miss can be repaired", typed.repair, most=14))
        words("p", "Holidays and time off end nothing, and cost nothing. A freeze is used by itself.").classes(
            "qb-hint"
        )

    def _add(self) -> None:
        if len(self._typed.milestones) < MOST_MILESTONES:
            one = MilestoneInput()
            self._typed.milestones.append(one)
            self._milestone(one)
            self._changed()

    def _milestone(self, one: MilestoneInput) -> None:
        keep = self.fields.keep
        with self._list, ui.element("div").classes("qb-form-row") as row:
            keep(one, "length", number("Length", one.length, least=2, most=2_000))
            keep(one, "xp", number("XP", one.xp, most=10_000))
            keep(one, "coins", number("Coins", one.coins, most=10_000))
            keep(one, "freezes", number("Freezes", one.freezes, most=10))
            names = {badge.id: f"{badge.name} · {badge.tier.value}" for badge in self._badges}
            badge = ui.select(names, label="Badge", value=one.badge_id, clearable=True)
            keep(one, "badge_id", badge.props("outlined behavior=menu"))

            def remove() -> None:
                self._typed.milestones.remove(one)
                row.delete()
                self._changed()

            button("Remove", remove, quiet=True)


def input_of(spec: StreakSpec) -> StreakInput:
    """The form that shows `spec`."""
    values = spec.model_dump(mode="json")
    values["metrics"] = ", ".join(spec.metrics)
    values["milestones"] = [_milestone_of(one) for one in spec.milestones]
    return StreakInput(**values)


def _milestone_of(one: Milestone) -> MilestoneInput:
    freezes = sum(reward.amount for reward in one.rewards if reward.kind is RewardKind.FREEZE)
    others = [reward.model_dump(mode="json") for reward in one.rewards if reward.kind is not RewardKind.FREEZE]
    return MilestoneInput(one.length, one.xp, one.coins, one.badge_id, freezes, others)

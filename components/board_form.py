"""The form of a board, and what it holds."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial

from nicegui import ui

from components.fields import Fields
from components.forms import button
from components.frame import words
from components.layout import card
from components.reward_values import RewardInput, raw_reward, reward_input
from components.rewards_form import RewardsForm
from components.widgets import choice, number, offer, propose
from domain.specs import MAX_AMOUNT, TEAM_FLOOR, BadgeSpec, BoardSpec, Measure, Method, Period, Ranked

MEASURES = {
    Measure.XP: "XP",
    Measure.COINS: "Coins earned",
    Measure.METRIC_COUNT: "How often something was done",
    Measure.METRIC_SUM: "The sum of a metric’s values",
    Measure.MISSIONS: "Completed missions",
    Measure.STREAK: "Longest streak",
}
PERIODS = {
    Period.DAY: "Day",
    Period.WEEK: "Week",
    Period.MONTH: "Month",
    Period.SEASON: "Season (a quarter)",
    Period.CUSTOM: "A season, or days of its own",
    Period.ALL: "All time",
}
METHODS = {
    Method.STANDARD: "Equals share a rank: 1, 2, 2, 4",
    Method.DENSE: "Equals share a rank: 1, 2, 2, 3",
    Method.ORDINAL: "Nobody shares a rank: 1, 2, 3, 4",
}
RANKED = {
    Ranked.EVERYONE: "People",
    Ranked.FRIENDS: "Friends, everybody among his own",
    Ranked.TEAMS: "Teams, by the average of their members",
}
_COUNTS = (Measure.METRIC_COUNT, Measure.METRIC_SUM)


class Who(StrEnum):
    """Whom a prize is for."""

    BEST = "best"
    BAR = "bar"


WINNERS = {Who.BEST: "The best so many", Who.BAR: "Everybody who has at least"}


@dataclass(eq=False, slots=True)
class PrizeInput:
    """A prize as it is typed."""

    who: str = Who.BAR
    number: float | None = 100
    rewards: list[RewardInput] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class BoardInput:
    """What the form holds, as it is typed."""

    key: str = ""
    title: str = ""
    measure: str = Measure.XP
    metric: str | None = None
    period: str = Period.WEEK
    first: str | None = None
    last: str | None = None
    season: str | None = None
    method: str = Method.STANDARD
    ranked: str = Ranked.EVERYONE
    floor: float | None = TEAM_FLOOR
    on: bool = True
    prizes: list[PrizeInput] = field(default_factory=list)


class BoardForm:
    """Writes into `typed`; `on_change` hears every edit. A key is asked for only when `slug_of` proposes one."""

    def __init__(
        self,
        typed: BoardInput,
        metrics: Sequence[str],
        seasons: Mapping[str, str],
        badges: Sequence[BadgeSpec],
        *,
        slug_of: Callable[[str], str] | None,
        on_change: Callable[[], None],
    ) -> None:
        self._typed = typed
        self.fields = Fields(typed, on_change)
        with ui.element("div").classes("qb-form"):
            self.fields.complaint(typed, "")
            with card("Its name"):
                words("h2", "Its name")
                self._name(slug_of)
            with card("What it ranks"):
                words("h2", "What it ranks")
                self._what(metrics)
            with card("When it counts"):
                words("h2", "When it counts")
                self._when(seasons)
            with card("Prizes"):
                words("h2", "Prizes")
                self._prizes = PrizesForm(typed, self.fields, badges, on_change)

    def _name(self, slug_of: Callable[[str], str] | None) -> None:
        typed, keep = self._typed, self.fields.keep
        title = keep(typed, "title", ui.input("Title", value=typed.title).props("outlined maxlength=80"))
        if slug_of:
            key = keep(typed, "key", ui.input("Key").props("outlined maxlength=64"))
            words("p", "Its address and the API know a board by its key; it never changes.").classes("qb-hint")
            propose(key, title, slug_of)
        keep(typed, "on", ui.switch("On: everybody sees it", value=typed.on))

    def _what(self, metrics: Sequence[str]) -> None:
        typed, keep = self._typed, self.fields.keep
        measure = keep(typed, "measure", choice("Ranks by", MEASURES, typed.measure))
        with ui.element("div").classes("qb-form") as counted:
            metric = ui.input("Metric", value=typed.metric or "").props("outlined maxlength=64")
            keep(typed, "metric", metric)
            offer(metric, metrics)
            words("p", "Choose what helps others. Counts of commits, lines or hours invite empty ones.").classes(
                "qb-hint"
            )
        counted.bind_visibility_from(measure, "value", backward=lambda value: value in _COUNTS)
        ranked = keep(typed, "ranked", choice("Who", RANKED, typed.ranked))
        floor = keep(typed, "floor", number("Least members of a team", typed.floor, least=TEAM_FLOOR, most=1_000))
        floor.bind_visibility_from(ranked, "value", value=Ranked.TEAMS.value)
        keep(typed, "method", choice("Ranks", METHODS, typed.method))

    def _when(self, seasons: Mapping[str, str]) -> None:
        typed, keep = self._typed, self.fields.keep
        period = keep(typed, "period", choice("Period", PERIODS, typed.period))
        named = {typed.season: typed.season} if typed.season and typed.season not in seasons else {}
        season = ui.select({"": "None: days of its own", **named, **seasons}, label="Season", value=typed.season or "")
        season.props("outlined behavior=menu").bind_visibility_from(period, "value", value=Period.CUSTOM.value)
        keep(typed, "season", season)
        with ui.element("div").classes("qb-form-row") as days:
            for name, label in (("first", "First day"), ("last", "Last day")):
                field = ui.input(label, value=getattr(typed, name) or "")
                keep(typed, name, field.props("outlined type=date stack-label"))

        def has_days() -> None:
            days.set_visibility(period.value == Period.CUSTOM and not season.value)

        period.on_value_change(has_days)
        season.on_value_change(has_days)
        has_days()
        words("p", "A board of all time shows newcomers a wall. Periods give everybody a fresh start.").classes(
            "qb-hint"
        )


class PrizesForm:
    """What is given when a span is decided; nothing at first."""

    def __init__(
        self, typed: BoardInput, fields: Fields, badges: Sequence[BadgeSpec], changed: Callable[[], None]
    ) -> None:
        self._typed, self._fields, self._badges, self._changed = typed, fields, badges, changed
        words(
            "p", "Given two days after a span is over, once. Prizes for everybody who has so much invite more."
        ).classes("qb-hint")
        fields.complaint(typed, "prizes")
        self._list = ui.element("div").classes("qb-form")
        for one in typed.prizes:
            self._draw(one)
        with ui.element("div").classes("qb-actions"):
            button("Add a prize", self._add, quiet=True).mark("add-prize")

    def _draw(self, one: PrizeInput) -> None:
        with self._list, ui.element("fieldset").classes("qb-form qb-tier") as drawn:
            words("legend", "Prize")
            with ui.element("div").classes("qb-form-row"):
                self._fields.keep(one, "who", choice("For", WINNERS, one.who))
                self._fields.keep(one, "number", number("Number", one.number, least=1, most=MAX_AMOUNT))
            RewardsForm(one.rewards, self._fields, self._badges, self._changed)
            with ui.element("div").classes("qb-actions"):
                button("Remove this prize", partial(self._remove, one, drawn), quiet=True)

    def _add(self) -> None:
        self._typed.prizes.append(PrizeInput(rewards=[RewardInput()]))
        self._draw(self._typed.prizes[-1])
        self._changed()

    def _remove(self, one: PrizeInput, drawn: ui.element) -> None:
        self._typed.prizes.remove(one)
        drawn.delete()
        self._changed()


def input_of(spec: BoardSpec) -> BoardInput:
    """The form that shows `spec`."""
    prizes = [
        PrizeInput(
            Who.BEST if one.best else Who.BAR, one.best or one.bar, [reward_input(reward) for reward in one.rewards]
        )
        for one in spec.prizes
    ]
    return BoardInput(**spec.model_dump(mode="json", exclude={"prizes"}), prizes=prizes)


def raw_prizes(typed: Iterable[PrizeInput]) -> list[dict[str, object]]:
    """What the specs of prizes are made of."""
    return [
        {
            Who(one.who).value: "" if one.number is None else one.number,
            "rewards": [raw_reward(reward) for reward in one.rewards],
        }
        for one in typed
    ]

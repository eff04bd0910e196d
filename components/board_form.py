"""The form of a board, and what it holds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from nicegui import ui

from components.fields import Fields, Place
from components.frame import words
from components.layout import card
from components.widgets import choice, number, offer, propose
from domain.specs import TEAM_FLOOR, BoardSpec, Measure, Method, Period, Ranked

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


class BoardForm:
    """Writes into `typed`; `on_change` hears every edit. A key is asked for only when `slug_of` proposes one."""

    def __init__(
        self,
        typed: BoardInput,
        metrics: Sequence[str],
        seasons: Mapping[str, str],
        *,
        slug_of: Callable[[str], str] | None,
        on_change: Callable[[], None],
    ) -> None:
        self._typed = typed
        self._fields = Fields(on_change)
        with ui.element("div").classes("qb-form"):
            self._fields.complaint(typed, "")
            with card("Its name"):
                words("h2", "Its name")
                self._name(slug_of)
            with card("What it ranks"):
                words("h2", "What it ranks")
                self._what(metrics)
            with card("When it counts"):
                words("h2", "When it counts")
                self._when(seasons)

    def show_errors(self, errors: Mapping[str, str], *, everywhere: bool = False) -> None:
        """Mark the fields in `errors`: those that were touched, or all of them. The rest is said at the top."""
        places: dict[Place, str] = {(self._typed, name): sentence for name, sentence in errors.items()}
        self._fields.show(places, elsewhere=(self._typed, ""), everywhere=everywhere)

    def _name(self, slug_of: Callable[[str], str] | None) -> None:
        typed, keep = self._typed, self._fields.keep
        title = keep(typed, "title", ui.input("Title", value=typed.title).props("outlined maxlength=80"))
        if slug_of:
            key = keep(typed, "key", ui.input("Key").props("outlined maxlength=64"))
            words("p", "Its address and the API know a board by its key; it never changes.").classes("qb-hint")
            propose(key, title, slug_of)
        keep(typed, "on", ui.switch("On: everybody sees it", value=typed.on))

    def _what(self, metrics: Sequence[str]) -> None:
        typed, keep = self._typed, self._fields.keep
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
        typed, keep = self._typed, self._fields.keep
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


def input_of(spec: BoardSpec) -> BoardInput:
    """The form that shows `spec`."""
    return BoardInput(**spec.model_dump(mode="json"))

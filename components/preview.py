"""What a mission would have given on recorded work: a question, its answer in words and small figures."""

from collections.abc import Awaitable, Callable
from datetime import date
from itertools import islice

from nicegui import ui

from components.forms import button
from components.frame import words
from components.layout import card
from domain.views import Preview
from domain.views.fairness import ComparisonView

SPANS = {30: "The last 30 days", 90: "The last 90 days", 365: "The last 365 days"}
#: Names in the answer; the others are counted.
NAMED = 10
#: A share of hasty work above this is warned of.
MUCH_HASTE = 0.25


class BackTest:
    """Asks for a number of days, shows how far the attempt is, and its end. `report` is where it says who did."""

    def __init__(
        self, *, on_try: Callable[[int], Awaitable[None]], on_stop: Callable[[], None], report: str | None = None
    ) -> None:
        self._on_try = on_try
        with card("What would have happened").classes("qb-preview"):
            words("h2", "What would have happened")
            words("p", "Try it on the work that is recorded. Nobody gets anything, nobody hears of it.").classes(
                "qb-hint"
            )
            self._days = ui.select(SPANS, value=90, label="Time").props("outlined behavior=menu").mark("preview-days")
            with ui.element("div").classes("qb-actions"):
                self._go = button("Try it on recorded work", self._try).mark("preview-try")
                if report:
                    link = words("a", "Who reaches it so far").classes("qb-button is-quiet").mark("preview-report")
                    link.props["href"] = report
            self._running = ui.element("div").classes("qb-preview-running")
            with self._running:
                self._bar = _bar("Recorded work looked through").mark("preview-progress")
                button("Stop", on_stop, quiet=True).mark("preview-stop")
            self._answer = ui.element("div").classes("qb-preview-answer").props("role=status").mark("preview-answer")
        self.stopped()

    def progress(self, share: float) -> None:
        """It is running, and `share` of it, from 0 to 1, is done."""
        self._set_running(running=True)
        self._bar.props["aria-valuenow"] = round(share * 100)
        self._bar.default_slot.children[0].style(f"transform: scaleX({share:.3f})")

    def stopped(self) -> None:
        """Nothing is running, and nothing is to be said."""
        self._end()

    def refused(self, sentence: str) -> None:
        """It could not be tried."""
        with self._end():
            words("p", sentence).classes("qb-preview-warning")

    def show(self, preview: Preview, *, dated: bool) -> None:
        """What came of it. A `dated` mission has a start or an end of its own, which played no part."""
        with self._end():
            if not preview.activities and not preview.completions:
                words("p", "Nothing was recorded in that time.").classes("qb-preview-sentence")
                words("p", "No work of the kind that this mission counts, that is.").classes("qb-hint")
                return
            _summary(preview, dated=dated)
            _finishers(preview)
            for group in preview.groups:
                _bars(group)
            _out_of_reach(preview)
            _haste(preview.hasty)

    async def _try(self) -> None:
        await self._on_try(int(self._days.value))

    def _end(self) -> ui.element:
        self._set_running(running=False)
        self._answer.clear()
        return self._answer

    def _set_running(self, *, running: bool) -> None:
        self._running.set_visibility(running)
        self._go.set_enabled(not running)
        self._days.set_enabled(not running)
        self._answer.set_visibility(not running)


def _summary(preview: Preview, *, dated: bool) -> None:
    words("p", in_words(preview)).classes("qb-preview-sentence").mark("preview-sentence")
    with ui.element("dl").classes("qb-preview-figures"):
        _figure("Of all people", _percent(preview.rate))
        _figure("Completions", f"{preview.completions:,}")
        _figure("Activities", f"{preview.activities:,}")
    text = f"From {_day(preview.since)} to {_day(preview.until)}."
    words("p", f"{text} The mission’s own start and end played no part." if dated else text).classes("qb-hint")


def in_words(preview: Preview) -> str:
    """“14 of 52 people would have finished, median 9 days, 4,200 XP and 70 coins minted.”"""
    people = "1 person" if preview.people == 1 else f"{preview.people:,} people"
    parts = [f"{preview.finished:,} of {people} would have finished"]
    if preview.median_days is not None:
        parts.append(f"median {_days(preview.median_days)}")
    coins = f" and {preview.coins:,} {'coin' if preview.coins == 1 else 'coins'}" if preview.coins else ""
    return f"{', '.join([*parts, f'{preview.xp:,} XP{coins} minted'])}."


def _finishers(preview: Preview) -> None:
    if not preview.finished:
        return
    with _part("Who, and when first"), ui.element("ol").classes("qb-preview-people"):
        for one in islice(preview.finishers, NAMED):
            with ui.element("li"):
                words("b", one.name)
                times = f" · {one.times:,} times" if one.times > 1 else ""
                words("span", f"{_day(one.day)}{times}")
        if more := preview.finished - min(len(preview.finishers), NAMED):
            words("li", f"and {more:,} more" if preview.finishers else f"{more:,} who are hidden").classes("qb-hint")


def _bars(groups: ComparisonView) -> None:
    """What can be told of groups of one kind, and whether one of them would finish much less often."""
    if not groups.shares:
        return
    with _part(groups.title):
        with ui.element("ul").classes("qb-preview-bars"):
            for share in groups.shares:
                with ui.element("li"):
                    words("span", share.name)
                    words("span", f"{share.reached:,} of {share.people:,}")
                    _small_bar(share.reached / share.people)
        if groups.warns:
            words("p", groups.sentence).classes("qb-preview-warning").mark("preview-doubt")


def _out_of_reach(preview: Preview) -> None:
    if not preview.out_of_reach:
        return
    with _part("Could not have finished"), ui.element("ul").classes("qb-preview-reasons"):
        for reason, number in preview.out_of_reach:
            words("li", f"{number:,} {reason}")


def _haste(share: float) -> None:
    if share <= MUCH_HASTE:
        words("p", f"{_percent(share)} of the work was done in bursts, at less than a minute apiece.").classes(
            "qb-hint"
        )
        return
    with ui.element("p").classes("qb-preview-warning"):
        words("b", f"{_percent(share)} of the work was done in bursts, at less than a minute apiece.")
        words("span", "That may be honest tidying up. If you want care, ask for different days or for larger work.")


def _part(title: str) -> ui.element:
    part = ui.element("section")
    part.props["aria-label"] = title
    with part:
        words("h3", title)
    return part


def _figure(label: str, value: str) -> None:
    with ui.element("div"):
        words("dt", label)
        words("dd", value)


def _bar(label: str) -> ui.element:
    bar = ui.element("div").classes("qb-bar").props("role=progressbar aria-valuemin=0 aria-valuemax=100")
    bar.props["aria-label"] = label
    with bar:
        ui.element("span")
    return bar


def _small_bar(share: float) -> None:
    with ui.element("span").classes("qb-bar is-small").props("aria-hidden=true"):
        ui.element("span").style(f"transform: scaleX({share:.3f})")


def _percent(share: float) -> str:
    """“less than 1 %” rather than a nought that is none."""
    return "less than 1 %" if 0 < share < 0.01 else f"{share:.0%}".replace("%", " %")


def _days(number: float) -> str:
    match number:
        case 0:
            return "less than a day"
        case 1:
            return "1 day"
        case _:
            return f"{number:g} days"


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"

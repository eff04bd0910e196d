"""Duels: the form to challenge somebody, and lists of one's own."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from nicegui import ui

from components.forms import button
from components.frame import words
from components.layout import card
from components.outside import plain
from components.table import Action
from components.vue import put, vue
from domain.errors import Invalid
from domain.specs import MOST_FOR_A_DUEL, DuelRules
from domain.views import DuelPage, DuelView

#: `on_invite(kind, first, second, metric, days, target)` tells whether it was sent; an empty first is oneself.
Invite = Callable[[str, str, str, str, int, int | None], Awaitable[bool]]


class DuelForm:
    """Whom to challenge, about what, for how long."""

    def __init__(self, page: DuelPage, *, longest: int, on_invite: Invite) -> None:
        self._on_invite, self._longest = on_invite, longest
        with card("Challenge somebody"), ui.element("div").classes("qb-form"):
            words("h2", "Challenge somebody")
            words("p", "For fun: nobody stakes anything, and saying no costs nothing.").classes("qb-hint")
            self._kind = ui.toggle({"player": "A person", "team": "A team"}, value="player", on_change=self._choose)
            self._kind.props("unelevated no-caps").mark("duel-kind")
            self._who = _select("Who?", "duel-who")
            self._mine = _select("For which of your teams?", "duel-mine")
            self._what = _select("What counts?", "duel-what")
            with ui.element("div").classes("qb-form-row"):
                self._days = _number("Days", 5, longest).mark("duel-days")
                self._target = _number("Goal (without one, more is more)", None, 1_000).mark("duel-target")
            words("p", "It begins the morning after it is taken on. Two days after its end it is decided.").classes(
                "qb-hint"
            )
            with ui.element("div").classes("qb-actions"):
                button("Challenge", self._invite, primary=True)
        self.show(page)

    def show(self, page: DuelPage) -> None:
        """Whom one may challenge now."""
        self._page = page
        self._kind.set_visibility(bool(page.my_teams))
        self._what.set_options(page.metrics, value=self._what.value or next(iter(page.metrics), None))
        self._mine.set_options(page.my_teams, value=self._mine.value or next(iter(page.my_teams), None))
        self._choose()

    def _choose(self) -> None:
        is_team = self._kind.value == "team"
        people = {str(one.id): f"{one.name} (@{one.login})" for one in self._page.others}
        options = self._page.other_teams if is_team else people
        if self._who.options != options:
            self._who.set_options(options, value=self._who.value if self._who.value in options else None)
        self._mine.set_visibility(is_team and len(self._page.my_teams) > 1)

    async def _invite(self) -> None:
        days, target = _whole(self._days.value), _whole(self._target.value)
        wrong: Mapping[str, str] = {}
        if not self._who.value:
            wrong = {"who": "Please choose somebody."}
        elif days is None:
            wrong = {"days": f"From 1 to {self._longest} days, please."}
        elif self._target.value is not None and target is None:
            wrong = {"target": "A whole number, please."}
        done = False
        if not wrong and days is not None:
            mine = str(self._mine.value) if self._kind.value == "team" else ""
            try:
                done = await self._on_invite(
                    str(self._kind.value), mine, str(self._who.value), str(self._what.value), days, target
                )
            except Invalid as refusal:
                wrong = refusal.fields
        fields = {"who": self._who, "metric": self._what, "days": self._days, "target": self._target}
        for name, field in fields.items():
            field.error = wrong.get(name)
        if done:
            self._who.set_value(None)


class DuelList:
    """Some duels under a heading; not there while `quiet` and without any. `on_act(verb, id)`."""

    def __init__(
        self,
        heading: str,
        *,
        empty: str,
        quiet: bool,
        verbs: Sequence[str],
        on_act: Callable[[str, str], Awaitable[None]],
    ) -> None:
        self._quiet, self._verbs = quiet, verbs
        self.element = vue("duels", heading=heading, duels=[], empty_text=empty).mark("duels")
        self.element.on("act", lambda event: on_act(str(event.args["key"]), str(event.args["id"])))

    def show(self, duels: Sequence[DuelView]) -> None:
        self.element.set_visibility(bool(duels) or not self._quiet)
        put(self.element, duels=[_shown(duel, self._verbs) for duel in duels])


class DuelRulesForm:
    """The switch, and what winning pays; for admins."""

    def __init__(self, rules: DuelRules, *, on_save: Callable[[DuelRules], Awaitable[None]]) -> None:
        with ui.element("div").classes("qb-form"):
            words(
                "p",
                "Two people, or two teams, count the same for up to two weeks. Nobody stakes anything. Never about "
                "lines, commits, prompts, tokens or hours; the same two are paid once in 30 days.",
            ).classes("qb-hint")
            self._on = ui.switch("Duels and team challenges", value=rules.on).mark("duels-on")
            with ui.element("div").classes("qb-form-row"):
                self._xp = _number("XP for winning", rules.xp, MOST_FOR_A_DUEL, least=0).mark("duels-xp")
                self._coins = _number("Coins for winning", rules.coins, MOST_FOR_A_DUEL, least=0).mark("duels-coins")
            with ui.element("div").classes("qb-actions"):
                button("Save duels", lambda: self._save(on_save), primary=True)

    async def _save(self, on_save: Callable[[DuelRules], Awaitable[None]]) -> None:
        values = {"xp": _whole(self._xp.value), "coins": _whole(self._coins.value)}
        for name, field in (("xp", self._xp), ("coins", self._coins)):
            number = values[name]
            fits = number is not None and 0 <= number <= MOST_FOR_A_DUEL
            field.error = None if fits else f"A whole number from 0 to {MOST_FOR_A_DUEL}, please."
            if not fits:
                return
        await on_save(DuelRules(on=bool(self._on.value), xp=values["xp"] or 0, coins=values["coins"] or 0))


def _shown(duel: DuelView, verbs: Sequence[str]) -> dict[str, Any]:
    us, them = (duel.team or "You"), duel.other
    paid = ((duel.xp, "XP"), (duel.coins, "coins"))
    what = f"who reaches {duel.target:,} {duel.what}" if duel.target else duel.what
    length = "1 day" if duel.days == 1 else f"{duel.days} days"
    shown: dict[str, Any] = plain(duel)
    return {
        "id": shown["id"],
        "title": f"{us} and {them}",
        "text": what[:1].upper() + what[1:] + ("" if duel.first_day else f" · {length}"),
        "first_day": shown["first_day"],
        "last_day": shown["last_day"],
        "ended": duel.ended,
        "reward": "" if duel.ended else " and ".join(f"{number} {word}" for number, word in paid if number),
        "sides": [
            {"name": us, "share": duel.shares[0], "number": duel.mine},
            {"name": them, "share": duel.shares[1], "number": duel.theirs},
        ],
        "actions": [_plain(_BUTTONS[verb], them) for verb in verbs],
    }


_BUTTONS = {
    "accept": Action("accept", "Take it on", "primary", describe="Take on the challenge of {}"),
    "decline": Action("decline", "Not this time", describe="Decline the challenge of {}, without a word"),
    "withdraw": Action("withdraw", "Take back", describe="Take back the challenge of {}"),
}


def _plain(action: Action, other: str) -> dict[str, Any]:
    return {
        "key": action.key,
        "label": action.label,
        "tone": action.tone,
        "describe": (action.describe or "").format(other),
    }


def _select(label: str, marker: str) -> ui.select:
    field = ui.select({}, label=label, with_input=True).mark(marker)
    return field.props(f'outlined options-dense behavior=menu input-aria-label="{label}"')


def _number(label: str, value: int | None, most: int, *, least: int = 1) -> ui.number:
    return ui.number(label, value=value, min=least, max=most, precision=0).props("outlined inputmode=numeric")


def _whole(value: float | None) -> int | None:
    return int(value) if value is not None and value == int(value) else None

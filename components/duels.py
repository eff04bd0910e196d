"""Duels: lists of one's own, and what admins decide about them."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from nicegui import ui

from components.forms import button
from components.frame import words
from components.outside import plain
from components.table import Action
from components.vue import put, vue
from domain.specs import MOST_FOR_A_DUEL, DuelRules
from domain.views import DuelView


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
    length = "1 day" if duel.days == 1 else f"{duel.days} days"
    shown: dict[str, Any] = plain(duel)
    return {
        "id": shown["id"],
        "title": f"{us} and {them}",
        "text": duel.what + ("" if duel.first_day else f" · {length}"),
        "first_day": shown["first_day"],
        "last_day": shown["last_day"],
        "ended": duel.ended,
        "reward": "" if duel.ended else " and ".join(f"{number} {word}" for number, word in paid if number),
        "sides": [
            {"name": us, "share": duel.shares[0], "number": duel.mine},
            {"name": them, "share": duel.shares[1], "number": duel.theirs},
        ],
        "steps": [{"text": step.text, "met": step.met} for step in duel.steps] if duel.first_day else [],
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


def _number(label: str, value: int | None, most: int, *, least: int = 1) -> ui.number:
    return ui.number(label, value=value, min=least, max=most, precision=0).props("outlined inputmode=numeric")


def _whole(value: float | None) -> int | None:
    return int(value) if value is not None and value == int(value) else None

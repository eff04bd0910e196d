"""Rewards in a form: what somebody gets besides XP and a badge, one after another."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial

from nicegui import ui

from components.fields import Fields
from components.forms import button
from components.frame import words
from components.reward_values import RewardInput
from components.widgets import badge_choice, choice, number
from domain.specs import LONGEST_BOOST, MAX_REWARD, STRONGEST_BOOST, BadgeSpec, RewardKind

MAX_REWARDS = 5
KINDS: Mapping[RewardKind, str] = {
    RewardKind.XP: "XP",
    RewardKind.COINS: "Coins",
    RewardKind.BADGE: "A badge",
    RewardKind.TITLE: "A title",
    RewardKind.ITEM: "A thing, by name",
    RewardKind.BOOST: "An XP boost",
    RewardKind.FREEZE: "Streak freezes",
}
_AMOUNTS = {RewardKind.BOOST: "Hours", RewardKind.XP: "XP", RewardKind.COINS: "Coins", RewardKind.FREEZE: "Freezes"}


class RewardsForm:
    """Folded away while there are none; draws `rewards` and writes into them."""

    def __init__(
        self, rewards: list[RewardInput], fields: Fields, badges: Sequence[BadgeSpec], changed: Callable[[], None]
    ) -> None:
        self._rewards, self._fields, self._badges, self._changed = rewards, fields, badges, changed
        self._forms: dict[RewardInput, RewardForm] = {}
        with ui.expansion("Further rewards", value=bool(rewards)).classes("qb-fold") as self.element:
            self._list = ui.element("div").classes("qb-form")
            for one in rewards:
                self._draw(one)
            with ui.element("div").classes("qb-actions"):
                self._more = button("Add a reward", self._add, quiet=True).mark("add-reward")
        self.refresh()

    def refresh(self) -> None:
        """Show what belongs to each kind."""
        for form in self._forms.values():
            form.refresh()
        self._more.set_visibility(len(self._rewards) < MAX_REWARDS)
        kinds = [KINDS[RewardKind(one.kind)] for one in self._rewards]
        self.element.props["caption"] = ", ".join(kinds) or "None"

    def _draw(self, one: RewardInput) -> None:
        with self._list:
            self._forms[one] = RewardForm(one, self._fields, self._badges, on_remove=partial(self._remove, one))

    def _add(self) -> None:
        self._rewards.append(RewardInput())
        self._draw(self._rewards[-1])
        self._tell()

    def _remove(self, one: RewardInput) -> None:
        self._rewards.remove(one)
        self._forms.pop(one).element.delete()
        self._tell()

    def _tell(self) -> None:
        self.refresh()
        self._changed()


class RewardForm:
    """One reward. Without `on_remove` it stays."""

    def __init__(
        self,
        typed: RewardInput,
        fields: Fields,
        badges: Sequence[BadgeSpec],
        *,
        on_remove: Callable[[], None] | None = None,
        waits: bool = True,
        kinds: Collection[RewardKind] = frozenset(RewardKind),
    ) -> None:
        self._typed = typed
        self._days: ui.number | None = None
        with ui.element("fieldset").classes("qb-form qb-tier") as self.element:
            words("legend", "Reward").set_visibility(waits)
            with ui.element("div").classes("qb-form-row"):
                offered = {kind: text for kind, text in KINDS.items() if kind in kinds}
                fields.keep(typed, "kind", choice("What", offered, typed.kind)).mark("reward-kind")
                self._amount = fields.keep(typed, "amount", number("Amount", typed.amount, least=1, most=MAX_REWARD))
                self._amount.mark("reward-amount")
                self._percent = number("XP in percent", typed.percent, least=101, most=STRONGEST_BOOST)
                fields.keep(typed, "percent", self._percent)
                self._name = ui.input("Name", value=typed.name).props("outlined maxlength=80")
                fields.keep(typed, "name", self._name).mark("reward-name")
                self._badge = fields.keep(typed, "badge_id", badge_choice(badges, typed.badge_id))
            if waits:
                self._wait(fields)
            if on_remove is not None:
                with ui.element("div").classes("qb-actions"):
                    button("Remove this reward", on_remove, quiet=True).mark("remove-reward")
        self.refresh()

    def _wait(self, fields: Fields) -> None:
        typed = self._typed
        with ui.element("div").classes("qb-form-row"):
            fields.keep(typed, "by_hand", ui.switch("Waits until it is claimed", value=typed.by_hand))
            days = number("Lost after days (empty: never)", typed.days, least=1, most=366)
            fields.keep(typed, "days", days).set_visibility(typed.by_hand)
            self._days = days

    def refresh(self) -> None:
        """Show what belongs to the kind."""
        kind = RewardKind(self._typed.kind)
        if self._days is not None:
            self._days.set_visibility(self._typed.by_hand)
        self._amount.set_visibility(kind in _AMOUNTS)
        self._amount.props["label"] = _AMOUNTS.get(kind, "Amount")
        self._amount.props["max"] = LONGEST_BOOST if kind is RewardKind.BOOST else MAX_REWARD
        self._percent.set_visibility(kind is RewardKind.BOOST)
        self._badge.set_visibility(kind is RewardKind.BADGE)
        self._name.set_visibility(kind in {RewardKind.ITEM, RewardKind.TITLE})

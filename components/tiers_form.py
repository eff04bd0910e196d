"""The tiers of an achievement: bronze to platinum, each with a goal, XP and coins of its own."""

from collections.abc import Callable, Sequence

from nicegui import ui

from components.fields import Fields
from components.frame import words
from components.mission_values import MissionInput
from components.rewards_form import RewardsForm
from components.widgets import number
from domain.specs import MAX_AMOUNT, BadgeSpec


class TiersForm:
    """Folded away while there are none."""

    def __init__(
        self, typed: MissionInput, fields: Fields, badges: Sequence[BadgeSpec], changed: Callable[[], None]
    ) -> None:
        self._typed = typed
        self._rewards: list[RewardsForm] = []
        with ui.expansion("Tiers", value=bool(typed.tiers_used)).classes("qb-fold") as self.element:
            words("p", "Leave a goal empty to leave its tier out. The last tier is the goal of it all.").classes(
                "qb-hint"
            )
            fields.complaint(typed, "tiers")
            for tier in typed.tiers:
                with ui.element("fieldset").classes("qb-tier"):
                    words("legend", tier.tier.value.capitalize())
                    with ui.element("div").classes("qb-form-row"):
                        goal = number("Goal", tier.threshold, least=1, most=MAX_AMOUNT)
                        fields.keep(tier, "threshold", goal).mark(f"{tier.tier.value}-threshold")
                        fields.keep(tier, "xp", number("XP", tier.xp, most=100_000)).mark(f"{tier.tier.value}-xp")
                        coins = number("Coins", tier.coins, most=100_000)
                        fields.keep(tier, "coins", coins).mark(f"{tier.tier.value}-coins")
                    self._rewards.append(RewardsForm(tier.rewards, fields, badges, changed))

    def refresh(self) -> None:
        used = [f"{tier.tier.value} {tier.threshold:,g}" for tier in self._typed.tiers_used]
        for form in self._rewards:
            form.refresh()
        self.element.props["caption"] = " · ".join(used).capitalize() or "None: reached once and for all"

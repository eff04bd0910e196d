"""The form of an offer, and what it holds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from nicegui import ui

from components.fields import Fields
from components.frame import words
from components.layout import card
from components.reward_values import RewardInput, reward_input
from components.rewards_form import RewardForm
from components.widgets import number, propose
from domain.specs import MAX_REWARD, BadgeSpec, OfferSpec, RewardKind

#: What coins buy.
KINDS = (RewardKind.ITEM, RewardKind.TITLE, RewardKind.FREEZE, RewardKind.BOOST, RewardKind.BADGE)


@dataclass(eq=False, slots=True)
class OfferInput:
    """What the form holds, as it is typed. Times are local to the admin, or empty."""

    id: str = ""
    title: str = ""
    text: str = ""
    price: float | None = 50
    gives: RewardInput = field(default_factory=lambda: RewardInput(RewardKind.ITEM, 1))
    real: bool = False
    approval: bool = False
    stock: float | None = None
    per_person: float | None = None
    starts_at: str = ""
    ends_at: str = ""
    on: bool = True


class OfferForm:
    """Writes into `typed`; `on_change` hears every edit. An id is asked for only when `slug_of` proposes one."""

    def __init__(
        self,
        typed: OfferInput,
        badges: Sequence[BadgeSpec],
        *,
        zone: str,
        slug_of: Callable[[str], str] | None,
        on_change: Callable[[], None],
    ) -> None:
        self._typed, self._changed = typed, on_change
        self.fields = Fields(typed, self._edited)
        with ui.element("div").classes("qb-form"):
            self.fields.complaint(typed, "")
            with card("What it says"):
                words("h2", "What it says")
                self._story(slug_of)
            with card("What one gets"):
                words("h2", "What one gets")
                self._gives = RewardForm(typed.gives, self.fields, badges, waits=False, kinds=KINDS)
                self._real = ui.switch("Somebody hands it over", value=typed.real)
                self.fields.keep(typed, "real", self._real)
                self.fields.keep(typed, "approval", ui.switch("An admin has to agree first", value=typed.approval))
            with card("How much of it, and when"):
                words("h2", "How much of it, and when")
                self._limits(zone)
        self._edited_kind()

    def _story(self, slug_of: Callable[[str], str] | None) -> None:
        typed, keep = self._typed, self.fields.keep
        title = keep(typed, "title", ui.input("Title", value=typed.title).props("outlined maxlength=80"))
        if slug_of:
            handle = keep(typed, "id", ui.input("Id").props("outlined maxlength=64"))
            words("p", "Packs know an offer by its id; it never changes.").classes("qb-hint")
            propose(handle, title, slug_of)
        text = ui.textarea("Text", value=typed.text).props("outlined autogrow maxlength=500")
        keep(typed, "text", text)
        with ui.element("div").classes("qb-form-row"):
            keep(typed, "price", number("Price in coins", typed.price, least=1, most=MAX_REWARD))
        keep(typed, "on", ui.switch("On: everybody sees it", value=typed.on))

    def _limits(self, zone: str) -> None:
        typed, keep = self._typed, self.fields.keep
        with ui.element("div").classes("qb-form-row"):
            stock = number("How many there are (empty: no end)", typed.stock, most=1_000_000)
            keep(typed, "stock", stock)
            keep(typed, "per_person", number("For each person (empty: any)", typed.per_person, least=1, most=1_000))
        words("p", "What is sold already counts; what is given back can be bought again.").classes("qb-hint")
        with ui.element("div").classes("qb-form-row"):
            for name, label in (("starts_at", "From"), ("ends_at", "Until")):
                moment = ui.input(label, value=getattr(typed, name))
                keep(typed, name, moment.props("outlined stack-label type=datetime-local"))
        words("p", f"Times are in {zone}. Leave them empty for always.").classes("qb-hint")

    def _edited(self) -> None:
        self._edited_kind()
        self._changed()

    def _edited_kind(self) -> None:
        self._gives.refresh()
        self._real.set_visibility(self._typed.gives.kind == RewardKind.ITEM)


def input_of(spec: OfferSpec, local: Callable[[str], str]) -> OfferInput:
    """The form that shows `spec`; `local` says a time of the spec, named by its field, in the admin's zone."""
    return OfferInput(
        id=spec.id,
        title=spec.title,
        text=spec.text,
        price=spec.price,
        gives=reward_input(spec.gives),
        real=spec.real,
        approval=spec.approval,
        stock=spec.stock,
        per_person=spec.per_person,
        starts_at=local("starts_at"),
        ends_at=local("ends_at"),
        on=spec.on,
    )

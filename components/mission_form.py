"""The mission builder: native fields, each with its own message; what a simple mission does not need is folded away."""

from collections.abc import Callable, Mapping

from nicegui import ui

from components.audience_form import AudienceForm
from components.condition_form import Terms
from components.fields import Fields
from components.frame import words
from components.layout import card
from components.mission_values import Choices, ConditionInput, GroupInput, MissionInput
from components.requirement_form import RequirementForm
from components.rewards_form import RewardsForm
from components.steps_form import StepsForm
from components.tiers_form import TiersForm
from components.widgets import choice, reward, segments, span
from domain.specs import Kind, Window

KINDS = {Kind.MISSION: "Mission", Kind.QUEST: "Quest", Kind.ACHIEVEMENT: "Achievement"}
ABOUT = {
    Kind.MISSION: "A goal within a time; it may begin afresh every day, week, month or season.",
    Kind.QUEST: "Steps, one after the other. Players accept it when they like, and may abandon it.",
    Kind.ACHIEVEMENT: "Stays open until it is reached. It may have tiers, from bronze to platinum.",
}
WINDOWS = {
    Window.ONCE: "Once",
    Window.DAILY: "Every day afresh",
    Window.WEEKLY: "Every week afresh",
    Window.MONTHLY: "Every month afresh",
    Window.SEASON: "Every season afresh",
}


class MissionForm:
    """Writes into `typed`; `on_change` hears every edit, `fields` shows what is wrong, `sentence_of` puts a requirement
    into words.
    """

    def __init__(
        self,
        typed: MissionInput,
        choices: Choices,
        *,
        zone: str,
        sentence_of: Callable[[ConditionInput | GroupInput], str],
        on_change: Callable[[], None],
    ) -> None:
        self._typed, self._changed = typed, on_change
        self.fields = Fields(typed, self._edited)
        terms = Terms(self.fields, choices.metrics, sentence_of, self._edited)
        with ui.element("div").classes("qb-form"):
            self.fields.complaint(typed, "")
            with card("What it says"):
                self._story()
            with card("What to do"):
                self._goal(terms, choices)
            with card("When") as self._when:
                self._time(zone, choices.seasons)
            with card("Who takes part"):
                self._audience = AudienceForm(typed, self.fields, choices)
            with card("Reward"):
                words("h2", "Reward")
                self._amounts = reward(self.fields, typed, choices.badges)
                self._rewards = RewardsForm(typed.rewards, self.fields, choices.badges, self._edited)
        self.refresh()

    def refresh(self) -> None:
        """Show what belongs to the chosen kind, and say what is typed."""
        typed = self._typed
        kind = Kind(typed.kind)
        self._about.set_text(ABOUT[kind])
        self._once.set_visibility(kind is not Kind.QUEST)
        self._in_steps.set_visibility(kind is Kind.QUEST)
        self._tiers.element.set_visibility(kind is Kind.ACHIEVEMENT)
        self._when.set_visibility(kind is not Kind.ACHIEVEMENT)
        self._window.set_visibility(kind is Kind.MISSION)
        self._dates.set_visibility(not typed.season)
        self._limit.set_visibility(kind is Kind.QUEST)
        limit = typed.time_limit
        self._limit.props["caption"] = f"{limit.number:g} {limit.unit}" if limit.number else "None"
        tiered = kind is Kind.ACHIEVEMENT and bool(typed.tiers_used)
        self._requirement.refresh(bounded=tiered)
        for amount in self._amounts:
            amount.set_visibility(not tiered)
        self._rewards.element.set_visibility(not tiered)
        self._rewards.refresh()
        self._steps.refresh()
        self._tiers.refresh()
        self._audience.refresh()

    def _story(self) -> None:
        typed = self._typed
        words("h2", "What it says")
        self.fields.keep(
            typed, "kind", segments("Kind", {kind.value: text for kind, text in KINDS.items()}, typed.kind)
        )
        self._about = words("p", "").classes("qb-hint")
        title = ui.input("Title", value=typed.title).props("outlined maxlength=80")
        self.fields.keep(typed, "title", title)
        description = ui.textarea("Description", value=typed.description)
        self.fields.keep(typed, "description", description.props("outlined autogrow maxlength=500"))

    def _goal(self, terms: Terms, choices: Choices) -> None:
        typed = self._typed
        words("h2", "What to do")
        with ui.element("div").classes("qb-form") as self._once:
            self.fields.complaint(typed, "requirement")
            self._requirement = RequirementForm(typed.requirement, terms)
            self._tiers = TiersForm(typed, self.fields, choices.badges, self._edited)
        with ui.element("div").classes("qb-form") as self._in_steps:
            self.fields.complaint(typed, "steps")
            lasting = Terms(terms.fields, terms.metrics, terms.sentence_of, terms.changed, lasting=True)
            self._steps = StepsForm(typed.steps, lasting, badges=choices.badges)

    def _time(self, zone: str, seasons: Mapping[str, str]) -> None:
        typed = self._typed
        words("h2", "When")
        self._window = choice("Repeats", WINDOWS, typed.window)
        self.fields.keep(typed, "window", self._window)
        season = ui.select(dict(seasons), label="Season", value=typed.season, clearable=True)
        self.fields.keep(typed, "season", season.props("outlined behavior=menu"))
        season.set_visibility(bool(seasons))
        with ui.element("div").classes("qb-form-row") as self._dates:
            for name, label in (("starts_at", "Starts"), ("ends_at", "Ends")):
                field = ui.input(label, value=getattr(typed, name))
                self.fields.keep(typed, name, field.props("outlined stack-label type=datetime-local"))
        words(
            "p", f"Times are in {zone}. Without a start it begins when it is published; without an end it stays."
        ).classes("qb-hint")
        with ui.expansion("Time limit", value=typed.time_limit.number is not None).classes("qb-fold") as self._limit:
            words("p", "How long a player has from accepting it. Leave the number empty for no limit.").classes(
                "qb-hint"
            )
            with ui.element("div").classes("qb-form-row"):
                span(self.fields, typed.time_limit)

    def _edited(self) -> None:
        self.refresh()
        self._changed()

"""All seasons with their states, and the form of one."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from fastapi import Request
from nicegui import ui
from pydantic import ValidationError

from app import door
from app.auth import current
from app.news import News, Topic
from app.pages.admin.guard import follow_as_admin
from app.pages.admin.sentences import CHECK, sentence_of
from app.pages.attempt import attempt
from components.forms import button, confirmed
from components.frame import frame, page_head, words
from components.layout import card
from components.reward_values import raw_reward, reward_field
from components.season_form import PrizeInput, SeasonForm, SeasonInput, input_of
from components.seasons import span_of
from components.table import Action, Chip, Column, Table, Tone
from components.toasts import Toasts
from domain.errors import Invalid, NotFound, QuestboardError
from domain.rules.seasons import bar_in_words, prize_in_words
from domain.rules.slugs import slug_of
from domain.services import seasons as verbs
from domain.specs import BadgeSpec, SeasonSpec
from domain.store.queries import badges
from domain.store.queries import seasons as queries
from domain.views import SeasonDefinition, SeasonState, SignedIn

_SAYS = {
    SeasonState.DRAFT: "It is a draft until you announce it.",
    SeasonState.ANNOUNCED: "Everybody sees it. It opens by itself when its first day begins.",
    SeasonState.OPEN: "It is on. Its words and colours may change.",
    SeasonState.OVER: "It is over, and decided soon.",
    SeasonState.CLOSED: "It is over, and its results are kept.",
}
_TONES: dict[SeasonState, Tone] = {SeasonState.OPEN: "good", SeasonState.ANNOUNCED: "info"}


@ui.page("/admin/seasons")
async def seasons(request: Request) -> None:
    """The list, and the way to a new season."""
    me = await current.require_admin(request)
    screen = Screen(me)
    follow_as_admin(me, screen.tell)
    found = await door.read(queries.definitions, now=door.now())
    with frame("Seasons", me, active="admin-seasons") as toasts:
        with page_head(
            "Seasons", "Spans of days with missions, boards and prizes. Nobody sees one before it is announced."
        ):
            link = words("a", "New season").classes("qb-button is-primary")
            link.props["href"] = "/admin/seasons/new"
        screen.draw(found, toasts)


@ui.page("/admin/seasons/new")
async def new_season(request: Request) -> None:
    """An empty form."""
    await _open(request, None)


@ui.page("/admin/seasons/{season_id}/edit")
async def edit_season(request: Request, season_id: str) -> None:
    """The form of a season there is."""
    await _open(request, season_id)


class Screen:
    """One open list of seasons."""

    def __init__(self, me: SignedIn) -> None:
        self._me = me

    def draw(self, found: Sequence[SeasonDefinition], toasts: Toasts) -> None:
        self._toasts = toasts
        with card("Seasons"):
            self._table = Table(
                (
                    Column("season", "Season", "title"),
                    Column("days", "Days"),
                    Column("holds", "Missions and boards"),
                    Column("prizes", "Prizes"),
                    Column("chips", "State", "chips"),
                    Column("do", "", "actions"),
                ),
                caption="Seasons",
                timezone="UTC",
                empty=(
                    "flag",
                    "No seasons",
                    "A season gives everybody a fresh start. Make one, if you want it.",
                ),
                on_act=self._act,
            )
        self._show(found)

    async def tell(self, news: News) -> None:
        self._toasts.tell_all(news.mine)
        if news.stale(Topic.SEASONS, Topic.BOARDS, Topic.MISSIONS):
            await self._refresh()

    async def _refresh(self) -> None:
        self._show(await door.read(queries.definitions, now=door.now()))

    def _show(self, found: Sequence[SeasonDefinition]) -> None:
        self._names = {one.season.spec.id: one.season.spec.name for one in found}
        self._table.show([_row(one) for one in found])

    async def _act(self, what: str, season_id: str) -> None:
        name = self._names[season_id]
        if what == "announce":
            text = "Everybody sees it. It opens by itself when its first day begins, and then its days and prizes stay."
            if not await confirmed(f"Announce {name}?", text, "Announce"):
                return
        verb = verbs.announce if what == "announce" else verbs.withdraw
        said = f"{name} is announced" if what == "announce" else f"{name} is a draft again"
        change = door.write(verb, season_id, actor_id=self._me.player_id, now=door.now())
        if await attempt(self._toasts, change, said):
            await self._refresh()


def _row(one: SeasonDefinition) -> dict[str, object]:
    spec, state = one.season.spec, one.season.state
    actions = [Action("edit", "Edit", href=f"/admin/seasons/{spec.id}/edit", describe=f"Edit {spec.name}")]
    if state is SeasonState.DRAFT:
        actions.append(Action("announce", "Announce", tone="primary", describe=f"Announce {spec.name}"))
    else:
        actions.append(Action("look", "Look", href=f"/seasons/{spec.id}", describe=f"Look at {spec.name}"))
    if state in {SeasonState.OPEN, SeasonState.OVER, SeasonState.CLOSED}:
        fair = f"/admin/seasons/{spec.id}/fairness"
        actions.append(Action("fairness", "Fairness", href=fair, describe=f"Who reaches {spec.name}"))
    if state is SeasonState.ANNOUNCED:
        actions.append(Action("withdraw", "Withdraw", describe=f"Withdraw {spec.name}"))
    return {
        "id": spec.id,
        "season": {"title": spec.name, "text": spec.sentence},
        "days": span_of(spec),
        "holds": ", ".join((*one.missions, *one.boards)) or "none",
        "prizes": ", ".join(bar_in_words(prize) for prize in spec.prizes) or "none",
        "chips": (Chip(state.value, _TONES.get(state, "")), Chip(spec.theme.value)),
        "do": tuple(actions),
    }


async def _open(request: Request, season_id: str | None) -> None:
    me = await current.require_admin(request)
    found = {one.season.spec.id: one for one in await door.read(queries.definitions, now=door.now())}
    if season_id is not None and season_id not in found:
        raise NotFound("There is no such season.")
    stored = found[season_id] if season_id else None
    editor = Editor(me, stored, await door.read(badges.all_badges))

    async def tell(news: News) -> None:
        toasts.tell_all(news.mine)

    follow_as_admin(me, tell)
    title = stored.season.spec.name if stored else "New season"
    with frame(title, me, active="admin-seasons", narrow=True) as toasts:
        page_head(title, _SAYS[stored.season.state if stored else SeasonState.DRAFT])
        editor.draw(toasts)


class Editor:
    """One open form."""

    def __init__(self, me: SignedIn, stored: SeasonDefinition | None, badges_: Sequence[BadgeSpec]) -> None:
        self._me, self._badges, self._is_new = me, badges_, stored is None
        self._typed = input_of(stored.season.spec) if stored else SeasonInput()
        self._stay = [prize_in_words(prize) for prize in stored.season.spec.prizes] if stored else []
        self._begun = stored is not None and stored.season.state not in {SeasonState.DRAFT, SeasonState.ANNOUNCED}

    def draw(self, toasts: Toasts) -> None:
        self._toasts = toasts
        slugs = slug_of if self._is_new else None
        self._form = SeasonForm(
            self._typed, self._badges, slug_of=slugs, begun=self._begun, stay=self._stay, on_change=self._changed
        )
        with ui.element("div").classes("qb-actions"):
            button("Save season", self._save, primary=True).mark("save")
            link = words("a", "Cancel").classes("qb-button is-quiet")
            link.props["href"] = "/admin/seasons"

    def _changed(self) -> None:
        """Check everything, but mark only what was touched."""
        try:
            spec_of(self._typed)
        except Invalid as refusal:
            self._form.show_errors(refusal.fields)
        else:
            self._form.show_errors({})

    async def _save(self) -> None:
        try:
            spec = spec_of(self._typed)
            await door.write(verbs.put, spec, is_new=self._is_new, actor_id=self._me.player_id, now=door.now())
        except Invalid as refusal:
            self._form.show_errors(refusal.fields, everywhere=True)
        except QuestboardError as refusal:
            self._toasts.say(refusal.title, refusal.sentence, good=False)
        else:
            ui.navigate.to("/admin/seasons")


def spec_of(typed: SeasonInput) -> SeasonSpec:
    """The spec behind the form. Raises `Invalid` with the fields of the form."""
    values = {name: value for name, value in asdict(typed).items() if name != "prizes" and value not in ("", None)}
    try:
        return SeasonSpec.model_validate({**values, "prizes": [_raw(prize) for prize in typed.prizes]})
    except ValidationError as error:
        found: dict[str, str] = {}
        for mistake in error.errors():
            sentence = sentence_of(mistake)
            found.setdefault(_field_of(typed, mistake["loc"], sentence), sentence)
        raise Invalid(CHECK, found) from None


def _raw(prize: PrizeInput) -> dict[str, Any]:
    plain = {name: value for name, value in asdict(prize).items() if name != "rewards" and value is not None}
    return {**plain, "xp": prize.xp or 0, "rewards": [raw_reward(reward) for reward in prize.rewards]}


def _field_of(typed: SeasonInput, location: tuple[int | str, ...], sentence: str) -> str:
    """The field a sentence belongs to; of what concerns several, the one that can mend it."""
    match location:
        case ():
            return "prizes" if sentence.startswith("Two prizes") else "last"
        case ("prizes", int(at)):
            return f"prizes.{at}."
        case ("prizes", int(at), "rewards", int(number), *rest):
            return f"prizes.{at}.rewards.{number}.{reward_field(rest, typed.prizes[at].rewards[number])}"
        case _:
            return ".".join(map(str, location))

"""What multiplies XP, on the scoring page: settings, and the boosts that run or are to come."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from nicegui import ui
from pydantic import ValidationError
from sqlmodel import Session

from app import door
from app.pages.admin.sentences import sentence_of
from app.pages.attempt import attempt
from components.boost_form import BoostInput, ask_boost
from components.factors_form import FactorsForm, as_factor
from components.forms import button, confirmed
from components.frame import words
from components.layout import card
from components.local_time import moment_of, text_of
from components.table import Action, Chip, Column, Table
from components.toasts import Toasts
from domain.services import boosts as boost_verbs
from domain.services import factors as verbs
from domain.specs import BoostScope, BoostSpec, FactorsSpec, PersonKind
from domain.store.factors import next_day
from domain.store.queries import factors as queries
from domain.store.queries import players, teams
from domain.views import BoostView, SignedIn

HOUR = timedelta(hours=1)


class Multipliers:
    """Two cards of the scoring page."""

    def __init__(self, me: SignedIn, zone: str) -> None:
        self._me, self._zone = me, zone

    def draw(self, spec: FactorsSpec, boosts: Sequence[BoostView], toasts: Toasts) -> None:
        self._toasts = toasts
        with card("What multiplies XP"):
            words("h2", "What multiplies XP")
            FactorsForm(spec, on_save=self._save)
        with card("Boosts"):
            words("h2", "Boosts")
            words("p", "Times in which work is worth more, announced beforehand, for whoever works then.").classes(
                "qb-hint"
            )
            self._table = Table(
                (
                    Column("boost", "Boost", "title"),
                    Column("state", "State", "chips"),
                    Column("begins", "From", "time"),
                    Column("ends", "Until", "time"),
                    Column("do", "", "actions"),
                ),
                caption="Boosts",
                timezone=self._zone,
                empty=("bolt", "No boost", "None runs, and none is announced."),
                on_act=self._call_off,
            )
            with ui.element("div").classes("qb-actions"):
                button("Announce a boost", self._announce).mark("announce-boost")
        self._show(boosts)

    def _show(self, boosts: Sequence[BoostView]) -> None:
        now = door.now()
        self._table.show([_row(one, now) for one in boosts])

    async def refresh(self) -> None:
        """Read and show the boosts again."""
        self._show(await door.read(queries.boosts, now=door.now()))

    async def _save(self, spec: FactorsSpec) -> None:
        now = door.now()
        change = door.write(verbs.put, spec, actor_id=self._me.player_id, now=now)
        await attempt(self._toasts, change, f"Saved: it holds from {next_day(now):%-d %B} on")

    async def _announce(self) -> None:
        begin = (door.now() + HOUR).replace(minute=0)
        typed = await ask_boost(
            await door.read(_whom, self._me.player_id),
            self._zone,
            starts_at=text_of(begin, self._zone),
            ends_at=text_of(begin + 24 * HOUR, self._zone),
        )
        if typed is None:
            return
        try:
            spec = _spec(typed, self._zone)
        except ValidationError as error:
            self._toasts.say("It was not announced", sentence_of(error.errors()[0]), good=False)
            return
        except ValueError:
            self._toasts.say("It was not announced", "Dates and times, please.", good=False)
            return
        change = door.write(boost_verbs.schedule, uuid4(), spec, actor_id=self._me.player_id, now=door.now())
        if await attempt(self._toasts, change, f"{spec.title} is announced"):
            await self.refresh()

    async def _call_off(self, _: str, handle: str) -> None:
        if not await confirmed("Call this boost off?", "It ends within a minute. What was paid stays.", "Call it off"):
            return
        change = door.write(boost_verbs.call_off, UUID(handle), actor_id=self._me.player_id, now=door.now())
        if await attempt(self._toasts, change, "It is called off"):
            await self.refresh()


def read(session: Session, *, now: datetime) -> tuple[FactorsSpec, tuple[BoostView, ...]]:
    """What these cards show."""
    return queries.settings(session), queries.boosts(session, now=now)


def _row(boost: BoostView, now: datetime) -> dict[str, object]:
    runs = boost.starts_at <= now
    return {
        "id": boost.id,
        "boost": {"title": boost.title, "text": f"XP × {as_factor(boost.factor)} · {boost.who}"},
        "state": (Chip("runs", "good") if runs else Chip("announced", "info"),),
        "begins": boost.starts_at,
        "ends": boost.ends_at,
        "do": (Action("off", "Call off", tone="danger", describe=f"Call off {boost.title}"),),
    }


def _whom(session: Session, me: UUID) -> Mapping[str, str]:
    """Everyone, each team, each person but oneself."""
    people = [one for one in players.people(session) if one.kind is PersonKind.HUMAN and one.id != me]
    return {
        "": "Everyone",
        **{f"team:{one.id}": f"Team {one.name}" for one in teams.teams(session)},
        **{f"player:{one.id}": f"{one.name} (@{one.login})" for one in people},
    }


def _spec(typed: BoostInput, zone: str) -> BoostSpec:
    scope, _, subject = typed.whom.partition(":")
    return BoostSpec(
        title=typed.title,
        scope=BoostScope(scope or "everyone"),
        subject_id=UUID(subject) if subject else None,
        factor=typed.factor,
        starts_at=moment_of(typed.starts_at, zone),
        ends_at=moment_of(typed.ends_at, zone),
    )

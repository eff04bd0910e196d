"""What work is worth: the scoring rules in force, to read, and the level curve, to choose."""

from datetime import datetime
from uuid import UUID

from fastapi import Request
from nicegui import ui
from sqlmodel import Session

from app import door
from app.auth import current
from app.news import News
from app.pages.admin import scoring_rules
from app.pages.admin.guard import follow_as_admin
from app.pages.admin.multipliers import Multipliers, read
from app.pages.attempt import attempt
from components.cap_form import CapForm
from components.curve_form import CurveForm
from components.duels import DuelRulesForm
from components.forms import button_link
from components.frame import frame, page_head, words
from components.layout import card
from domain.services import duels
from domain.services import game as verbs
from domain.specs import DuelRules, FactorsSpec, LevelCurve
from domain.store.queries import duels as duel_queries
from domain.store.queries import levels, players
from domain.store.queries import rules as queries
from domain.store.queries.game import cap_by_hand, level_curve
from domain.views import BoostView, LevelStep, RuleView


@ui.page("/admin/rules")
async def rules(request: Request) -> None:
    """Every rule with its cap: work is paid when it has landed and somebody looked at it."""
    me = await current.require_admin(request)

    async def tell(news: News) -> None:
        toasts.tell_all(news.mine)
        if news.resync:
            await multipliers.refresh()

    follow_as_admin(me, tell)
    views, curve, cap, spec, boosts, zone = await door.read(_view, me.player_id, now=door.now())
    multipliers = Multipliers(me, zone)
    duelling = await door.read(duel_queries.rules_of)

    async def save(chosen: LevelCurve) -> None:
        change = door.write(verbs.set_curve, chosen, actor_id=me.player_id, now=door.now())
        await attempt(toasts, change, "The level curve is saved")

    async def preview(chosen: LevelCurve) -> tuple[LevelStep, ...]:
        return await door.read(levels.steps, chosen)

    async def save_cap(chosen: int) -> None:
        change = door.write(verbs.set_cap_by_hand, chosen, actor_id=me.player_id, now=door.now())
        await attempt(toasts, change, "The cap is saved")

    async def save_duels(chosen: DuelRules) -> None:
        change = door.write(duels.set_rules, chosen, actor_id=me.player_id, now=door.now())
        await attempt(toasts, change, "Duels are saved")

    with frame("Scoring", me, active="admin-rules") as toasts:
        with page_head(
            "Scoring",
            "Each rule pays in full up to a point, then half, and nothing beyond its cap of the day. "
            "None that comes along pays for lines, commits, prompts or hours.",
        ):
            button_link("New rule", "/admin/rules/new", primary=True)
        for view in views:
            if view.doubt:
                words("p", f"{view.title}: {view.doubt}").classes("qb-doubt").mark("doubt").props("role=alert")
        with card("Scoring rules"):
            scoring_rules.listing(me, views).draw(toasts)
        multipliers.draw(spec, boosts, toasts)
        with card("Level curve"):
            words("h2", "Level curve")
            steps = await door.read(levels.steps, curve)
            CurveForm(curve, steps, steps_of=preview, on_save=save)
        with card("By hand"):
            words("h2", "By hand")
            CapForm(cap, on_save=save_cap)
        with card("Duels"):
            words("h2", "Duels")
            DuelRulesForm(duelling, on_save=save_duels)


def _view(
    session: Session, player_id: UUID, *, now: datetime
) -> tuple[tuple[RuleView, ...], LevelCurve, int, FactorsSpec, tuple[BoostView, ...], str]:
    zone = players.player_card(session, player_id, now=now).timezone
    spec, boosts = read(session, now=now)
    return queries.rules(session), level_curve(session), cap_by_hand(session), spec, boosts, zone

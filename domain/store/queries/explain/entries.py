"""Why a line of the feed has its amount."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlmodel import Session

from domain.errors import NotFound
from domain.rules import explaining
from domain.specs import ScoringRuleSpec
from domain.store import definitions, holds
from domain.store.driver import connection
from domain.store.queries.explain.evidence import work
from domain.views import Evidence, Explanation, gained


def explain_entry(session: Session, entry_id: int, *, player_id: UUID) -> Explanation:
    """Why a line of the feed has its amount. Raises `NotFound`, also for somebody else who hides."""
    row = (
        connection(session)
        .execute(
            """
        select e.player_id, e.amount, e.day, e.cause, e.cause_id, e.activity_key, e.factors, e.at, e.coins
        from xp_entry e join player p on p.id = e.player_id
        where e.id = %s and (e.player_id = %s or not p.hidden)
        """,
            (entry_id, player_id),
        )
        .fetchone()
    )
    if row is None:
        raise NotFound("There is no such line.")
    whose, amount, day, cause, cause_id, key, factors, at, coins = row
    title = gained(amount, coins) or "+0 XP"
    match cause:
        case "rule":
            rule = _rule(session, cause_id, int(factors["version"]))
            first = f"Scoring rule “{rule.title}”, version {factors['version']}, on {day:%-d %B %Y}."
            return Explanation(title, (first, *explaining.steps(factors, amount)), work(session, [key]))
        case "mission":
            return Explanation(
                title, _of_mission(session, cause_id, factors), _behind(session, cause_id, whose, factors)
            )
        case "hold" if whose != player_id:
            raise NotFound("There is no such line.")
        case "hold":
            hold = UUID(factors["hold"])
            return Explanation(title, explaining.held(factors), work(session, holds.works(session, hold)))
        case "season":
            reached = f"Everybody who reached {factors['bar']} in the season “{factors['title']}” got this."
            return Explanation(title, (reached, f"It was decided on {at:%-d %B %Y}."), ())
        case "purchase" | "reward":
            what = "A reward" if cause == "reward" else "Paid with coins" if coins < 0 else "Coins that came back"
            why = (str(factors["reason"]),) if "reason" in factors and whose == player_id else ()
            return Explanation(title, (f"{what}, booked on {at:%-d %B %Y}: {factors['title']}.", *why), ())
        case "hand" if "deducted" in factors:
            said = explaining.deducted_anew(factors, amount, day)
        case _:
            what = "Given by hand" if cause == "hand" and amount > 0 else "A correction"
            reason = factors.get("reason", "no reason was given.") if whose == player_id else "an admin’s decision."
            said = (f"{what}, booked on {at:%-d %B %Y}: {reason}", *_spent(factors))
    return Explanation(title, said, ())


def _spent(factors: Mapping[str, Any]) -> Iterable[str]:
    if spent := int(factors.get("spent", 0)):
        yield f"{spent:,} of its coins had been spent by then. A balance is never negative, so they were not taken."


def _rule(session: Session, rule_id: str, version: int) -> ScoringRuleSpec:
    row = connection(session).execute(
        "select spec from scoring_rule where id = %s and version = %s", (rule_id, version)
    )
    found = row.fetchone()
    assert found is not None, "rules are never deleted"  # noqa: S101
    return ScoringRuleSpec.model_validate(found[0])


def _of_mission(session: Session, cause_id: str, factors: Mapping[str, Any]) -> tuple[str, ...]:
    mission = definitions.mission(session, UUID(cause_id))
    sentences = [f"Reward of “{factors['title']}”, version {mission.version}."]
    if factors["period"] != "once":
        sentences.append(f"Its window: {factors['period']}.")
    if moved := factors.get("moved"):
        sentences.append(f"Work that came in later shows that it was done earlier, so it moved: {moved}.")
    return tuple(sentences)


def _behind(session: Session, cause_id: str, whose: UUID, factors: Mapping[str, Any]) -> tuple[Evidence, ...]:
    """The work that completed it."""
    row = connection(session).execute(
        """
        select completed_by from progress where mission_id = %s and period = %s and subject_id = %s
        """,
        (UUID(cause_id), factors["period"], whose),
    )
    found = row.fetchone()
    return work(session, [found[0]]) if found and found[0] else ()

"""What a piece of work gave, and what it did not."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session

from domain.errors import NotFound
from domain.rules import explaining
from domain.rules.filters import passes
from domain.specs import Fact
from domain.store import definitions, history, people, rule_book
from domain.store.definitions import Mission
from domain.store.driver import connection
from domain.store.queries.explain.evidence import work
from domain.store.scene import Scene, is_quest, roster_for
from domain.views import Explanation


def explain_activity(session: Session, key: str, *, player_id: UUID) -> Explanation:
    """What a piece of work gave and what it did not, rule by rule and mission by mission. Raises `NotFound`."""
    found = [fact for fact in history.by_key(session, key) if fact.player_id == player_id]
    if not found:
        raise NotFound("This work is not known here.")
    fact, *reversals = found
    player = people.known(session, [player_id])[player_id]
    received_at = fact.received_at or fact.occurred_at
    missions = definitions.missions(session, {fact.metric}, received_at, received_at)
    scene = Scene({player_id: player}, missions, roster_for(session, [player_id], missions))
    sentences = [
        *_on_hold(session, key),
        *(f"It was taken back on {one.moment:%-d %B %Y}." for one in reversals),
        *_by_rules(session, fact),
        *(f"Mission “{m.spec.title}”, version {m.version}: {_by_mission(m, scene, fact)}" for m in missions),
    ]
    return Explanation(key, tuple(sentences), work(session, [key]))


def _on_hold(session: Session, key: str) -> Iterable[str]:
    """What became of a hold of this work."""
    rows = connection(session).execute(
        """
        select h.sentence, h.at, h.expires_at, e.outcome, e.reason, e.at
        from hold_work w join hold h on h.id = w.hold_id left join hold_end e on e.hold_id = h.id
        where w.activity_key = %s
        """,
        (key,),
    )
    for sentence, at, expires_at, outcome, reason, ended_at in rows:
        yield f"On hold since {at:%-d %B %Y}, because {sentence}"
        if outcome is None:
            yield f"A person looks at it until {expires_at:%-d %B %Y}; until then what it paid waits."
        else:
            again = "does not count" if outcome == "reversed" else "counts again"
            yield f"Since {ended_at:%-d %B %Y} it {again}: {reason}"


def _by_rules(session: Session, fact: Fact) -> Iterable[str]:
    paid = {
        row[0]: (row[1], row[2])
        for row in connection(session).execute(
            """
            select cause_id, amount, factors from xp_entry
            where activity_key = %s and grant_key = 'rule:' || cause_id || ':' || activity_key
            """,
            (fact.key,),
        )
    }
    book = rule_book.rules(session, {fact.metric})
    for rule in book.on(fact.metric, fact.day, fact.player_id) if fact.player_id else ():
        name = f"Scoring rule “{rule.spec.title}”, version {rule.version}"
        if rule.spec.id in paid:
            amount, factors = paid[rule.spec.id]
            yield f"{name}: {amount:+,} XP. {' '.join(explaining.steps(factors, amount))}"
        elif not passes(rule.spec.filters, fact.dimensions):
            yield f"{name}: nothing. {explaining.filtered(rule.spec.filters, fact.dimensions)}"
        elif not rule.pays(fact.received_at or fact.occurred_at):
            yield f"{name}: nothing. It was not in force when the work came in."
        else:
            yield f"{name}: nothing."


def _by_mission(mission: Mission, scene: Scene, fact: Fact) -> str:
    if (reason := scene.refusal(mission, fact)) is not None:
        return f"it does not count. {reason}"
    reasons = [explaining.missed(one, fact) for one in mission.spec.goals]
    if None in reasons:
        return "it counts in a quest that was accepted before." if is_quest(mission) else "it counts."
    return f"it does not count. {reasons[0]}"

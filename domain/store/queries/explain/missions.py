"""Why a mission stands where it does."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.rules import explaining
from domain.rules.missions import decided_at, period
from domain.rules.wording import outline
from domain.rules.zones import day_of
from domain.specs import Fact
from domain.store import definitions, history, people, quests
from domain.store.definitions import Mission
from domain.store.history import Wanted
from domain.store.people import Locked
from domain.store.queries import cards
from domain.store.queries.explain.evidence import named
from domain.store.quests import Run
from domain.store.scene import Scene, is_quest, roster_for
from domain.views import Evidence, Explanation, MissionCard, Standing

#: So many pieces of work are shown behind an explanation.
SHOWN = 30


def explain_mission(session: Session, mission_id: UUID, *, player_id: UUID, now: datetime) -> Explanation:
    """How far a player is with a mission and why: each condition, and what counts or does not. Raises `NotFound`."""
    card = cards.mission_card(session, player_id, mission_id, now=now)
    mission = definitions.mission(session, mission_id)
    player = people.known(session, [player_id])[player_id]
    scene = Scene({player_id: player}, [mission], roster_for(session, [player_id], [mission]))
    return Explanation(
        card.title,
        tuple(_sentences(mission, card, player, now)),
        _evidence(session, mission, scene, player, now),
    )


def _sentences(mission: Mission, card: MissionCard, player: Locked, now: datetime) -> Iterable[str]:
    spec, running = mission.spec, mission.running
    since = f"since {running.counts_from:%-d %B %Y}" if running.counts_from else "from the very beginning"
    yield f"Version {mission.version}, published on {running.published_at:%-d %B %Y}. It counts work {since}."
    if card.completed_at is not None:
        yield f"You completed it with work of {card.completed_at:%-d %B %Y}."
    if card.standing is Standing.WAITING:
        name = period(spec.window, day_of(player.zones, now))
        decided = decided_at(spec, name)
        when = f" on {decided:%-d %B %Y}" if decided else ""
        yield f"It is reached for now and decided{when}, when nothing of its window can still come in."
    if spec.requirement is not None:
        yield f"It asks for: {outline(spec.requirement)}."
    if len(card.conditions) > 1:
        yield from (f"{'Yes' if one.met else 'Not yet'}: {one.text}." for one in card.conditions)
    yield from (f"Step “{one.title}”: {'done' if one.completed_at else one.line}." for one in card.steps)


def _evidence(session: Session, mission: Mission, scene: Scene, player: Locked, now: datetime) -> tuple[Evidence, ...]:
    """The newest work of the metrics a mission counts, and what became of it."""
    found = history.read(session, [Wanted((player.id,), mission.spec.metrics)])[0]
    newest = [fact for fact in reversed(found) if fact.times > 0][:SHOWN]
    back = {fact.key for fact in found if fact.times < 0}
    name = period(mission.spec.window, day_of(player.zones, now))
    runs = quests.runs(session, [(mission.id, player.id)])
    verdicts = {fact.key: _verdict(mission, scene, fact, name, runs, taken_back=fact.key in back) for fact in newest}
    words = named(session, {fact.key: fact for fact in newest})
    return tuple(
        Evidence(fact.occurred_at, *words[fact.key], counts=why is None, why=why or "It counts.")
        for fact in newest
        for why in (verdicts[fact.key],)
    )


def _off_quest(mission: Mission, scene: Scene, fact: Fact, runs: Sequence[Run]) -> str | None:
    if not runs:
        return "You have not accepted this quest."
    if any(scene.is_in_run(mission, run, fact) for run in runs):
        reasons = [explaining.missed(one, fact) for one in mission.spec.goals]
        return None if None in reasons else reasons[0]
    return scene.refusal(mission, fact) or "It was not done while you were on this quest."


def _verdict(
    mission: Mission, scene: Scene, fact: Fact, name: str, runs: Sequence[Run], *, taken_back: bool
) -> str | None:
    if taken_back:
        return "It was taken back."
    if is_quest(mission):
        return _off_quest(mission, scene, fact, runs)
    reasons = [explaining.missed(one, fact) for one in mission.spec.goals]
    if None not in reasons:
        return reasons[0]
    if (reason := scene.refusal(mission, fact)) is not None:
        return reason
    window = period(mission.spec.window, fact.day)
    return None if window == name else f"It counted in another window, {window}."

"""Explain: why something was given, or was not, with the work behind it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from domain.errors import NotFound
from domain.rules import explaining
from domain.rules.derived import DERIVED
from domain.rules.filters import passes
from domain.rules.missions import decided_at, period
from domain.rules.phrases import noun
from domain.rules.wording import outline
from domain.rules.zones import day_of
from domain.specs import Condition, Fact, ScoringRuleSpec
from domain.store import definitions, history, holds, people, quests, rule_book
from domain.store.definitions import Mission
from domain.store.driver import connection
from domain.store.history import Wanted
from domain.store.people import Locked
from domain.store.queries import cards
from domain.store.quests import Run
from domain.store.scene import Scene, is_quest, roster_for
from domain.views import Evidence, Explanation, MissionCard, Standing, gained

#: So many pieces of work are shown behind an explanation.
SHOWN = 30


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
            return Explanation(title, (first, *explaining.steps(factors, amount)), _work(session, [key]))
        case "mission":
            return Explanation(
                title, _of_mission(session, cause_id, factors), _behind(session, cause_id, whose, factors)
            )
        case "hold" if whose != player_id:
            raise NotFound("There is no such line.")
        case "hold":
            hold = UUID(factors["hold"])
            return Explanation(title, explaining.held(factors), _work(session, holds.works(session, hold)))
        case "season":
            reached = f"Everybody who reached {factors['bar']} in the season “{factors['title']}” got this."
            return Explanation(title, (reached, f"It was decided on {at:%-d %B %Y}."), ())
        case "purchase" | "reward":
            what = "A reward" if cause == "reward" else "Paid with coins" if coins < 0 else "Coins that came back"
            why = (str(factors["reason"]),) if "reason" in factors and whose == player_id else ()
            return Explanation(title, (f"{what}, booked on {at:%-d %B %Y}: {factors['title']}.", *why), ())
        case _:
            what = "Given by hand" if cause == "hand" and amount > 0 else "A correction"
            reason = factors.get("reason", "no reason was given.") if whose == player_id else "an admin’s decision."
            said = (f"{what}, booked on {at:%-d %B %Y}: {reason}", *_spent(factors))
            return Explanation(title, said, ())


def _spent(factors: Mapping[str, Any]) -> Iterable[str]:
    if spent := int(factors.get("spent", 0)):
        yield f"{spent:,} of its coins had been spent by then. A balance is never negative, so they were not taken."


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
    return Explanation(key, tuple(sentences), _work(session, [key]))


def explain(session: Session, login: str, what: str, *, now: datetime) -> Explanation:
    """A mission (by its slug) or a piece of work (by its key) to the player of a login. Raises `NotFound`."""
    driver = connection(session)
    player = driver.execute("select id from player where lower(login) = lower(%s) order by id", (login,)).fetchone()
    if player is None:
        raise NotFound(f"There is no player “{login}”.")
    mission = driver.execute(
        "select id from mission where slug = %s and published_at <= %s order by version desc limit 1", (what, now)
    ).fetchone()
    if mission is not None:
        return explain_mission(session, mission[0], player_id=player[0], now=now)
    return explain_activity(session, what, player_id=player[0])


def _rule(session: Session, rule_id: str, version: int) -> ScoringRuleSpec:
    row = connection(session).execute(
        "select spec from scoring_rule where id = %s and version = %s", (rule_id, version)
    )
    found = row.fetchone()
    assert found is not None, "rules are never deleted"  # noqa: S101
    return ScoringRuleSpec.model_validate(found[0])


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
    return _work(session, [found[0]]) if found and found[0] else ()


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
    named = _named(session, {fact.key: fact for fact in newest})
    return tuple(
        Evidence(fact.occurred_at, *named[fact.key], counts=why is None, why=why or "It counts.")
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


def _work(session: Session, keys: Collection[str]) -> tuple[Evidence, ...]:
    rows = connection(session).execute(
        """
        select a.occurred_at, a.label, a.dimensions ->> 'repository', a.url, r.key is null from activity a
        left join activity r on r.reverses = a.key and r.player_id = a.player_id where a.key = any(%s)
        order by a.occurred_at desc
        """,
        (list(keys),),
    )
    return tuple(
        Evidence(
            at, f"{label} · {where}" if where else label, url, stands, "It counts." if stands else "It was taken back."
        )
        for at, label, where, url, stands in rows
    )


def _named(session: Session, facts: Mapping[str, Fact]) -> dict[str, tuple[str, str | None]]:
    """(text, link) of facts: the label of work, and words for what the game itself produced."""
    rows = connection(session).execute(
        "select key, label, dimensions ->> 'repository', url from activity where key = any(%s)", (list(facts),)
    )
    named: dict[str, tuple[str, str | None]] = {
        key: (f"{label} · {where}" if where else label, url) for key, label, where, url in rows
    }
    for key, fact in facts.items():
        if fact.metric in DERIVED:
            what = noun(Condition(metric=fact.metric, threshold=1), fact.value)
            named[key] = (" · ".join([f"{fact.value:,} {what}", *map(str, fact.dimensions.values())]), None)
    return named

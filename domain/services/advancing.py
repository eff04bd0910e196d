"""Advancing: new facts move the missions they count for.

A window that goes forward in the order in which things happened goes on from its stored tallies. Where something
arrived out of order, or was taken back, the facts of the window are read again and walked through as they happened, so
that whatever the order of arrival, the same work completes the same windows at the same moment.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.events import DomainEvent, MissionProgressed, SharedProgressed
from domain.rules.derived import XP_EARNED
from domain.rules.missions import decided_at
from domain.rules.requirements import in_order
from domain.rules.tallies import Tally
from domain.services import attempts
from domain.services.attempts import Attempt
from domain.specs import Fact, Scope
from domain.store import facts as activities
from domain.store import history, progress, teams
from domain.store.definitions import Mission
from domain.store.history import Wanted
from domain.store.progress import UNTOUCHED, State
from domain.store.scene import Scene


@dataclass(frozen=True, slots=True)
class Completion:
    """A window was completed by work done at `at`, the last of which came in at `known_at`.

    `winners` are rewarded now. `before` is when it was thought to have been completed until older work came in, and
    `known_before` when that had come in. What people did `together` is rewarded in a transaction of its own, which
    locks all who helped.
    """

    mission: Mission
    subject_id: UUID
    period: str
    at: datetime
    known_at: datetime
    winners: tuple[UUID, ...]
    before: datetime | None = None
    known_before: datetime | None = None
    together: bool = False


def advance(
    session: Session, facts: Collection[Fact], scene: Scene, *, anew: bool = False, revalued: Collection[UUID] = ()
) -> tuple[list[Completion], list[DomainEvent]]:
    """Move every (mission, player or team, window) that these facts touch: what was completed, and who moved.

    `anew` where some of the facts may have been counted before: then everything is read again. `revalued` are players
    of whose XP some was counted with another worth: only where XP counts, theirs is read again.
    """
    touched = attempts.touched(session, facts, scene)
    if not touched:
        return [], []
    _lock_shared(session, touched)
    stored = progress.states(session, [window.pair for window in touched])
    before = {window: stored.get(window.pair, UNTOUCHED) for window in touched}
    finished = _finished(session, before)
    shrunk = _shrunk(session, touched, before)
    changed: dict[Attempt, State] = {}
    again: list[Attempt] = []
    for window, new in touched.items():
        if window in finished:
            continue
        state = before[window]
        others = revalued if XP_EARNED in window.goal.metrics else ()
        other_worth = others and any(fact.player_id in others for fact in new)
        after = None if anew or other_worth or window in shrunk else _go_on(window, state, in_order(new))
        if after is None:
            again.append(window)
        elif after != state:
            changed[window] = after
    changed.update(_walk_again(session, again, before, scene))
    return _conclude(session, changed, before)


def _lock_shared(session: Session, touched: Iterable[Attempt]) -> None:
    progress.lock_subject(session, *{w.pair[1] for w in touched if w.mission.spec.scope is not Scope.PERSONAL})


def _finished(session: Session, before: Mapping[Attempt, State]) -> set[Attempt]:
    """Windows that an older version of the mission has completed, and places that are given away."""
    revised = [window.pair for window, state in before.items() if window.mission.version > 1 and not state.completed_at]
    elsewhere = progress.done_before(session, revised)
    return {
        window
        for window, state in before.items()
        if (state.rewarded and window.mission.spec.places) or (elsewhere and window.pair in elsewhere)
    }


def _shrunk(
    session: Session, touched: Mapping[Attempt, Sequence[Fact]], before: Mapping[Attempt, State]
) -> set[Attempt]:
    """Windows that older work reaches after something was taken back there: they may have been completed in between."""
    late: dict[Attempt, set[UUID]] = {}
    for window, new in touched.items():
        state = before[window]
        if state.completed_at is None and state.latest is not None and any(f.moment <= state.latest for f in new):
            helpers = state.tallies[-1] if window.goal.shared else ()
            late[window] = {UUID(helper) for helper in helpers} or {window.pair[1]}
    taken_back = activities.with_work_taken_back(session, {player for players in late.values() for player in players})
    return {window for window, players in late.items() if not players.isdisjoint(taken_back)}


def _go_on(window: Attempt, state: State, new: Sequence[Fact]) -> State | None:
    """The state after `new`; None when the window has to be walked through again."""
    goal = window.goal
    if not new or (goal.looks_back and state is UNTOUCHED):
        return None
    late = state.latest is not None and new[0].moment <= state.latest
    if state.completed_at is not None:
        if _is_before(new[0], state):
            return None
        return _joined(state, goal.fold(state.tallies, new)) if goal.shared else state
    if not _only_grows(new) or (late and goal.has_stretches):
        return None
    tallies = goal.fold(state.tallies, new)
    known_at = max(_known(state, new))
    if not goal.is_met(tallies):
        latest = max(state.latest or new[-1].moment, new[-1].moment)
        return State(goal.pruned(tallies, latest), latest, known_at=known_at)
    last = None if late else goal.completion(new, begin=state.tallies)
    return None if last is None else _completed(window, state, tallies, last, new)


def _is_before(fact: Fact, state: State) -> bool:
    """Whether a fact stands before the one that completed the window."""
    if fact.times < 0:
        return fact.moment <= (state.completed_at or fact.moment)
    return (fact.moment, fact.key) < (state.completed_at or fact.moment, state.completed_by or "")


def _joined(state: State, tallies: Sequence[Tally]) -> State:
    """A completed window of a team; whoever helps for the first time is still owed the reward."""
    return replace(state, tallies=tallies, rewarded=_all_paid(state, tallies))


def _all_paid(state: State, tallies: Sequence[Mapping[str, int]]) -> bool:
    """Whether everybody who contributes to a shared window was there when it was paid."""
    return state.rewarded and tallies[-1].keys() <= state.tallies[-1].keys()


def _known(state: State, facts: Iterable[Fact]) -> list[datetime]:
    """When the facts came in."""
    return [*(fact.received_at or fact.occurred_at for fact in facts), *([state.known_at] if state.known_at else [])]


def _only_grows(new: Collection[Fact]) -> bool:
    """Whether nothing is taken back, unless for something greater in its place."""
    if all(fact.times > 0 <= fact.value for fact in new):
        return True
    greater = {fact.key: fact.value for fact in new if fact.times > 0}
    return all((fact.times > 0 <= fact.value) or fact.value < greater.get(fact.key, -1) for fact in new)


def _completed(window: Attempt, state: State, tallies: Sequence[Tally], last: Fact, facts: Sequence[Fact]) -> State:
    until_then = facts[: next(at for at, fact in enumerate(facts) if fact is last) + 1]
    return State(
        tallies=tallies if window.goal.shared else (),
        latest=last.moment,
        completed_at=last.moment,
        completed_by=last.key,
        known_at=max(_known(state, until_then)),
        rewarded=_all_paid(state, tallies)
        if window.goal.shared
        else state.rewarded or window.mission.spec.places is None,
    )


def _walk_again(
    session: Session, windows: Sequence[Attempt], before: Mapping[Attempt, State], scene: Scene
) -> dict[Attempt, State]:
    """Windows from scratch, with the facts in the order in which they happened."""
    if not windows:
        return {}
    whose = _players(session, windows)
    wanted = [
        Wanted(
            whose[window.pair[1]],
            window.goal.metrics,
            None if window.goal.looks_back else window.mission.running.counts_from,
        )
        for window in windows
    ]
    scene = _with_everybody(session, scene, whose)
    found: dict[Attempt, State] = {}
    for window, facts in zip(windows, history.read(session, wanted), strict=True):
        state = _walk(window, before[window], facts, scene)
        if state != before[window]:
            found[window] = state
    return found


def _players(session: Session, windows: Iterable[Attempt]) -> Mapping[UUID, Collection[UUID]]:
    """Whose facts move these subjects."""
    subjects = {window.pair[1]: window.mission.spec.scope for window in windows}
    in_teams = teams.ever_in(session, [one for one, scope in subjects.items() if scope is Scope.TEAM])
    everybody = teams.everybody(session) if Scope.GUILD in subjects.values() else []
    return {
        subject: everybody if scope is Scope.GUILD else in_teams.get(subject, (subject,))
        for subject, scope in subjects.items()
    }


def _with_everybody(session: Session, scene: Scene, whose: Mapping[UUID, Collection[UUID]]) -> Scene:
    """The scene with the teams of everybody whose facts are read, not only of those in the batch."""
    players = {player for each in whose.values() for player in each}
    return scene.joined_by(session, players - scene.players.keys())


def _walk(window: Attempt, state: State, facts: Sequence[Fact], scene: Scene) -> State:
    goal, inside = window.goal, window.inside(scene)
    decided = decided_at(window.mission.spec, window.name)
    mine = [
        fact
        for fact in facts
        if goal.concerns(fact)
        and not scene.is_itself(window.mission, fact)
        and (
            inside(fact) or (goal.looks_back and (decided is None or (fact.received_at or fact.occurred_at) < decided))
        )
    ]
    tallies = goal.fold((), mine, inside=inside)
    last = goal.completion(mine, inside=inside)
    if last is not None and (state.completed_at is None or last.moment <= state.completed_at):
        return _completed(window, replace(state, known_at=None), tallies, last, mine)
    if state.completed_at is not None:
        return state
    if not mine:
        return UNTOUCHED  # all there was has moved to another window, or was taken back
    latest = max(fact.moment for fact in mine)
    return State(goal.pruned(tallies, latest), latest, known_at=max(_known(UNTOUCHED, mine)))


def _conclude(
    session: Session, changed: Mapping[Attempt, State], before: Mapping[Attempt, State]
) -> tuple[list[Completion], list[DomainEvent]]:
    progress.save(session, [(window.pair, state) for window, state in changed.items()])
    done: list[Completion] = []
    moved: list[DomainEvent] = []
    for window, state in changed.items():
        old = before[window]
        completion = _completion(window, old, state)
        done += [completion] if completion else []
        moved += _moves(window, old, state)
    return done, moved


def _completion(window: Attempt, old: State, new: State) -> Completion | None:
    """What there is to reward, or to move to the day on which it really happened."""
    if new.completed_at is None or new.known_at is None or not new.rewarded or window.goal.shared:
        return None
    if (old.completed_at, old.known_at) == (new.completed_at, new.known_at):
        return None
    _, player, name = window.pair
    winners = () if old.rewarded else (player,)
    return Completion(
        window.mission, player, name, new.completed_at, new.known_at, winners, old.completed_at, old.known_at
    )


def _moves(window: Attempt, old: State, new: State) -> list[DomainEvent]:
    share = 1.0 if new.completed_at else window.goal.measure(new.tallies).share
    if window.mission.spec.scope is not Scope.PERSONAL:
        return [SharedProgressed(window.mission.id)] if old != new else []
    return [MissionProgressed(window.pair[1], window.mission.id, share)]

"""Boards, experiments and settings in packs: what one game exports comes into force in another."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.errors import Refused
from domain.events import BoardChanged
from domain.rules.packs import Difference, Pack, diff, read, write
from domain.services import boards, duels, experiments, factors, judging, leagues, packs, seasons, streaks
from domain.services import game as settings
from domain.specs import (
    BoardSpec,
    DuelRules,
    ExperimentSpec,
    FactorsSpec,
    LeagueSpec,
    LevelCurve,
    Membership,
    SeasonSpec,
    Stacking,
    Variant,
)
from domain.store import boards as stored
from domain.store import session
from domain.store.queries.packs import current
from tests.domain.services import game
from tests.domain.services.game import NOW

LATER = NOW + timedelta(days=1)
PRIZES = [
    {"best": 3, "rewards": [{"kind": "badge", "reference": "first-light"}]},
    {"bar": 50, "rewards": [{"kind": "coins"}]},
]
SPRING = SeasonSpec(id="spring", name="Spring", first=date(2027, 3, 1), last=date(2027, 5, 31))
CHANGED = ("board", "league", "factors", "game", "experiment", "audit")


def board(**fields: Any) -> BoardSpec:
    return BoardSpec.model_validate({"key": "reviews", "title": "Reviews", **fields})


def shaped(admin: UUID) -> Pack:
    """A game that is unlike any new one in everything a pack can say; what it exports."""
    session.write(packs.apply, game.pack(), actor_id=None, now=NOW)
    verb: Any
    for verb, spec in (
        (seasons.put, SPRING),
        (boards.put, board(measure="metric_count", metric="review.submitted", period="month", prizes=PRIZES)),
        (boards.put, board(key="spring", title="In spring", period="custom", season="spring")),
        (boards.put, board(key="all", title="All time", period="all", on=False, method="dense")),
        (leagues.define, LeagueSpec(title="Circle", divisions=("Low", "High"), size=7, on=True)),
        (
            factors.put,
            FactorsSpec(streaks=True, premium=1_800, per_level=2, stacking=Stacking.ADDITIVE),
        ),
        (duels.set_rules, DuelRules(on=True, xp=20)),
        (settings.set_curve, LevelCurve(first=200, titles=())),
        (experiments.put, plan()),
    ):
        session.write(verb, spec, actor_id=admin, now=NOW)
    session.write(settings.set_cap_by_hand, 77, actor_id=admin, now=NOW)
    session.write(judging.set_holds, days=9, by_itself=False, actor_id=admin, now=NOW)
    session.write(streaks.switch, on=False, actor_id=admin, now=NOW)
    session.write(seasons.announce, "spring", actor_id=admin, now=NOW)
    return session.read(current)


def plan(**fields: Any) -> ExperimentSpec:
    first = NOW.date() + timedelta(days=5)
    more = Variant(key="more", title="More", xp=40, full_until=40, cap=60)
    usual = {"id": "dear", "title": "Dear", "question": "Why?", "rule": "completed-issue", "variants": (more,)}
    days = {"first": first, "last": first + timedelta(days=20), "outcome": "review.submitted"}
    return ExperimentSpec.model_validate(usual | days | fields)


def lines(pack: Pack) -> list[str]:
    """What it would change here."""
    found = diff(pack, session.read(current), now=LATER)
    return [change.line for change in found if change.difference is not Difference.UNCHANGED]


def everything() -> list[list[tuple[object, ...]]]:
    return [game.rows(f"select * from {table} order by 1, 2") for table in CHANGED]


def test_what_one_game_exports_makes_another_one_the_same(store: str) -> None:
    exported = shaped(game.an_admin())
    text = write(exported)
    game.sweep(store)
    pack = read(text, "ours.yaml")
    said = "~ game: streaks yes → no, cap by hand 500 → 77, hold days 14 → 9, holds by itself yes → no"
    told = {said, "+ board reviews", "~ board all: method standard → dense", "~ duels: on no → yes, xp 0 → 20"}
    assert told <= {*lines(pack)}

    session.write(packs.apply, pack, actor_id=None, now=NOW)

    assert session.read(current) == exported
    assert write(session.read(current)) == text
    assert lines(pack) == []
    spring = session.read(stored.spec, "spring")
    assert spring is not None
    assert (spring.first, spring.last) == (SPRING.first, SPRING.last)


def test_applying_it_twice_changes_nothing(store: str) -> None:
    pack = shaped(game.an_admin())
    before = everything()

    assert session.write(packs.apply, pack, actor_id=None, now=LATER) == []
    assert everything() == before


def test_a_pack_changes_only_what_it_names(store: str) -> None:
    admin = game.an_admin()
    before = shaped(admin)
    head, ours = "format: 1\nname: a\ntitle: A\n", "boards:\n  - {id: reviews, title: Looks, period: week}\n"
    text = f"{head}{ours}duels: {{on: true, xp: 5}}\n"

    events = session.write(packs.apply, read(text, "a.yaml"), actor_id=admin, now=LATER)

    assert game.only(BoardChanged, events) == [BoardChanged("reviews")]
    after = session.read(current)
    assert {one.key: one for one in after.boards}["reviews"].spec == board(title="Looks", period="week")
    assert after.duels == DuelRules(on=True, xp=5)
    kept = {"boards": before.boards, "duels": before.duels}
    assert after.model_copy(update=kept) == before
    assert game.rows("select action, actor_id from audit order by id desc limit 2") == [
        ("game.duels", admin), ("board.changed", admin),
    ]  # fmt: skip


def test_an_experiment_that_was_started_stays_as_it_is(store: str) -> None:
    admin = game.an_admin()
    pack = shaped(admin)
    session.write(experiments.start, "dear", actor_id=admin, now=NOW)
    assert session.write(packs.apply, pack, actor_id=None, now=LATER) == []

    other = Pack(name="a", title="A", experiments=(plan(title="Dearer"),))
    with pytest.raises(Refused, match="experiments → dear: This experiment has been started"):
        session.write(packs.apply, other, actor_id=None, now=LATER)


def test_memberships_are_of_people_and_in_no_pack(store: str) -> None:
    admin = game.an_admin()
    before = session.read(current)
    session.write(factors.set_membership, game.joined(), Membership.PREMIUM, actor_id=admin, now=NOW)

    assert session.read(current) == before

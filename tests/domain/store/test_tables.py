"""What the database itself refuses, whatever the code above it does."""

import psycopg
import pytest
from psycopg import errors

from domain.services import setup
from domain.store import session
from tests.domain.services import game
from tests.domain.services.game import ADA, NOW

APPEND_ONLY = ("xp_entry", "activity", "audit", "badge_award")


@pytest.fixture
def played(playing: str) -> str:
    """A game with lines in every append-only table."""
    game.published(game.mission())
    game.play(game.merged(ADA, 1))
    return playing


def run(url: str, statement: str) -> None:
    with psycopg.connect(url.replace("+psycopg", "")) as db:
        db.execute(statement.encode())


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize(
    ("statement", "verb"),
    [
        ("update {} set player_id = player_id", "update"),
        ("update {} set player_id = player_id where false", "update"),
        ("delete from {}", "delete"),
        ("truncate {}", "truncate"),
        ("truncate {} cascade", "truncate"),
    ],
)
def test_lines_are_never_changed_and_the_refusal_is_a_sentence(
    played: str, table: str, statement: str, verb: str
) -> None:
    before = game.rows(f"select * from {table}")
    column = {"audit": "actor_id", "activity": "label"}.get(table, "player_id")
    if table == "activity":  # whose it is may change, line by line; nothing else, and never in silence
        statement = statement.replace("player_id = player_id where false", "value = value + 1")
        statement = statement.replace("player_id = player_id", "label = 'another'")
    with pytest.raises(errors.IntegrityConstraintViolation) as refused:
        run(played, statement.format(table).replace("player_id", column))

    assert before
    assert refused.value.diag.message_primary == f"{verb} on {table} refused: its lines are never changed"
    assert game.rows(f"select * from {table}") == before


def test_work_may_be_found_to_be_another_persons(played: str) -> None:
    run(played, "update activity set player_id = '00000000-0000-0000-0000-000000000009'")

    assert len(game.rows("select distinct player_id from activity")) == 1


@pytest.mark.parametrize(
    "change",
    [
        "spec = jsonb_set(spec, '{xp}', '1')",
        "family_id = gen_random_uuid()",
        "version = version + 1",
        "published_at = now()",
        "counts_from = null",
        "slug = 'another'",
        "award = 'silently'",
        "metrics = '{}'",
    ],
)
@pytest.mark.parametrize("state", ["published", "retired"])
def test_a_mission_that_was_published_is_never_changed(played: str, change: str, state: str) -> None:
    game.by_hand(played, f"update mission set state = '{state}'")

    with pytest.raises(errors.IntegrityConstraintViolation, match="update on mission refused"):
        run(played, f"update mission set {change}")


def test_a_draft_can_be_changed_and_a_published_one_retired(played: str) -> None:
    run(played, "update mission set state = 'retired', retired_at = now() where state = 'published'")
    game.by_hand(played, "update mission set state = 'draft'")
    run(played, "update mission set spec = jsonb_set(spec, '{xp}', '1')")

    assert game.rows("select distinct spec ->> 'xp' from mission") == [("1",)]


A_DELIVERY = """
    insert into delivery (source, delivery_id, event, content_type, body, received_at, due_at, state, attempts,
                          activities, unknown)
    values ('github', '1', 'push', 'application/json', '', now(), now(), '{}', 0, 0, false)
"""
AN_ENTRY = """
    insert into xp_entry (player_id, amount, at, occurred_at, known_at, day, cause, cause_id, activity_key, grant_key,
                          factors)
    values (gen_random_uuid(), {amount}, now(), now(), now(), now(), {cause}, 'x', {activity_key}, 'a grant', '{{}}')
"""
AN_ACTIVITY = """
    insert into activity (key, player_id, metric, value, occurred_at, day, received_at, delivery_id, label,
                          dimensions, reverses)
    values ('{key}', gen_random_uuid(), 'a.b', 1, now(), now(), now(), 1, 'x', '{{}}', {reverses})
"""


def an_entry(amount: int = 1, cause: str = "'rule'", activity_key: str = "'key'") -> str:
    return AN_ENTRY.format(amount=amount, cause=cause, activity_key=activity_key)


@pytest.mark.parametrize(
    "statement",
    [
        A_DELIVERY.format("pending"),
        an_entry(),
        AN_ACTIVITY.format(key="a", reverses="null"),
        "insert into identity values ('github', '1', gen_random_uuid(), 'ada')",
        "insert into metric_day values ('00000000-0000-0000-0000-000000000001', 'a.b', '2026-01-01', 1, 1)",
        "insert into rule_day values ('00000000-0000-0000-0000-000000000001', 'r', '2026-01-01', 1, 1)",
        "insert into game values (1, '{}')",
    ],
    ids=["delivery", "grant", "activity", "identity", "metric_day", "rule_day", "game"],
)
def test_what_is_unique_is_unique_in_the_database(playing: str, statement: str) -> None:
    run(playing, statement)

    with pytest.raises(errors.UniqueViolation):
        run(playing, statement)


def test_a_fact_is_taken_back_by_one_reversal(playing: str) -> None:
    run(playing, AN_ACTIVITY.format(key="a", reverses="'x'"))

    with pytest.raises(errors.UniqueViolation):
        run(playing, AN_ACTIVITY.format(key="b", reverses="'x'"))


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        (A_DELIVERY.format("lost"), "delivery_state"),
        (an_entry(cause="'kindness'"), "xp_entry_"),
        (an_entry(activity_key="null"), "xp_entry_names_its_cause"),
        (an_entry(cause="'mission'"), "xp_entry_names_its_cause"),
        (an_entry(amount=10**12 + 1), "xp_entry_bounded"),
        (an_entry(amount=-(10**12) - 1), "xp_entry_bounded"),
        ("update player set xp = -1", "player_xp_bounded"),
        ("update player set xp = 1000000000001", "player_xp_bounded"),
        ("update mission set state = 'lost'", "mission_state"),
        ("insert into game values (2, '{}')", "game_is_one"),
    ],
)
def test_what_makes_no_sense_is_refused(played: str, statement: str, constraint: str) -> None:
    with pytest.raises(errors.CheckViolation, match=constraint):
        run(played, statement)


def test_a_badge_that_does_not_exist_cannot_be_given(played: str) -> None:
    with pytest.raises(errors.ForeignKeyViolation):
        run(
            played,
            "insert into badge_award (badge_id, player_id, cause, tier, at, known_at)"
            " values ('no-such-badge', gen_random_uuid(), 'x', 'gold', now(), now())",
        )


def test_the_default_rules_stay_far_inside_the_bounds(store: str) -> None:
    session.write(setup.seed, now=NOW)

    assert game.rows("select max((spec ->> 'cap')::bigint) < 10^6 from scoring_rule") == [(True,)]

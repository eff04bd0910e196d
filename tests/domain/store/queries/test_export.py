"""What a person gets who asks for everything that is kept about him."""

import re
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Uuid

from domain.services import by_hand, kudos
from domain.store import session
from domain.store.queries import export
from domain.store.tables import METADATA
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, NOW

#: What follows from the rest of the export and holds nothing of its own.
_FOLLOWS = {"board_score"}


@pytest.fixture
def two(playing: str) -> tuple[UUID, UUID]:
    """Ada and Ben, who did much."""
    game.published(game.mission(1))
    game.play(game.merged(ADA, 1), game.merged(BEN, 2), game.batch({"key": "a"}))
    ada, ben, admin = game.player(ADA), game.player(BEN), game.an_admin()
    session.write(by_hand.give, uuid4(), ada, 30, reason="Thanks.", actor_id=admin, now=NOW)
    session.write(kudos.thank, uuid4(), ben, "You listened.", actor_id=ada, now=NOW)
    return ada, ben


def test_it_holds_what_the_person_did_and_got(two: tuple[UUID, UUID]) -> None:
    found = session.read(export.everything, two[0])

    assert {row["metric"] for row in found["activities"]} >= {"pull_request.merged", "ticket.solved"}
    assert sum(row["amount"] for row in found["xp"]) == found["profile"][0]["xp"] == game.xp(ADA)
    assert [row["reason"] for row in found["xp by hand"]] == ["Thanks."]
    assert [row["text"] for row in found["thanks said"]] == ["You listened."]
    assert [row["action"] for row in found["decisions of admins"]] == ["xp.by_hand"]
    assert [row["title"] for row in found["missions"] if row["slug"] == "tidy-up"] == ["Tidy up"]


def test_nothing_of_anybody_else_is_in_it(two: tuple[UUID, UUID]) -> None:
    ada, ben = two
    theirs = {row[0] for row in game.rows("select key from activity where player_id = %s", ben)}

    found = session.read(export.everything, ada)

    assert theirs
    assert theirs.isdisjoint(row["key"] for row in found["activities"])
    assert str(ben) not in str([rows for part, rows in found.items() if part != "activities"])


def test_no_table_about_people_is_forgotten() -> None:
    """Whoever adds one decides here whether it belongs into the export."""
    about_people = {
        table.name
        for table in METADATA.sorted_tables
        for column in table.columns
        if isinstance(column.type, Uuid)
        and (column.name.endswith(("player_id", "subject_id", "from_id", "to_id")) or table.name == "player")
    }
    said = set(re.findall(r"\w+", " ".join(export.PARTS.values())))

    assert about_people - _FOLLOWS <= said

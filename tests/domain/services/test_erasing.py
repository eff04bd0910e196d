"""Somebody leaves: nothing that names him stays, and every number does."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import orjson
import psycopg
import pytest

from app.demo import payloads
from app.demo.payloads import Account
from domain.errors import Forbidden, Invalid, NotFound, Refused
from domain.services import by_hand, correcting, erasing, follows, inbox, kudos, players, teams
from domain.specs import Aggregate, Condition, Delivery, Filter, Person, PersonKind, Window
from domain.store import naming, session
from domain.store.queries import export, friends
from tests.domain.machine.world import replayed
from tests.domain.services import game
from tests.domain.services.game import BEN, NOW, later
from tests.domain.services.test_merging import merge
from tests.factories import delivery as github

pytestmark = pytest.mark.usefixtures("playing")

ZOE = Account(7_654_321, "zoe-quince")
SECOND = Account(7_654_322, "zquince-work")
NAME, EMAIL = "Zoë Quinceborough", "zoe@quince.example"
#: What must be nowhere afterwards; also as JSON and URLs write it.
TRACES = ("quince", "7654321", "7654322", "zoe-", "Zoë", "Zo\\u00eb", "Zo%C3%AB")


@pytest.fixture
def zoe(playing: str) -> UUID:
    """Somebody who left traces wherever one can."""
    admin, ben = game.an_admin(), game.joined(BEN)
    zoe = joined(ZOE)
    session.write(teams.create, uuid4(), "red", "Red", actor_id=admin, now=game.LONG_AGO)
    team = game.rows("select id from team")[0][0]
    for player in (zoe, ben):
        session.write(teams.join, team, player, actor_id=admin, now=game.LONG_AGO)
    game.published(game.mission(2, xp=40, filters=(Filter(dimension="owner", values=("zoe-quince",)),)), admin=admin)
    by_authors = Condition(metric="review.submitted", aggregate=Aggregate.DISTINCT, dimension="author", threshold=1)
    game.published(game.mission(1, metric="issue.completed", window=Window.WEEKLY, badge_id="first-light"), admin=admin)
    game.published(game.mission(1).model_copy(update={"requirement": by_authors, "title": "Reviews"}), admin=admin)
    game.on_board("all", period="all", admin=admin, now=NOW)
    game.play(
        game.merged(ZOE, 1),
        game.issue(ZOE, 2),
        game.reviewed(ZOE, 3),
        game.merged(BEN, 4),
        pushed(ZOE),
        game.batch(
            {"key": "zoe-quince-1", "person": game.who(ZOE), "dimensions": {"owner": "zoe-quince"}},
            {"key": "zoe-quince-2", "person": game.who(ZOE), "dimensions": {"owner": "zoe-quince"},
             "label": f"{NAME} solved it", "url": "https://github.com/zoe-quince/x/issues/1"},
            {"key": "b", "person": game.who(BEN), "dimensions": {"owner": "zoe-quince", "with": f"github:{ZOE.number}"},
             "label": "helped @zoe-quince", "url": "https://github.com/zoe-quince/x"},
        ),
        game.unreadable(),
    )  # fmt: skip
    game.accept(Delivery("github", "odd", "push", "application/json", b'{"sender": {"login": "zoe-quince"}'))
    session.write(by_hand.give, uuid4(), zoe, 30, reason=f"Well done, {NAME}.", actor_id=admin, now=NOW)
    session.write(kudos.thank, uuid4(), ben, "Thanks from zoe-quince.", actor_id=zoe, now=NOW)
    session.write(kudos.thank, uuid4(), zoe, f"Thank you, {NAME}.", actor_id=ben, now=NOW)
    session.write(kudos.thank, uuid4(), ben, f"You and {NAME} were great.", actor_id=admin, now=NOW)
    session.write(follows.follow, ben, actor_id=zoe, now=NOW)
    session.write(follows.follow, zoe, actor_id=ben, now=NOW)
    done = game.rows("select mission_id, subject_id, period from progress where subject_id = %s and rewarded", zoe)
    session.write(correcting.reverse, *done[0], reason=f"Ask {NAME}.", actor_id=admin, now=NOW)
    while game.apply(now=later(minutes=1)):
        pass
    for waits in game.rows("select id from delivery where state = 'pending'"):
        for _ in range(5):
            session.write(inbox.put_off, waits[0], f"zoe-quince broke it, said {EMAIL}", now=NOW)
    return zoe


def joined(account: Account, *, at: datetime = NOW) -> UUID:
    session.write(
        players.sign_in, Person("github", str(account.number), account.login), name=NAME,
        avatar_url=f"https://avatars.example/u/{account.number}", admin=False, token=str(uuid4()),
        user_agent="zoe-quince’s browser", now=at,
    )  # fmt: skip
    return game.player(account)


def pushed(account: Account) -> Delivery:
    payload = payloads.push(game.REPO, account, ["Fix it"], serial=9, at=NOW)
    for commit in payload["commits"]:
        commit["author"] = {"name": NAME, "email": EMAIL, "username": account.login}
    return github("push", payload)


def found_of(*words: str) -> list[tuple[str, str]]:
    """Every (table, row) in which any of the words stands, as text or as bytes."""
    hits = []
    for (table,) in game.rows("select tablename from pg_tables where schemaname = 'public'"):
        columns = game.rows(
            "select column_name, data_type from information_schema.columns where table_name = %s", table
        )
        texts = [f"encode({name}, 'escape')" if kind == "bytea" else f"{name}::text" for name, kind in columns]
        for word in words:
            shown = " || ' ' || ".join(f"coalesce({text}, '')" for text in texts)
            rows = game.rows(f"select {shown} from {table} where ({shown}) ilike %s", f"%{word}%")
            hits += [(table, row[0][:300]) for row in rows]
    return hits


def erase(player: UUID, *, at: datetime | None = None) -> None:
    session.write(erasing.at_once, player, actor_id=game.an_admin(), now=at or later(minutes=5))


def test_nothing_that_names_him_is_left_and_every_number_is(zoe: UUID) -> None:
    assert {table for table, _ in found_of(*TRACES)} >= {
        "player", "identity", "delivery", "activity", "notification", "kudos", "audit", "hand_entry", "mission",
        "reversal", "web_session", "xp_entry",
    }  # fmt: skip
    before = game.rows("select id, xp from player order by id")
    ledger = game.rows("select player_id, day, cause, sum(amount) from xp_entry group by 1, 2, 3 order by 1, 2, 3")
    assert not replayed(later(hours=2))

    erase(zoe)

    assert found_of(*TRACES) == []
    assert game.rows("select id, xp from player where id in (select id from player) order by id") == before
    assert ledger == game.rows(
        "select player_id, day, cause, sum(amount) from xp_entry group by 1, 2, 3 order by 1, 2, 3"
    )
    assert game.rows("select kind, name, hidden from player where id = %s", zoe) == [
        ("erased", "Somebody who left", True)
    ]
    assert not game.broken()
    assert not replayed(later(hours=2))


@pytest.mark.parametrize("meanwhile", ["nothing", "work", "an address", "a late commit", "another name"])
def test_nothing_is_left_either_where_the_deliveries_were_looked_through_before(
    zoe: UUID, playing: str, meanwhile: str
) -> None:
    ((gap,),) = game.rows("select max(id) + 1 from delivery")
    game.by_hand(playing, "select nextval(pg_get_serial_sequence('delivery', 'id'))")
    game.play(game.issue(BEN, 29), now=later(seconds=30))
    looked, words = session.read(erasing.look, zoe), [*TRACES]
    match meanwhile:
        case "work":
            game.play(game.merged(ZOE, 30), game.reviewed(BEN, 31), now=later(minutes=1))
        case "an address":
            again = pushed(ZOE)
            body = again.body.replace(EMAIL.encode(), b"other@quince.example")
            game.play(replace(again, delivery_id="other", body=body), now=later(minutes=1))
            # where she is not named herself
            game.by_hand(playing, "update delivery set body = 'other@quince.example' where delivery_id = 'unreadable'")
        case "a late commit":  # of a transaction that took its number before
            columns = "source, event, content_type, received_at, due_at, done_at, state, attempts, activities, unknown"
            game.by_hand(
                playing,
                f"""insert into delivery (id, delivery_id, body, {columns}) overriding system value
                    select {gap}, 'late', body, {columns.replace("activities", "0")} from delivery
                    where body like '%zoe-quince%'::bytea order by id limit 1""",
            )
        case "another name":
            words = ["zquince-new", "Zoë of Quince"]
            session.write(
                players.sign_in, Person("github", str(ZOE.number), words[0]), name=words[1], avatar_url=None,
                admin=False, token="t", user_agent="", now=later(minutes=1),
            )  # fmt: skip
            game.by_hand(playing, "update delivery set body = 'of zquince-new' where delivery_id = 'unreadable'")
    read: list[int] = []
    reads = naming.naming

    def read_from(*values: Any, after: int = 0) -> list[int]:
        read.append(after)
        return reads(*values, after=after)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(naming, "naming", read_from)
        session.write(erasing.at_once, zoe, looked=looked, actor_id=game.an_admin(), now=later(minutes=5))

    assert found_of(*words) == []
    assert read == [looked.until if meanwhile in {"nothing", "work"} else 0]
    if meanwhile == "work":
        assert not replayed(later(hours=2))


def test_bodies_hold_his_name_nowhere_in_utf8_either(zoe: UUID) -> None:
    erase(zoe)
    bodies = b"\n".join(bytes(row[0]) for row in game.rows("select body from delivery"))
    for word in ("Zoë", "zoe-quince", EMAIL, str(ZOE.number)):
        assert word.encode() not in bodies
        assert orjson.dumps(word)[1:-1] not in bodies


def test_others_keep_what_they_did_with_him(zoe: UUID) -> None:
    ben = game.player(BEN)
    before = (game.xp(BEN), len(session.read(export.everything, ben)["activities"]))
    erase(zoe)

    assert (game.xp(BEN), len(session.read(export.everything, ben)["activities"])) == before
    assert session.read(friends.page, ben).followers == ()
    # What was delivered once is the same fact when it comes again.
    game.play(game.batch({"key": "b", "person": game.who(BEN)}), now=later(minutes=6))
    assert game.xp(BEN) == before[0]
    assert not replayed(later(hours=2))


def test_boards_forget_him(zoe: UUID) -> None:
    assert game.rows("select count(*) > 0 from board_score where player_id = %s", zoe) == [(True,)]
    erase(zoe)
    assert game.rows("select count(*) from board_score where player_id = %s", zoe) == [(0,)]


def test_who_comes_back_is_somebody_new(zoe: UUID) -> None:
    erase(zoe)
    game.play(game.merged(ZOE, 10, at=later(minutes=6)), now=later(minutes=7))
    assert game.rows("select count(*) from identity where subject = %s", str(ZOE.number)) == [(0,)]
    assert found_of("zoe-quince", str(ZOE.number)) == []
    assert not replayed(later(hours=2))

    late = game.merged(ZOE, 11, at=later(minutes=7))
    game.accept(late, now=later(minutes=8))
    again = joined(ZOE, at=later(minutes=9))
    game.apply(now=later(minutes=10))
    assert again != zoe
    assert game.rows("select xp from player where id = %s", again) == [(0,)]

    game.play(game.merged(ZOE, 12, at=later(minutes=11)), now=later(minutes=12))
    assert game.rows("select xp > 0 from player where id = %s", again) == [(True,)]
    assert not game.broken()
    assert not replayed(later(hours=2))

    erase(again, at=later(minutes=20))
    assert found_of(*TRACES) == []
    assert not replayed(later(hours=2))


def test_a_merged_account_is_the_same_person(zoe: UUID) -> None:
    second = joined(SECOND)
    game.play(game.merged(SECOND, 20, at=later(minutes=2)), now=later(minutes=3))
    merge(into=zoe, source=second)
    game.play(game.merged(SECOND, 21, at=later(minutes=40)), now=later(minutes=41))
    erase(zoe, at=later(minutes=50))

    assert found_of(*TRACES) == []
    assert not game.broken()
    assert not replayed(later(hours=2))


def test_one_asks_thinks_better_of_it_or_is_erased_after_a_week(zoe: UUID) -> None:
    with pytest.raises(Invalid, match="check the input"):
        session.write(erasing.ask, "somebody-else", actor_id=zoe, now=NOW)
    session.write(erasing.ask, " @Zoe-Quince ", actor_id=zoe, now=NOW)
    session.write(erasing.stay, actor_id=zoe, now=NOW)
    assert session.write(erasing.erase, zoe, now=later(days=8)) == []

    session.write(erasing.ask, ZOE.login, actor_id=zoe, now=NOW)
    assert session.write(erasing.erase, zoe, now=later(days=6)) == []
    assert session.write(erasing.erase, zoe, now=later(days=7)) != []
    assert session.write(erasing.erase, zoe, now=later(days=7)) == []
    assert session.write(erasing.stay, actor_id=zoe, now=later(days=7)) == []
    assert found_of("zoe-quince") == []


def test_only_an_admin_erases_somebody_else_and_the_last_admin_stays(zoe: UUID) -> None:
    admin = game.an_admin()
    with pytest.raises(Forbidden):
        session.write(erasing.at_once, admin, actor_id=zoe, now=NOW)
    with pytest.raises(Refused, match="profile page"):
        session.write(erasing.at_once, admin, actor_id=admin, now=NOW)
    with pytest.raises(Refused, match="only admin"):
        session.write(erasing.ask, "boss", actor_id=admin, now=NOW)
    erase(zoe)
    with pytest.raises(NotFound):
        erase(zoe)
    with pytest.raises(NotFound):
        session.write(players.set_kind, zoe, kind=PersonKind.HUMAN, actor_id=admin, now=later(days=1))


def test_it_waits_for_what_came_in_before(zoe: UUID) -> None:
    game.accept(game.merged(ZOE, 30), now=later(minutes=2))
    with pytest.raises(Refused, match="not been applied"):
        erase(zoe)


@pytest.mark.parametrize(
    "statement",
    [
        "update player set login = 'zoe-quince' where kind = 'erased'",
        "update player set hidden = false where kind = 'erased'",
        "insert into follow select id, gen_random_uuid(), 'on', now() from player where kind = 'erased'",
        "delete from erasure",
    ],
)
def test_what_is_left_of_him_breaks_an_invariant(zoe: UUID, playing: str, statement: str) -> None:
    erase(zoe)
    game.by_hand(playing, statement)
    assert "Nothing is kept about whoever was erased but his numbers" in {check.name for check in game.broken()}


def test_nobody_takes_names_out_of_the_trail_but_by_erasing(zoe: UUID, playing: str) -> None:
    with psycopg.connect(playing.replace("+psycopg", "")) as db:
        db.execute("set session_replication_role = replica")
        db.execute("update audit set salt = '' where id = (select min(id) from audit)")
    assert [check.name for check in game.broken()] == ["The audit trail is unbroken"]

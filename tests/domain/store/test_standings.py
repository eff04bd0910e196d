"""Whatever happens, and in whichever order: the boards say what the days say."""

import random
from itertools import permutations
from uuid import UUID

import psycopg
import pytest
from sqlmodel import Session

from domain.events import DomainEvent
from domain.services import boards, merging, players
from domain.specs import Method, PersonKind
from domain.store import boards as stored
from domain.store import session, standings
from domain.store.queries import boards as queries
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, CAM, NOW

Standing = list[tuple[int, UUID, int]]


def scores(key: str = "week") -> dict[UUID, int]:
    found = session.read(queries.board, key, now=NOW, limit=100)
    return {row.player_id: row.score for row in found.rows}


def crowd(url: str, *, seed: int, people: int = 120) -> None:
    """People with few different scores, some of them far above the others, some hidden, some bots."""
    dice = random.Random(seed)
    with psycopg.connect(url.replace("+psycopg", "")) as db:
        for number in range(people):
            who, kind = UUID(int=dice.getrandbits(128)), "bot" if number % 11 == 0 else "human"
            db.execute(
                """
                insert into player
                       (id, name, login, kind, is_admin, hidden, sample, zones, kinds, roles, xp, created_at)
                values (%s, 'P', 'p', %s, false, %s, false, '[]', '[]', '[]', 0, now())
                """,
                (who, kind, number % 7 == 0),
            )
            score = dice.choice(
                [10, 20, 30, 1_023, 1_024, 1_025, 5_000, 32_000, 2**20 - 1, 2**20, 3 * 2**20, 2**31 - 1, 2**34]
            )
            db.execute("insert into metric_day values (%s, 'xp.earned', %s, 1, %s)", (who, NOW.date(), score))


def naive(url: str, method: Method) -> Standing:
    with psycopg.connect(url.replace("+psycopg", "")) as db:
        rows = db.execute(
            """
            select id, sum from metric_day join player on id = player_id where kind = 'human' and not hidden
            order by sum desc, id
            """
        ).fetchall()
    ordered = [score for _, score in rows]
    match method:
        case Method.STANDARD:
            ranks = [1 + sum(other > score for other in ordered) for score in ordered]
        case Method.DENSE:
            ranks = [1 + len({other for other in ordered if other > score}) for score in ordered]
        case Method.ORDINAL:
            ranks = [1 + place for place in range(len(ordered))]
    return [(rank, player, score) for rank, (player, score) in zip(ranks, rows, strict=True)]


@pytest.mark.parametrize("method", Method)
def test_every_page_rank_and_neighbourhood_is_that_of_a_naive_board(playing: str, method: Method) -> None:
    crowd(playing, seed=len(method))
    game.on_board("month", period="month", method=method)
    everybody = naive(playing, method)

    for offset in (0, 1, 7, 40, len(everybody) - 1, len(everybody), 5_000):
        found = session.read(queries.board, "month", now=NOW, limit=9, offset=offset)
        assert [(row.rank, row.player_id, row.score) for row in found.rows] == everybody[offset : offset + 9]
        assert found.total == len(everybody)
    for place in (0, 1, 2, 33, len(everybody) - 2, len(everybody) - 1):
        rank, player, _ = everybody[place]
        assert session.read(queries.rank, "month", player, now=NOW) == rank
        first = max(0, min(place - 2, len(everybody) - 5))
        near = session.read(queries.around, "month", player, now=NOW)
        assert [(row.rank, row.player_id, row.score) for row in near.rows] == everybody[first : first + 5]


def test_folding_changes_nothing_but_the_number_of_lines(playing: str) -> None:
    game.on_board("week")
    for number in range(6):
        game.play(game.issue(ADA, number), game.issue(BEN, number + 100))
    before, lines = scores(), game.rows("select count(*) from board_count")[0][0]

    session.write(_folded)

    assert scores() == before
    assert game.rows("select count(*) from board_count")[0][0] < lines
    assert game.broken() == []


def _folded(writing: Session) -> list[DomainEvent]:
    standings.fold(writing)
    return []


def test_in_whichever_order_work_comes_in_the_boards_are_the_same(playing: str) -> None:
    sent = [game.issue(ADA, 1), game.reviewed(BEN, 2), game.dismissed(BEN, 2), game.merged(ADA, 3)]
    found = set()
    for order in permutations(sent):
        game.sweep(playing)
        for delivery in order:
            game.play(game.redelivered(delivery))
        who = {game.player(ADA): "ada", game.player(BEN): "ben"}
        found.add(tuple(sorted((who[player], score) for player, score in scores().items())))
        assert game.broken() == []

    assert len(found) == 1


def test_a_new_board_knows_what_was_there_before_it(playing: str) -> None:
    game.play(game.reviewed(ADA, 1), game.reviewed(ADA, 2), game.reviewed(BEN, 3))
    game.on_board("reviews", measure="metric_count", metric="review.submitted", period="month")

    assert scores("reviews") == {game.player(ADA): 2, game.player(BEN): 1}


def test_a_board_of_missions_counts_what_was_completed_in_its_days(playing: str) -> None:
    game.on_board("done", measure="missions")
    before = scores("done")
    game.published(game.mission(1, xp=0))
    game.solve("a")

    assert scores("done") == {**before, game.player(ADA): before.get(game.player(ADA), 0) + 1}
    assert game.broken() == []


def test_a_board_of_streaks_knows_the_longest_one(playing: str) -> None:
    game.on_board("streaks", measure="streak", period="month")
    game.play(*(game.issue(ADA, day, at=game.later(days=-day)) for day in range(4)), game.issue(BEN, 9))

    found = scores("streaks")
    assert found[game.player(ADA)] > found[game.player(BEN)] == 1
    assert game.broken() == []


def test_whoever_hides_is_gone_at_once_and_comes_back_with_everything(playing: str) -> None:
    game.play(game.issue(ADA, 1), game.issue(BEN, 2))
    before = scores()
    session.write(players.change_profile, game.player(ADA), timezone="UTC", hidden=True, now=NOW)
    assert game.player(ADA) not in scores()
    game.play(game.issue(ADA, 3))
    assert game.player(ADA) not in scores()

    session.write(players.change_profile, game.player(ADA), timezone="UTC", hidden=False, now=NOW)
    assert scores()[game.player(ADA)] > before[game.player(ADA)]
    assert game.broken() == []


def test_bots_are_on_no_board(playing: str) -> None:
    game.play(game.issue(ADA, 1), game.issue(BEN, 2))
    session.write(players.set_kind, game.player(BEN), kind=PersonKind.BOT, actor_id=game.an_admin(), now=NOW)

    assert [*scores()] == [game.player(ADA)]
    assert game.broken() == []


def test_of_two_merged_accounts_one_stands_on_the_board_with_the_work_of_both(playing: str) -> None:
    game.on_board("issues", measure="metric_count", metric="issue.completed")
    game.play(game.issue(ADA, 1), game.issue(BEN, 2), game.issue(CAM, 3))
    gone, stays = game.player(ADA), game.player(BEN)
    session.write(merging.merge, gone, stays, actor_id=game.an_admin(), now=game.later(minutes=1))

    assert gone not in scores()
    assert scores("issues") == {stays: 2, game.player(CAM): 1}
    assert game.broken() == []


def test_scores_are_kept_for_yesterday_today_and_tomorrow(playing: str) -> None:
    session.write(boards.keep_up, now=NOW)
    session.write(boards.keep_up, now=game.later(days=9))
    kept = game.rows("select first from board_period where board = 'day' order by first")

    assert [row[0] for row in kept] == [game.later(days=day).date() for day in (8, 9, 10)]


def test_two_clocks_that_differ_do_not_undo_each_others_work(playing: str) -> None:
    kept = []
    for hours in (0, 30, 0, 30):
        session.write(boards.keep_up, now=game.later(hours=hours))
        kept.append(game.rows("select id from board_period order by id"))

    assert kept[1] == kept[2] == kept[3]


def test_a_board_with_days_of_its_own_keeps_what_it_has_when_they_are_over(playing: str) -> None:
    game.play(game.issue(ADA, 1))
    game.on_board("sprint", period="custom", first=NOW.date(), last=NOW.date())
    kept = game.rows("select id from board_period where board = 'sprint'")
    game.play(game.issue(BEN, 2, at=game.later(days=30)), now=game.later(days=30))

    assert game.rows("select id from board_period where board = 'sprint'") == kept
    assert [*scores("sprint")] == [game.player(ADA)]


def test_a_board_that_is_off_keeps_no_scores(playing: str) -> None:
    game.play(game.issue(ADA, 1))
    for spec in session.read(stored.specs):
        if spec.on:
            session.write(boards.put, spec.model_copy(update={"on": False}), actor_id=game.an_admin(), now=NOW)

    assert game.rows("select count(*) from board_score") == [(0,)]
    assert game.broken() == []


@pytest.mark.parametrize(
    "statement",
    [
        "update board_score set score = score + 1",
        "delete from board_score",
        "insert into board_count (period_id, bits, bucket, players, folded) select id, 0, 5, 1, true from board_period",
    ],
)
def test_a_board_that_is_wrong_is_noticed(playing: str, statement: str) -> None:
    game.play(game.issue(ADA, 1))
    game.by_hand(playing, statement)

    assert [check.name for check in game.broken()] == ["The boards say what days, missions and streaks say"]

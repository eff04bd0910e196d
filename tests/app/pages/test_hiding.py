"""Whoever hides is nowhere: on no page, in no answer of the API, in no export, and gone from pages that are open."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from nicegui import Client

from domain.services import follows, kudos, players
from domain.store import session
from domain.store.queries import export
from domain.store.queries import players as queries
from domain.store.season_ends import Phase
from tests.app.pages.conftest import Visit
from tests.domain.services import game
from tests.factories import accounts, merged_pull

HER, THIRD = accounts(3)[1:]
NAME = "Hedwig Hiddenstone"
#: Pages of admins, who see everybody, and of those who are not signed in yet.
ELSEWHERE = ("/admin", "/signin")
#: Where she must be seen before she hides, or nothing is tested.
SHOWN = {
    "/",
    "/kudos",
    "/people",
    "/board",
    "/board/week",
    "/players/{her}",
    "/inbox",
    "/board/week/{past}",
    "/seasons/past",
}


@pytest.fixture
def her(visit: Visit, seeded: str) -> UUID:
    """Somebody who is to be seen everywhere."""
    now = datetime.now(UTC)
    her, third = game.joined(HER, now=now), game.joined(THIRD, now=now)
    sent = [merged_pull(account, number=number, at=now) for number, account in enumerate((HER, THIRD), 500)]
    visit.happens(*sent, heard=False)
    game.by_hand(
        seeded,
        f"update player set name = '{NAME}' where id = '{her}'",
        "insert into board_close select key, '2026-11-02', '2026-11-08', spec, 2, now() from board where key = 'week'",
        *(
            f"insert into board_result values ('week', '2026-11-02', '2026-11-08', '{one}', {place}, {place}, 9)"
            for place, one in enumerate((her, third), 1)
        ),
    )
    _season_that_is_over(seeded, her, third, visit.player_id)
    game.on_board("of-the-season", period="custom", season="past", now=now)
    for giver, receiver in ((her, visit.player_id), (visit.player_id, her), (third, her), (her, third)):
        session.write(kudos.thank, uuid4(), receiver, "Thank you.", actor_id=giver, now=now)
    for one, other in ((her, visit.player_id), (visit.player_id, her)):
        session.write(follows.follow, other, actor_id=one, now=now)
    return her


def hide(her: UUID, *, hidden: bool = True) -> list[object]:
    return list(session.write(players.change_profile, her, timezone="UTC", hidden=hidden, now=datetime.now(UTC)))


def paths() -> Iterator[str]:
    """Every page a player can open."""
    for path in sorted(Client.page_routes.values()):
        if not path.startswith(ELSEWHERE):
            yield path


def filled(path: str, her: UUID) -> list[str]:
    """The page for whatever there is."""
    if "{first}" in path:
        there = game.rows("select distinct board, first from board_close order by 1, 2")
    elif "{key}" in path:
        there = game.rows("select key from board order by key")
    else:
        there = [(her,)] if "{player_id}" in path else game.rows("select 'past', id from team")
    names = [name for name in ("key", "first", "player_id", "season_id", "team_id") if f"{{{name}}}" in path]
    return [path.format(**dict(zip(names, row, strict=False))) for row in there[: None if names else 1]]


def _season_that_is_over(url: str, *players: UUID) -> None:
    spec = '{"id": "past", "name": "Past", "first": "2026-01-01", "last": "2026-01-31"}'
    game.by_hand(
        url,
        f"insert into season values ('past', '{spec}', '2026-01-01', '2026-01-31', '2025-12-01')",
        *(f"insert into season_phase values ('past', '{phase}', now(), '{{}}', '{{}}')" for phase in Phase),
        *(
            f"insert into season_result values ('past', '{player}', 9, 1, 1, 1, {rank}, '[]')"
            for rank, player in enumerate(players, 1)
        ),
        f"insert into team values ('{uuid4()}', 'red', 'Red', now())",
        f"insert into team_member select id, '{players[-1]}', '2025-01-01', null from team",
        "insert into season_team select 'past', id, 5, 9, 1, 1 from team",
    )


async def seen_on(visit: Visit, her: UUID) -> set[str]:
    """The pages on which she stands, as `SHOWN` writes them."""
    found = set()
    past = {str(first) for (first,) in game.rows("select distinct first from board_close")}
    for path in paths():
        for address in filled(path, her):
            answer = await visit.user.http_client.get(address)
            assert answer.status_code in {200, 404}, (address, answer.status_code)
            text = answer.text.replace(str(her), "", 1) if str(her) in address else answer.text
            if NAME in text or HER.login in text or str(her) in answer.text.replace(address, ""):
                name = address.replace(str(her), "{her}")
                found.add(next((name.replace(day, "{past}") for day in past if day in name), name))
    return found


async def test_who_hides_is_on_no_page(visit: Visit, her: UUID) -> None:
    assert await seen_on(visit, her) >= SHOWN
    hide(her)
    assert await seen_on(visit, her) == set()
    hide(her, hidden=False)
    assert await seen_on(visit, her) >= SHOWN


async def test_who_hides_is_in_nobodys_export_and_sees_herself(visit: Visit, her: UUID) -> None:
    assert NAME in str(session.read(export.everything, visit.player_id))
    hide(her)
    found = str(session.read(export.everything, visit.player_id))
    assert NAME not in found
    assert HER.login not in found
    assert session.read(queries.player_card, her, now=datetime.now(UTC)).name == NAME
    assert NAME in str(session.read(export.everything, her))


@pytest.mark.parametrize("path", ["/", "/board/week", "/kudos", "/people", "/players/{her}", "/inbox"])
async def test_who_hides_leaves_the_pages_that_are_open(visit: Visit, her: UUID, path: str) -> None:
    await visit.user.open(path.replace("{her}", str(her)))
    await visit.eventually(lambda: NAME in shown(visit))
    visit.live.hear(hide(her))  # type: ignore[arg-type]
    await visit.eventually(lambda: NAME not in shown(visit) and HER.login not in shown(visit))


def shown(visit: Visit) -> str:
    """Everything on the open page."""
    assert visit.user.client
    return " ".join(
        f"{getattr(element, 'text', '')} {element.props} {getattr(element, 'options', '')}"
        for element in visit.user.client.elements.values()
    )

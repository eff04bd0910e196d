from datetime import UTC, datetime, timedelta
from uuid import UUID

from domain.services import teams
from domain.store import session
from tests.app.pages.conftest import Visit
from tests.domain.services import game
from tests.factories import accounts

TEN = accounts(10)


async def test_an_admin_reads_who_reaches_a_mission(admin_visit: Visit) -> None:
    now = datetime.now(UTC)
    mission = game.published(game.mission(1), admin=admin_visit.player_id, now=now - timedelta(hours=1))
    for place, name in enumerate(("red", "blue")):
        team = UUID(int=7 + place)
        session.write(teams.create, team, name, name.title(), actor_id=admin_visit.player_id, now=now)
        for number, account in enumerate(TEN[5 * place : 5 * place + 5]):
            key, metric = f"{name}-{number}", "ticket.solved" if place == 0 else "ticket.read"
            admin_visit.happens(
                game.batch({"key": key, "person": game.who(account), "metric": metric, "occurred_at": now.isoformat()})
            )
            session.write(teams.join, team, game.player(account), actor_id=admin_visit.player_id, now=now)
    await admin_visit.user.open(f"/admin/missions/{mission}/fairness")
    await admin_visit.user.should_see("5 of 10 people who did anything reached it.")
    await admin_visit.user.should_see("Reached by 0 of 5 in Blue, but by 5 of 5 in Red. Can all of them reach it?")

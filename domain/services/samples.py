"""Samples: the made-up people of a development machine."""

from datetime import datetime

from sqlmodel import Session, col, select

from domain.events import DomainEvent, PlayerJoined
from domain.specs import Person, Role
from domain.store import people
from domain.store.tables import PlayerRow

#: Far above the ids GitHub gives today; the sample payloads carry them. The first is an admin.
PEOPLE = (
    (900_000_001, "mira-okafor", "Mira Okafor"),
    (900_000_002, "jonas-weber", "Jonas Weber"),
    (900_000_003, "aiko-tanaka", "Aiko Tanaka"),
    (900_000_004, "sofia-reyes", "Sofia Reyes"),
    (900_000_005, "noor-haddad", "Noor Haddad"),
    (900_000_006, "tomas-lind", "Tomas Lind"),
)


def invite(session: Session, *, now: datetime) -> list[DomainEvent]:
    """Make the sample people players, unless they are."""
    accounts, joined = people.identify(
        session, [Person("github", str(number), login) for number, login, _ in PEOPLE], now
    )
    names = {accounts[key]: name for number, _, name in PEOPLE if (key := ("github", str(number))) in accounts}
    for player in session.exec(select(PlayerRow).where(col(PlayerRow.id).in_(joined))):
        player.sample = True
        player.name = names[player.id]
        if player.login == PEOPLE[0][1]:
            player.is_admin, player.roles = True, [[None, Role.ADMIN.value]]
    return [PlayerJoined(player_id) for player_id in joined]

"""Teams and who is in them."""

from sqlmodel import Session

from domain.specs import PersonKind
from domain.store.driver import connection
from domain.store.teams import MEMBERS
from domain.views import PersonView, TeamView


def teams(session: Session) -> tuple[TeamView, ...]:
    """Every team with its present members, by name."""
    found = connection(session).execute("select id, slug, name from team order by lower(name), id").fetchall()
    rows = connection(session).execute(
        """
        select m.team_id, p.id, p.name, p.login, p.avatar_url, p.kind, p.is_admin, p.hidden, p.xp, p.last_activity_at
        from ("""
        + MEMBERS
        + """) m join player p on p.id = m.player_id where m.until is null order by lower(p.name), p.id
        """
    )
    members: dict[object, list[PersonView]] = {}
    for team_id, player_id, name, login, avatar_url, kind, *more in rows:
        person = PersonView(player_id, name, login, avatar_url, PersonKind(kind), *more)
        members.setdefault(team_id, []).append(person)
    return tuple(TeamView(team_id, slug, name, tuple(members.get(team_id, ()))) for team_id, slug, name in found)

"""Bots and agents: those on the list, and those that an admin marked by hand."""

from sqlmodel import Session

from domain.specs import PersonKind
from domain.store.driver import connection
from domain.views import BotView


def everyone(session: Session) -> tuple[BotView, ...]:
    """The list first, then whoever was marked by hand, each by login."""
    rows = connection(session).execute(
        """
        with met as (
            select distinct on (i.provider, lower(p.login)) i.provider, lower(p.login) as login, p.id, p.kind
            from player p join identity i on i.player_id = p.id where p.kind in ('human', 'bot', 'agent')
            order by i.provider, lower(p.login), p.id
        )
        select b.login, b.kind, b.provider, met.id, a.name, b.at
        from bot_login b left join met using (provider, login) left join player a on a.id = b.actor_id
        union all
        select p.login, p.kind, null, p.id, null, null from player p
        where p.kind in ('bot', 'agent')
          and not exists (select from bot_login b join met on (met.provider, met.login) = (b.provider, b.login)
                          where met.id = p.id)
        order by 3 nulls last, 1
        """
    )
    return tuple(
        BotView(login, PersonKind(kind), provider, player, by, at) for login, kind, provider, player, by, at in rows
    )


def providers(session: Session) -> tuple[str, ...]:
    """The tools whose accounts were seen, GitHub always."""
    rows = connection(session).execute("select distinct provider from identity where provider <> 'questboard'")
    return tuple(sorted({"github", *(row[0] for row in rows)}))

"""Experiments: who was treated how."""

from sqlmodel import Session

from domain.store import experiments
from domain.store.driver import connection
from domain.store.queries.checks.law import checked
from domain.views import Check


def groups(session: Session) -> Check:
    """Of an experiment's days the ledger names the experiment and the player's group, of others it names none."""
    tried = {one.spec.id: one for each in experiments.started(session).values() for one in each}
    rows = connection(session).execute(
        """
        select distinct e.player_id, e.cause_id, e.day, e.factors ->> 'experiment', e.factors ->> 'group'
        from xp_entry e where cause = 'rule' and not e.factors ? 'again' and (e.factors ? 'experiment' or exists (
            select from experiment x where x.rule_id = e.cause_id and x.started_at is not null
              and e.day between x.first and x.ends))
        """
    )
    wrong = 0
    for player, rule, day, name, group in rows:
        one = tried.get(name)
        wrong += one is None or one.spec.rule != rule or not one.covers(day) or one.group(player) != group
    name = "Everybody is paid in his group of an experiment, and it is on record"
    return checked(name, wrong, f"{wrong} days are paid otherwise, or not on record.")

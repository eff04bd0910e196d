"""The scoring rules in force."""

from sqlmodel import Session

from domain.rules import unfit
from domain.specs import ScoringRuleSpec
from domain.store.driver import connection
from domain.views import RuleView


def rules(session: Session) -> tuple[RuleView, ...]:
    """What work is worth today, the most valuable first."""
    rows = connection(session).execute(
        """
        select version, spec from (select distinct on (id) * from scoring_rule order by id, version desc) newest
        where retired_at is null
        """
    )
    specs = [(row[0], ScoringRuleSpec.model_validate(row[1])) for row in rows]
    return tuple(
        RuleView(
            spec.id,
            version,
            spec.title,
            spec.metric,
            spec.xp,
            spec.full_until,
            spec.cap,
            unfit.in_rule(spec),
            spec.hour_cap,
        )
        for version, spec in sorted(specs, key=lambda pair: (-pair[1].xp, pair[1].id))
    )


def spec(session: Session, rule_id: str) -> ScoringRuleSpec | None:
    """The newest version of a rule as it was handed in; None where none is in force."""
    row = (
        connection(session)
        .execute(
            "select spec, retired_at from scoring_rule where id = %s order by version desc limit 1",
            (rule_id,),
        )
        .fetchone()
    )
    return ScoringRuleSpec.model_validate(row[0]) if row and row[1] is None else None

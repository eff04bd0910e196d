"""The installation as a pack: what is in force now."""

from sqlmodel import Session

from domain.rules.packs import Pack, PackedMission
from domain.specs import BadgeSpec, MissionSpec, ScoringRuleSpec
from domain.store.driver import connection


def current(session: Session) -> Pack:
    """Every badge, the newest version of every scoring rule that is not retired, and every published mission."""
    db = connection(session)
    badges = db.execute("select spec from badge order by id").fetchall()
    rules = db.execute(
        """
        select spec from (select distinct on (id) id, spec, retired_at from scoring_rule order by id, version desc) rule
        where retired_at is null order by id
        """
    ).fetchall()
    missions = db.execute("select slug, spec from mission where state = 'published' order by slug").fetchall()
    return Pack(
        name="installation",
        title="This installation",
        description="What was in force here when this was written.",
        badges=tuple(BadgeSpec.model_validate(spec) for (spec,) in badges),
        scoring_rules=tuple(ScoringRuleSpec.model_validate(spec) for (spec,) in rules),
        missions=tuple(PackedMission.of(slug, MissionSpec.model_validate(spec)) for slug, spec in missions),
    )

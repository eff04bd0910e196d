"""The installation as a pack: what is in force now."""

from sqlmodel import Session

from domain.rules.packs import Pack, PackedBoard, PackedFactors, PackedMission
from domain.specs import BadgeSpec, LeagueSpec, MissionSpec, OfferSpec, ScoringRuleSpec, SeasonSpec, StreakSpec
from domain.store import boards, experiments, factors, leagues
from domain.store.driver import connection
from domain.store.queries.duels import rules_of
from domain.store.queries.game import level_curve, rules


def current(session: Session) -> Pack:
    """The newest version of each rule not retired, changed streaks, announced seasons, missions that are published, and
    all of the rest; factors as they will be from the next day on.
    """
    db = connection(session)
    badges = db.execute("select spec from badge order by id").fetchall()
    scoring = db.execute(
        """
        select spec from (select distinct on (id) id, spec, retired_at from scoring_rule order by id, version desc) rule
        where retired_at is null order by id
        """
    ).fetchall()
    streaks = db.execute(
        "select distinct on (streak) spec from streak_version order by streak, version desc"
    ).fetchall()
    missions = db.execute("select slug, spec from mission where state = 'published' order by slug").fetchall()
    seasons = db.execute("select spec from season where announced_at is not null order by first").fetchall()
    offers = db.execute("select spec from offer order by id").fetchall()
    return Pack(
        name="installation",
        title="This installation",
        description="What was in force here when this was written.",
        badges=tuple(BadgeSpec.model_validate(spec) for (spec,) in badges),
        scoring_rules=tuple(ScoringRuleSpec.model_validate(spec) for (spec,) in scoring),
        seasons=tuple(SeasonSpec.model_validate(spec) for (spec,) in seasons),
        streaks=tuple(StreakSpec.model_validate(spec) for (spec,) in streaks),
        boards=tuple(PackedBoard.of(spec) for spec in boards.specs(session)),
        offers=tuple(OfferSpec.model_validate(spec) for (spec,) in offers),
        experiments=tuple(sorted((one.spec for one in experiments.everything(session)), key=lambda spec: spec.id)),
        missions=tuple(PackedMission.of(slug, MissionSpec.model_validate(spec)) for slug, spec in missions),
        game=rules(session),
        league=leagues.spec(session) or LeagueSpec(),
        factors=PackedFactors.of(next((spec for _, spec in reversed(factors.history(session))), factors.OFF)),
        duels=rules_of(session),
        levels=level_curve(session),
    )

"""The rule book: what work is worth, on which day and for whom."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from sqlmodel import Session

from domain.specs import CONTROL, ScoringRuleSpec
from domain.store import experiments
from domain.store.driver import connection
from domain.store.experiments import UNCHANGED, Experiment
from domain.store.factors import next_day


@dataclass(frozen=True, slots=True)
class Trial:
    """The experiment by which somebody's work is paid, and his group in it; `tried` names both to people."""

    experiment: str
    group: str
    tried: str

    def said(self) -> dict[str, str]:
        """As factors of an entry: the record of who was treated how."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Rule:
    """A version of a scoring rule.

    The first pays what arrives from its publication on. A later one pays the days that had begun for nobody by then,
    also by a clock that is ahead, so that the pay of one day never mixes two versions. A retired one pays nothing that
    arrives later, but what it paid is still taken back by it.
    """

    version: int
    spec: ScoringRuleSpec
    published_at: datetime
    retired_at: datetime | None
    trial: Trial | None = None

    def covers(self, day: date) -> bool:
        """Whether this version, or a later one, is in force on a player's day."""
        return self.version == 1 or day >= next_day(self.published_at)

    def pays(self, received_at: datetime) -> bool:
        """Whether it pays for what arrived at that time."""
        begun = self.version > 1 or received_at >= self.published_at
        return begun and (self.retired_at is None or received_at < self.retired_at)


class RuleBook:
    """The scoring rules of some metrics, in all their versions, and the experiments on them."""

    def __init__(self, rules: Collection[Rule], experiments: Mapping[str, Sequence[Experiment]]) -> None:
        self._experiments = experiments
        self._by_metric: dict[str, dict[str, list[Rule]]] = {}
        for rule in rules:
            self._by_metric.setdefault(rule.spec.metric, {}).setdefault(rule.spec.id, []).append(rule)

    def on(self, metric: str, day: date, player_id: UUID) -> list[Rule]:
        """The version of each rule for this metric that is in force on a player's day, as it is for his group."""
        return [
            self._for(next(rule for rule in versions if rule.covers(day)), day, player_id)
            for versions in self._by_metric.get(metric, {}).values()
        ]

    def _for(self, rule: Rule, day: date, player_id: UUID) -> Rule:
        experiment = next((one for one in self._experiments.get(rule.spec.id, ()) if one.covers(day)), None)
        if experiment is None:
            return rule
        numbers = experiment.variant(player_id)
        group, title = (numbers.key, numbers.title) if numbers else (CONTROL, UNCHANGED)
        changes = numbers.model_dump(include={"xp", "full_until", "cap"}) if numbers else {}
        trial = Trial(experiment.spec.id, group, f"{experiment.spec.title}: {title}")
        return replace(rule, spec=rule.spec.model_copy(update=changes), trial=trial)


def rules(session: Session, metrics: Collection[str]) -> RuleBook:
    """The scoring rules of these metrics, the newest version of each first."""
    rows = connection(session).execute(
        """
        select version, spec::text, published_at, retired_at from scoring_rule
        where spec ->> 'metric' = any(%s) order by id, version desc
        """,
        (sorted(metrics),),
    )
    found = [Rule(version, _rule_spec(spec), *times) for version, spec, *times in rows]
    return RuleBook(found, experiments.started(session))


@lru_cache(maxsize=512)
def _rule_spec(stored: str) -> ScoringRuleSpec:
    return ScoringRuleSpec.model_validate_json(stored)

"""Unfit numbers: what should never be paid, because whoever is paid for it makes more of it and nothing better.

Lines of code, commits, prompts, tokens and hours say how much, not how good. An admin may do it all the same; he is
warned, and it is audited.
"""

import re
from collections.abc import Iterable, Mapping

from domain.specs import Aggregate, Condition, MissionSpec, ScoringRuleSpec, conditions

#: What a word in the name of a metric says is counted.
_COUNTED: Mapping[str, str] = {
    word: what
    for what, words in (
        ("lines of code", ("line", "lines", "loc", "sloc", "addition", "additions", "deletion", "deletions")),
        ("commits", ("commit", "commits")),
        ("prompts", ("prompt", "prompts", "completion", "completions", "suggestion", "suggestions")),
        ("tokens", ("token", "tokens")),
        ("hours", ("hour", "hours", "minute", "minutes", "keystroke", "keystrokes", "overtime")),
    )
    for word in words
}
_WORD = re.compile(r"[a-z]+")
#: Different days say that somebody was there, not how much he made.
_AMOUNTS = (Aggregate.COUNT, Aggregate.SUM, Aggregate.MAX)


def counted_by(metric: str) -> str | None:
    """Which unfit number a metric counts, going by its name; None when it counts none."""
    return next((_COUNTED[word] for word in _WORD.findall(metric) if word in _COUNTED), None)


def in_rule(spec: ScoringRuleSpec) -> str | None:
    """What an admin is told of a scoring rule; None where it is fine."""
    return _sentence([spec.metric]) if spec.xp else None


def in_mission(spec: MissionSpec) -> str | None:
    """The same of a mission that asks for an amount."""
    asked = [one for goal in spec.goals for one in conditions(goal) if _is_amount(one)]
    return _sentence(one.metric for one in asked)


def _is_amount(one: Condition) -> bool:
    return one.aggregate in _AMOUNTS and one.threshold > 1


def _sentence(metrics: Iterable[str]) -> str | None:
    found = sorted({what for metric in metrics if (what := counted_by(metric))})
    if not found:
        return None
    return (
        f"It pays for {' and '.join(found)}. Whoever is paid for numbers makes numbers: "
        "better pay for work that landed and that somebody looked at. This is noted in the audit trail."
    )

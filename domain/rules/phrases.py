"""Phrases: what a condition counts, and what its filters ask for, in words."""

from collections.abc import Mapping, Sequence

from domain.specs import Aggregate, Condition, Filter, Match

#: Metrics in the words of a team: one of them, many of them.
NOUNS = {
    "pull_request.merged": ("merged pull request", "merged pull requests"),
    "review.submitted": ("review", "reviews"),
    "issue.completed": ("completed issue", "completed issues"),
    "release.published": ("release", "releases"),
    "workflow_run.succeeded": ("green build", "green builds"),
    "commit.landed": ("landed commit", "landed commits"),
    "mission.completed": ("completed mission", "completed missions"),
    "badge.earned": ("badge", "badges"),
    "xp.earned": ("XP award", "XP awards"),
    "coins.earned": ("coin award", "coin awards"),
    "streak.length": ("streak day", "streak days"),
}

#: Where the value of a metric has a name of its own.
_VALUES: Mapping[tuple[str, Aggregate], tuple[str, str]] = {
    ("xp.earned", Aggregate.SUM): ("XP", "XP"),
    ("xp.earned", Aggregate.MAX): ("XP at once", "XP at once"),
    ("coins.earned", Aggregate.SUM): ("coin", "coins"),
    ("coins.earned", Aggregate.MAX): ("coin at once", "coins at once"),
    ("streak.length", Aggregate.MAX): ("working day in a row", "working days in a row"),
}

#: Dimensions that are "yes" or "no": what is said of the one and of the other.
_FLAGS = {
    "substance": ("with substance", "without substance"),
    "merged_by_other": ("merged by somebody else", "merged by oneself"),
    "closed_by_other": ("closed by somebody else", "closed by oneself"),
    "opened_by_other": ("opened by somebody else", "opened by oneself"),
    "default_branch": ("into the default branch", "not into the default branch"),
    "prerelease": ("as a prerelease", "not as a prerelease"),
}

#: So many values of a filter are named before the rest is only counted.
_NAMED = 4


def noun(condition: Condition, number: int) -> str:
    """What a condition counts, in the form that fits `number`."""
    one, many = _nouns(condition.metric)
    if value := _named(condition):
        return _fitting(number, *value)
    match condition.aggregate:
        case Aggregate.COUNT:
            return _fitting(number, one, many)
        case Aggregate.SUM:
            return f"in total across {many}"
        case Aggregate.MAX:
            return f"in one {one}"
        case Aggregate.DISTINCT_DAYS:
            return f"{_fitting(number, 'day', 'days')} with {many}"
        case Aggregate.DISTINCT:
            return f"{plural(condition.dimension or '', number)} in {many}"


def _named(condition: Condition) -> tuple[str, str] | None:
    """Where the value has a name of its own; of a streak that is named it depends on that what its periods are."""
    named = any(wanted.dimension == "streak" for wanted in condition.filters)
    if condition.metric == "streak.length" and condition.aggregate is Aggregate.MAX and named:
        return "period in a row", "periods in a row"
    return _VALUES.get((condition.metric, condition.aggregate))


def counted(condition: Condition, number: int) -> str:
    """What a condition counts with all that its filters ask: "reviews with substance in acme/app"."""
    return " ".join([noun(condition, number), *map(_asked, condition.filters)])


def none_of(condition: Condition) -> str:
    """That nothing is allowed: "no reviews"."""
    has_a_name = (condition.metric, condition.aggregate) in _VALUES
    is_amount = condition.aggregate in {Aggregate.SUM, Aggregate.MAX} and not has_a_name
    return f"{'nothing' if is_amount else 'no'} {noun(condition, 0)}"


def plural(dimension: str, number: int) -> str:
    """The name of a dimension in words: `repository`, 2 → "repositories"."""
    word = dimension.replace("_", " ")
    if number == 1:
        return word
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return f"{word}es"
    return f"{word[:-1]}ies" if word.endswith("y") and word[-2:-1] not in "aeiou" else f"{word}s"


def filtered(wanted: Filter) -> str:
    """What a filter lets pass: "in acme/app", "label bug or defect", "merged by somebody else"."""
    name = wanted.dimension.replace("_", " ")
    if wanted.match is not Match.PREFIX and wanted.values in {("yes",), ("no",)}:
        said, unsaid = _FLAGS.get(wanted.dimension, (name, f"not {name}"))
        return said if (wanted.values == ("yes",)) == (wanted.match is Match.IN) else unsaid
    in_repository = wanted.dimension == "repository"
    match wanted.match:
        case Match.IN:
            return f"{'in' if in_repository else name} {_listed(wanted.values)}"
        case Match.NOT_IN:
            return f"{'not in' if in_repository else f'{name} not'} {_listed(wanted.values)}"
        case Match.PREFIX:
            beginnings = _listed([f"{value}…" for value in wanted.values])
            return f"{'in' if in_repository else name} {beginnings}"


def titled(slug: str) -> str:
    """The title of a mission, made of its slug: a-steady-week → “A steady week”."""
    return f"“{slug.replace('-', ' ').capitalize()}”"


def _asked(wanted: Filter) -> str:
    """A filter behind a noun: "in acme/app", "with label bug or defect", "called “A steady week”"."""
    if wanted.dimension == "mission" and wanted.match is Match.IN:
        return f"called {_listed([titled(slug) for slug in wanted.values])}"
    if wanted.dimension == "streak" and wanted.match is Match.IN:
        return f"of the streak {_listed([titled(slug) for slug in wanted.values])}"
    text = filtered(wanted)
    return text if wanted.dimension == "repository" or wanted.dimension in _FLAGS else f"with {text}"


def _nouns(metric: str) -> tuple[str, str]:
    """One and many of a metric; an unknown one in its own words: `incident.resolved`, "resolved incidents"."""
    if metric in NOUNS:
        return NOUNS[metric]
    *things, what = metric.replace("_", " ").split(".")
    one = " ".join([what, *things] if what.endswith("ed") else [*things, what])
    return one, plural(one, 2)


def _fitting(number: int, one: str, many: str) -> str:
    return one if number == 1 else many


def _listed(values: Sequence[str]) -> str:
    """Values as one says them: "a, b or c"; of a long list the beginning, and how many more there are."""
    named = [*values]
    if len(values) > _NAMED:
        named = [*values[:_NAMED], f"{len(values) - _NAMED} more"]
    *first, last = named
    return f"{', '.join(first)} or {last}" if first else last

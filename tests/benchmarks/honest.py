"""Honest work as fair play sees it: the four public histories at their own pace, and made-up teams by seed."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from domain.rules.fair_play import Work
from tests import corpus
from tests.benchmarks.histories import METRICS

BEGIN = date(2026, 8, 3)
DAYS = 90
REPOSITORIES = ("acme/app", "acme/site", "acme/tools")


def player(name: str) -> UUID:
    return uuid5(NAMESPACE_OID, name)


def people(number: int = 12) -> list[UUID]:
    return [player(f"person {place}") for place in range(number)]


def at(day: date, rng: Random) -> datetime:
    """Some moment of a working day."""
    return datetime.combine(day, time(8), UTC) + timedelta(seconds=rng.randrange(9 * 3600))


def history(name: str) -> list[Work]:
    """What fair play can see in a git history: merges, who pressed the button, releases.

    To press the button for somebody else is taken for an approval without a word, which is as bad as it can be.
    """
    events = list(corpus.history(name))
    authors = {event["pr"]: event["login"] for event in events if event["metric"] == "pr.merged"}
    mergers = {event["pr"]: event["login"] for event in events if event["metric"] == "pr.merge_action"}
    found = (_recorded(event, authors, mergers) for event in events if event["metric"] in METRICS)
    return [one for one in found if one.other != one.player]


@cache
def team(seed: int) -> list[Work]:
    """Ninety days of twelve people: some busy, some slow, with hasty moments, bots, reverts, roll-outs and thanks."""
    rng, kind = Random(seed), Random(f"thanks {seed}")
    days = [(BEGIN + timedelta(days=day), f"{seed}/{day}") for day in range(DAYS)]
    work = [one for day, name in days for one in _day(rng, day, name)]
    return [*work, *(one for day, name in days for one in _thanks(kind, day, f"{name}/thanks"))]


def _recorded(event: Mapping[str, Any], authors: Mapping[int, str], mergers: Mapping[int, str]) -> Work:
    moment, login = datetime.fromisoformat(event["occurred_at"]), event["login"]
    number = event.get("pr", 0)
    metric, other, dimensions = METRICS[event["metric"]], None, {"repository": event["repo"], "pull": str(number)}
    if metric == "pull_request.merged":
        merger = mergers.get(number)
        dimensions["merged_by"] = "unknown" if merger is None else "author" if merger == login else "person"
    if metric == "review.submitted":
        dimensions |= {"state": "approved", "substance": "no", "author_kind": "person"}
        other = player(authors[number]) if number in authors else None
    key = f"{event['event_id']}:{metric}:{login}"
    return Work(key, player(login), metric, moment, moment.date(), dimensions, other)


def _day(rng: Random, day: date, name: str) -> Iterator[Work]:
    team = people()
    for place, person in enumerate(team):
        if rng.random() < (0.9 if day.weekday() >= 5 else 0.2):
            continue
        busy = 1 + place % 4
        for serial in range(rng.randint(0, busy)):
            yield from _pull(rng, day, f"{name}/{place}/{serial}", person, rng.choice(team))
        if rng.random() < 0.3:
            yield _issue(rng, day, f"{name}/{place}/issue", person)
        if rng.random() < 0.2:
            dimensions = {"repository": "acme/app", "workflow": "deploy", "trigger": "workflow_dispatch"}
            yield Work(f"{name}/{place}/run", person, "workflow_run.succeeded", at(day, rng), day, dimensions)


def _pull(rng: Random, day: date, name: str, author: UUID, other: UUID) -> Iterator[Work]:
    """A change, mostly reviewed by somebody: now and then at once, or without a word; now and then not at all."""
    opened = at(day, rng)
    waited = timedelta(seconds=rng.choice((40, 600, 3_000, 9_000, 40_000)))
    merged = min(opened + waited, datetime.combine(day, time(23, 59), UTC))
    pull, alone = f"pull/{name}", author == other
    facts = {
        "repository": rng.choice(REPOSITORIES),
        "pull": pull,
        "open_seconds": str(int(waited.total_seconds())),
        "head": name,
        "title_digest": rng.choice((name, "update the changelog")),
        "line_changes": "no" if rng.random() < 0.05 else "yes",
        "merged_by": "author" if alone else "person",
    }
    yield Work(f"{pull}:merged", author, "pull_request.merged", merged, day, facts)
    if not alone:
        words = "yes" if rng.random() < 0.6 else "no"
        review = {"state": "approved", "substance": words, "pull": pull, "author_kind": "person"}
        review["open_seconds"] = facts["open_seconds"]
        yield Work(f"{pull}:review", other, "review.submitted", merged, day, review, author)


def _issue(rng: Random, day: date, name: str, person: UUID) -> Work:
    alone = rng.choice(("yes", "no"))
    dimensions = {"opened_by_other": alone, "closed_by_other": alone, "open_seconds": str(rng.randrange(60, 500_000))}
    return Work(name, person, "issue.completed", at(day, rng), day, dimensions)


def _thanks(rng: Random, day: date, name: str) -> Iterator[Work]:
    """Neighbours thank each other most, a pupil thanks one teacher alone, everybody now and then somebody else."""
    team, pupil = people(), player("pupil")
    for place, person in enumerate(team):
        if rng.random() < 0.15:
            other = team[place ^ 1] if rng.random() < 0.75 else rng.choice([one for one in team if one != person])
            yield Work(f"{name}/{place}", person, "kudos.given", at(day, rng), day, {"to": str(other)}, other)
    if day.weekday() == 0:
        yield Work(f"{name}/pupil", pupil, "kudos.given", at(day, rng), day, {"to": str(team[0])}, team[0])

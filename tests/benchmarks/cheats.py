"""Ways to cheat, planted by seed. `greed` from 0 (a little) to 1 (without shame) says how much of it there is."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from domain.rules.fair_play import Detector, Work
from tests.benchmarks.honest import BEGIN, people, player

Cheat = Callable[[Random, float], list[Work]]


def planted(seed: int, kind: str, greed: float) -> list[Work]:
    return CHEATS[kind][1](Random(f"{seed} {kind}"), greed)


def _some(greed: float, least: int, most: int) -> int:
    return round(least + greed * (most - least))


def _days(rng: Random, number: int) -> list[date]:
    """Days of one month, in order, when there is something to compare with."""
    first = BEGIN.replace(day=1, month=BEGIN.month + 2)
    return sorted(first + timedelta(days=rng.randrange(20)) for _ in range(number))


def _moment(rng: Random, day: date) -> datetime:
    return datetime.combine(day, time(9), UTC) + timedelta(seconds=rng.randrange(28_000))


def _who(rng: Random, number: int = 1) -> list[UUID]:
    return rng.sample(people(), number)


def _merge(person: UUID, moment: datetime, name: str, **dimensions: str) -> Work:
    facts = {"pull": f"planted/{name}", "merged_by": "person", "open_seconds": "7000", "line_changes": "yes"}
    return Work(f"planted/{name}:merged", person, "pull_request.merged", moment, moment.date(), facts | dimensions)


def _approval(person: UUID, author: UUID | None, moment: datetime, name: str, **dimensions: str) -> Work:
    facts = {"pull": f"planted/{name}", "state": "approved", "substance": "no", "open_seconds": "7000"}
    return Work(
        f"planted/{name}:review", person, "review.submitted", moment, moment.date(),
        facts | {"author_kind": "person"} | dimensions, author,
    )  # fmt: skip


def _many(metric: str, least: int, most: int, *, newcomer: bool = False) -> Cheat:
    """Far more of it in a day than the same person's days before."""

    def cheat(rng: Random, greed: float) -> list[Work]:
        person = player("newcomer") if newcomer else _who(rng)[0]
        day = _days(rng, 1)[0]
        facts = {"state": "approved", "substance": "yes", "open_seconds": "7000", "author_kind": "person"}
        number = _some(greed, least, most)
        return [Work(f"planted/{place}", person, metric, _moment(rng, day), day, facts) for place in range(number)]

    return cheat


def _ring(
    size: int, least: int, most: int, *, seconds: int = 7_000, apart: timedelta = timedelta(hours=3), words: str = "no"
) -> Cheat:
    """Each approves the next one's work, `least` to `most` times in a month."""

    def cheat(rng: Random, greed: float) -> list[Work]:
        ring = _who(rng, size)
        return list(_rounds(ring, _days(rng, _some(greed, least, most)), rng))

    def _rounds(ring: list[UUID], days: list[date], rng: Random) -> Iterator[Work]:
        for number, day in enumerate(days):
            begin = _moment(rng, day)
            for place, person in enumerate(ring):
                author, moment = ring[(place + 1) % size], begin + place * apart
                waited = {"open_seconds": str(seconds), "substance": words}
                yield _approval(person, author, moment, f"{number}/{place}", **waited)

    return cheat


def _approvals(least: int, most: int, *, seconds: int, apart: int) -> Cheat:
    def cheat(rng: Random, greed: float) -> list[Work]:
        person, begin = _who(rng)[0], _moment(rng, _days(rng, 1)[0])
        others = [other for other in people() if other != person]
        return [
            _approval(
                person, rng.choice(others), begin + timedelta(seconds=place * apart), f"{place}",
                open_seconds=str(seconds),
            )
            for place in range(_some(greed, least, most))
        ]  # fmt: skip

    return cheat


def _merges(least: int, most: int, *, days: int, **dimensions: str) -> Cheat:
    """Merged pull requests that have these dimensions, all of them."""

    def cheat(rng: Random, greed: float) -> list[Work]:
        person, chosen = player("planter"), _days(rng, days)
        return [
            _merge(person, _moment(rng, rng.choice(chosen)), f"{place}", **dimensions)
            for place in range(_some(greed, least, most))
        ]

    return cheat


def _second_account(rng: Random, greed: float) -> list[Work]:
    person = _who(rng)[0]
    days = _days(rng, _some(greed, 1, 6))
    return [_approval(person, person, _moment(rng, day), f"{place}") for place, day in enumerate(days)]


def _own_issues(rng: Random, greed: float) -> list[Work]:
    person, day = _who(rng)[0], _days(rng, 1)[0]
    facts = {"opened_by_other": "no", "closed_by_other": "no", "open_seconds": "30"}
    number = _some(greed, 2, 15)
    return [
        Work(f"planted/{place}", person, "issue.completed", _moment(rng, day), day, facts) for place in range(number)
    ]


def _hand_started(rng: Random, greed: float) -> list[Work]:
    person, day = _who(rng)[0], _days(rng, 1)[0]
    facts = {"repository": "acme/app", "workflow": "checks", "trigger": "workflow_dispatch"}
    number = _some(greed, 10, 60)
    return [
        Work(f"planted/{place}", person, "workflow_run.succeeded", _moment(rng, day), day, facts)
        for place in range(number)
    ]


def _again_and_again(rng: Random, greed: float) -> list[Work]:
    person, author = _who(rng, 2)
    days = _days(rng, _some(greed, 3, 14))
    approvals = (_approval(person, author, _moment(rng, day), f"{place}", pull="planted/one", substance="yes")
                 for place, day in enumerate(days))  # fmt: skip
    return list(approvals)


def _back_and_forth(rng: Random, greed: float) -> list[Work]:
    """A change and its revert, each of which counts."""
    person = _who(rng)[0]
    found = []
    for place, day in enumerate(_days(rng, _some(greed, 1, 8))):
        moment = _moment(rng, day)
        found.append(_merge(person, moment, f"{place}"))
        found.append(_merge(person, moment + timedelta(hours=1), f"{place}/back", reverts=f"planted/{place}"))
    return found


def _thanks(size: int, least: int, most: int, *, elsewhere: int = 0) -> Cheat:
    """Newcomers who thank the next one, in a ring, and each `elsewhere` times somebody else."""

    def cheat(rng: Random, greed: float) -> list[Work]:
        ring = [player(f"in the ring {place}") for place in range(size)]
        days = _days(rng, _some(greed, least, most))
        pairs = [(day, one, ring[(place + 1) % size]) for day in days for place, one in enumerate(ring)]
        pairs += [(day, one, rng.choice(people())) for one in ring for day in _days(rng, elsewhere)]
        return [
            Work(f"planted/{place}", one, "kudos.given", _moment(rng, day), day, {"to": str(other)}, other)
            for place, (day, one, other) in enumerate(pairs)
        ]

    return cheat


_SOON = timedelta(minutes=1)

#: Each with the detector that is to find it; None where nobody looks for it, and `WHY_NOT` says why.
CHEATS: Mapping[str, tuple[Detector | None, Cheat]] = {
    "burst of merges": (Detector.VELOCITY, _many("pull_request.merged", 8, 50)),
    "burst of merges by a newcomer": (Detector.VELOCITY, _many("pull_request.merged", 8, 40, newcomer=True)),
    "flood of reviews": (Detector.VELOCITY, _many("review.submitted", 15, 90)),
    "flood of releases": (Detector.VELOCITY, _many("release.published", 4, 30)),
    "flood of issues": (Detector.VELOCITY, _many("issue.completed", 10, 60)),
    "ring of two, in seconds": (Detector.RINGS, _ring(2, 3, 16, seconds=20)),
    "ring of two, in trade": (Detector.RINGS, _ring(2, 3, 16, apart=_SOON)),
    "ring of three, in seconds": (Detector.RINGS, _ring(3, 3, 16, seconds=20)),
    "ring of three, in trade": (Detector.RINGS, _ring(3, 3, 16, apart=_SOON)),
    "ring of four, in seconds": (Detector.RINGS, _ring(4, 3, 16, seconds=20)),
    "ring of five, in trade": (Detector.RINGS, _ring(5, 3, 16, apart=_SOON)),
    "approvals in seconds": (Detector.QUICK_REVIEWS, _approvals(3, 25, seconds=15, apart=400)),
    "approvals in a row": (Detector.QUICK_REVIEWS, _approvals(8, 40, seconds=90_000, apart=7)),
    "own merges in seconds": (
        Detector.SELF_DEALING, _merges(3, 14, days=1, merged_by="author", open_seconds="20")),
    "second account": (Detector.SELF_DEALING, _second_account),
    "own issues in minutes": (Detector.SELF_DEALING, _own_issues),
    "merges without a line": (Detector.EMPTY, _merges(3, 20, days=8, line_changes="no")),
    "runs by hand": (Detector.EMPTY, _hand_started),
    "the same commits again": (Detector.DUPLICATED, _merges(2, 10, days=4, head="the same")),
    "one title all over": (Detector.DUPLICATED, _merges(4, 30, days=1, title_digest="one title")),
    "one approval again and again": (Detector.DUPLICATED, _again_and_again),
    "land and revert": (Detector.REVERTED, _back_and_forth),
    "thanks in a ring of two": (Detector.KUDOS_RINGS, _thanks(2, 2, 12)),
    "thanks in a ring of three": (Detector.KUDOS_RINGS, _thanks(3, 2, 12)),
    "thanks in a ring of five": (Detector.KUDOS_RINGS, _thanks(5, 2, 12)),
    "patient ring": (None, _ring(2, 3, 16)),
    "ring with pasted words": (None, _ring(2, 3, 16, seconds=20, words="yes")),
    "patient ring of four": (None, _ring(4, 3, 16, apart=_SOON * 6)),
    "one change in slices": (None, _merges(20, 60, days=12)),
    "thanks in a ring, with a cover": (None, _thanks(3, 2, 12, elsewhere=2)),
}  # fmt: skip

#: Each of these is also what honest people do, so whoever looks for it finds them.
WHY_NOT: Mapping[str, str] = {
    "patient ring": "two who review each other’s work all month, hours apart, are what most pairs of maintainers are",
    "ring with pasted words": "two who work at one desk approve within a minute, and say so; what they say is not kept",
    "patient ring of four": "where reviews go in turns, everybody always has the same next one",
    "one change in slices": "small pull requests, every day a few, are what good advice asks for",
    "thanks in a ring, with a cover": "friends thank each other most, and others now and then",
}

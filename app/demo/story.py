"""What the made-up team does: two weeks of history, then a working day that does not end.

Deterministic: the same seed and the same start tell the same story. The history is a function of the day it lies on, so
telling it again adds nothing; live work is numbered by the minute it began in, so a second demo has news of its own.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from app.demo import payloads
from app.demo.payloads import Account, Payload, Repo
from domain.services import samples

#: The sample people one can sign in as, and colleagues nobody signs in as.
TEAM = (
    *(Account(number, login) for number, login, _ in samples.PEOPLE),
    Account(900_000_101, "bruno-costa"),
    Account(900_000_102, "chioma-eze"),
    Account(900_000_103, "elif-kaya"),
    Account(900_000_104, "goran-petrovic"),
)
#: He writes lists.
LISTER = TEAM[5]
BOT = Account(900_000_901, "upkeep[bot]", "Bot")
REPOS = (
    Repo(910_000_001, "acme/app", "Python"),
    Repo(910_000_002, "acme/web", "TypeScript"),
    Repo(910_000_003, "acme/platform", "Go"),
)
PIECES = (
    ("Keep the cart when a session expires", "bug"),
    ("Retry payments that time out", "bug"),
    ("Show delivery dates in the customer's zone", "feature"),
    ("Search by order number", "feature"),
    ("Load product pictures lazily", "performance"),
    ("Halve the memory of the nightly import", "performance"),
    ("Explain the refund rules where they apply", "docs"),
    ("Describe how to run the app offline", "docs"),
    ("Rotate the signing keys every quarter", "security"),
    ("Refuse uploads with two extensions", "security"),
    ("Split the invoice module in two", "refactoring"),
    ("Drop the legacy exporter", "refactoring"),
    ("Let screen readers announce new messages", "accessibility"),
    ("Test the checkout with a slow network", "testing"),
)
REMARKS = (
    ("approved", "Clear and well tested. The second case was new to me."),
    ("approved", "Works on my machine with the recorded traffic, too."),
    ("approved", "LGTM"),
    ("changes_requested", "The lock is taken twice on the error path, see line 40."),
    ("commented", "Could this share the parser of the importer? It does the same."),
)
HISTORY_DAYS = 14
#: The story that is told unless another one is wished for.
SEED = 1
#: How long the quickest and the slowest wait between two pieces of live work is, in seconds.
QUICK, SLOW = 1.5, 5.0


@dataclass(frozen=True, slots=True)
class Scene:
    """One delivery, and how many seconds to wait before it."""

    pause: float
    event: str
    delivery_id: str
    payload: Payload


def tell(seed: int, start: datetime, clock: Callable[[], datetime]) -> Iterator[Scene]:
    """The whole story, without end. `clock` dates the live part."""
    yield from history(seed, start)
    yield from live(seed, start, clock)


#: Numbers set aside for a minute of live work and for a day of the past, more than either ever needs.
A_MINUTE = 40
A_DAY = 20


def history(seed: int, start: datetime) -> Iterator[Scene]:
    """The working days before `start`, oldest first."""
    for _, scenes in days(seed, start):
        yield from scenes


def days(seed: int, start: datetime) -> Iterator[tuple[date, Iterator[Scene]]]:
    """The same, day by day."""
    for ago in range(HISTORY_DAYS, 0, -1):
        day = (start - timedelta(days=ago)).date()
        if day.weekday() < 5:
            yield day, _working_day(seed, day)


def live(seed: int, start: datetime, clock: Callable[[], datetime]) -> Iterator[Scene]:
    """Work as it happens, a few seconds apart."""
    minute = int(start.timestamp()) // 60
    chance = random.Random(f"{seed}/{minute}")  # noqa: S311 - a story, not a secret
    serial = 20_000 + minute * A_MINUTE % 980_000  # comes round after 17 days, longer than a demo lives
    while True:
        serial += 1
        pause = chance.uniform(QUICK, SLOW)
        for event, payload in _piece_of_work(chance, serial, clock()):
            yield Scene(pause, event, f"demo-{seed}-{serial}-{event}", payload)
            pause = chance.uniform(0.2, 1.2)


def _working_day(seed: int, day: date) -> Iterator[Scene]:
    chance = random.Random(f"{seed}/{day}")  # noqa: S311 - a story, not a secret
    serial = day.toordinal() * A_DAY % 20_000
    moment = datetime.combine(day, time(8, 30), UTC)
    for _ in range(chance.randint(9, 15)):
        serial += 1
        moment += timedelta(minutes=chance.randint(8, 45))
        for event, payload in _piece_of_work(chance, serial, moment):
            yield Scene(0.0, event, f"demo-{seed}-{serial}-{event}", payload)
    if day.toordinal() % HISTORY_DAYS == _LIST_DAY:
        yield from _ticked_off(seed, day)


#: Every second Wednesday somebody writes a list of issues and ticks them off at once, which seems odd.
_LIST_DAY = 10
LIST = ("Sort the labels", "Name the owner", "Fix the link", "Drop the draft", "Close the milestone")


def _ticked_off(seed: int, day: date) -> Iterator[Scene]:
    serial = day.toordinal() * A_DAY % 20_000 + A_DAY - len(LIST)
    moment = datetime.combine(day, time(16), UTC)
    for number, title in enumerate(LIST, serial + 1):
        moment += timedelta(minutes=4)
        opened = moment - timedelta(minutes=2)
        payload = payloads.closed_issue(REPOS[0], number, LISTER, title=title, at=moment, opened=opened)
        yield Scene(0.0, "issues", f"demo-{seed}-{number}-issues", payload)


def _piece_of_work(chance: random.Random, serial: int, at: datetime) -> Iterator[tuple[str, Payload]]:
    author, reviewer = _two_people(chance)
    repo = chance.choice(REPOS)
    title, label = chance.choice(PIECES)
    match chance.choices(
        ("change", "review", "issue", "commits", "release", "upkeep", "own"), (34, 26, 14, 14, 3, 6, 3)
    )[0]:
        case "change":
            yield (
                "pull_request",
                payloads.merged_pull(repo, serial, author, reviewer, title=title, at=at, labels=[label]),
            )
            yield (
                "workflow_run",
                payloads.workflow_run(repo, author, serial=serial, at=at, conclusion=_mostly_green(chance)),
            )
        case "review":
            state, body = chance.choice(REMARKS)
            yield "pull_request_review", payloads.review(repo, serial, author, reviewer, at=at, state=state, body=body)
        case "issue":
            yield "issues", payloads.closed_issue(repo, serial, author, title=title, at=at, labels=[label])
        case "commits":
            messages = [f"{title} ({step})" for step in range(1, chance.randint(2, 4))]
            yield "push", payloads.push(repo, author, messages, serial=serial, at=at)
        case "release":
            yield "release", payloads.release(repo, author, f"v1.{serial % 1_000}.0", serial=serial, at=at)
        case "upkeep":
            yield "pull_request", payloads.merged_pull(repo, serial, BOT, reviewer, title="Update a dependency", at=at)
        case "own":
            yield "pull_request", payloads.merged_pull(repo, serial, author, author, title=title, at=at, labels=[label])


def _two_people(chance: random.Random) -> tuple[Account, Account]:
    """An author and somebody else; the first of the team do more, as in every team."""
    author = chance.choices(TEAM, range(len(TEAM) + 4, 4, -1))[0]
    return author, chance.choice([person for person in TEAM if person != author])


def _mostly_green(chance: random.Random) -> str:
    return "failure" if chance.random() < 0.15 else "success"

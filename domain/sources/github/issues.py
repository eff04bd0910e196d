"""`issues`: one that is closed as completed."""

from domain.sources.github import people
from domain.sources.github.payload import (
    NotCounted,
    Thing,
    labels,
    number,
    open_seconds,
    repository,
    thing,
    things,
    when,
    yes_no,
)
from domain.sources.reading import Reading, web_address
from domain.specs import ActivitySpec


def closed(payload: Thing) -> Reading:
    """`issue.completed` for each assignee, the only people the payload names as doing the work.

    Whoever opened or closed it may only have written or sorted it, so without an assignee nobody earns.
    `opened_by_other` and `closed_by_other` let a scoring rule leave out what one person did alone.
    Closed again after a reopening it is the same fact.
    """
    issue = thing(payload, "issue")
    number_ = number(issue, "number")
    if issue.get("state_reason") != "completed":
        raise NotCounted(f"Issue #{number_} was closed, but not as completed.")
    assignees = _assignees(issue)
    if not assignees:
        raise NotCounted(f"Issue #{number_} has no assignee, so nobody is known to have done it.")
    activities, notes = [], []
    for assignee in assignees:
        try:
            activities.append(_activity(payload, issue, assignee))
        except NotCounted as reason:
            notes.append(reason.sentence)
    return Reading(tuple(activities), tuple(dict.fromkeys(notes)))


def _assignees(issue: Thing) -> list[Thing]:
    several = things(issue, "assignees")[:100]
    one = issue.get("assignee")
    return several or ([one] if isinstance(one, dict) else [])


def _activity(payload: Thing, issue: Thing, assignee: Thing) -> ActivitySpec:
    repo, number_ = repository(payload), number(issue, "number")
    person = people.person({"assignee": assignee}, "assignee")
    at, opener, closer = (
        when(issue, "closed_at"),
        people.account_id(issue.get("user")),
        people.account_id(payload.get("sender")),
    )
    return ActivitySpec(
        key=f"{repo.key}:issue/{number_}:completed:{person.subject}",
        person=person,
        metric="issue.completed",
        occurred_at=at,
        label=f"completed issue #{number_}",
        dimensions=repo.dimensions(
            label=labels(issue),
            opened_by_other=yes_no(opener is not None and str(opener) != person.subject),
            closed_by_other=yes_no(closer is not None and str(closer) != person.subject),
            **open_seconds(issue, at),
        ),
        url=web_address(issue.get("html_url")),
    )

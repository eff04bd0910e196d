"""`workflow_run`: one that is green at the first attempt."""

from domain.sources.github import people
from domain.sources.github.payload import (
    NotCounted,
    Thing,
    number,
    optional_text,
    repository,
    text,
    thing,
    when,
)
from domain.sources.reading import Reading, clean, web_address
from domain.specs import ActivitySpec


def completed(payload: Thing) -> Reading:
    """`workflow_run.succeeded` for the `actor`, whose push or click started it.

    Re-runs earn nothing, nor does the clock. `trigger` is GitHub's name of what started it, so that a
    scoring rule can leave out runs started by hand.
    """
    run, repo = thing(payload, "workflow_run"), repository(payload)
    name, trigger = optional_text(run, "name") or "workflow", text(run, "event")
    if run.get("conclusion") != "success":
        raise NotCounted(f"The run of {name} did not succeed.")
    if number(run, "run_attempt") != 1:
        raise NotCounted(f"The run of {name} was a re-run.")
    if trigger == "schedule":
        raise NotCounted(f"The run of {name} was started by the clock.")
    branch = optional_text(run, "head_branch")
    activity = ActivitySpec(
        key=f"{repo.key}:run/{number(run, 'id')}:succeeded",
        person=people.person(run, "actor"),
        metric="workflow_run.succeeded",
        occurred_at=when(run, "updated_at"),
        label=clean(f"{name} succeeded at the first attempt"),
        dimensions=repo.dimensions(workflow=name, trigger=trigger, **({"branch": branch} if branch else {})),
        url=web_address(run.get("html_url")),
    )
    return Reading((activity,))

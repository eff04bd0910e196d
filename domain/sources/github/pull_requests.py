"""`pull_request`: one that is merged is work that landed, and its author's."""

from domain.sources.github import people
from domain.sources.github.payload import NotCounted, Thing, labels, number, repository, text, thing, when, yes_no
from domain.sources.reading import Reading, web_address
from domain.specs import ActivitySpec


def closed(payload: Thing) -> Reading:
    """`pull_request.merged` for the author.

    The payload does not say whether anybody reviewed it. What it says is who pressed the button:
    `merged_by` is `author`, `person`, `bot` or `unknown`, and `merged_by_other` is `yes` for a person or a bot
    that is not the author, so that a scoring rule can leave out self-merges.
    """
    pull = thing(payload, "pull_request")
    number_ = number(pull, "number")
    if pull.get("merged") is not True:
        raise NotCounted(f"Pull request #{number_} was closed without a merge.")
    if pull.get("changed_files") == 0:
        raise NotCounted(f"Pull request #{number_} changed no file.")
    repo, base, merger = repository(payload), text(thing(pull, "base"), "ref"), _merged_by(pull)
    activity = ActivitySpec(
        key=f"{repo.key}:pull/{number_}:merged",
        person=people.person(pull, "user"),
        metric="pull_request.merged",
        occurred_at=when(pull, "merged_at"),
        label=f"merged pull request #{number_}",
        dimensions=repo.dimensions(
            branch=base,
            default_branch=yes_no(base == repo.default_branch),
            label=labels(pull),
            merged_by=merger,
            merged_by_other=yes_no(merger in ("person", "bot")),
        ),
        url=web_address(pull.get("html_url")),
    )
    return Reading((activity,))


def _merged_by(pull: Thing) -> str:
    merger = pull.get("merged_by")
    merger_id = people.account_id(merger)
    if not isinstance(merger, dict) or merger_id is None:
        return "unknown"
    if merger_id == people.account_id(pull.get("user")):
        return "author"
    return "bot" if people.is_bot(merger) else "person"

"""`release`: one that is published."""

from domain.sources.github import people
from domain.sources.github.payload import NotCounted, Thing, number, repository, text, thing, when, yes_no
from domain.sources.reading import Reading, web_address
from domain.specs import ActivitySpec


def published(payload: Thing) -> Reading:
    """`release.published` for its author. GitHub sends `released` for the same release; that is ignored."""
    release, repo = thing(payload, "release"), repository(payload)
    tag = text(release, "tag_name")
    if release.get("draft") is True:
        raise NotCounted(f"Release {tag} is a draft.")
    activity = ActivitySpec(
        key=f"{repo.key}:release/{number(release, 'id')}:published",
        person=people.person(release, "author"),
        metric="release.published",
        occurred_at=when(release, "published_at"),
        label=f"published release {tag}",
        dimensions=repo.dimensions(prerelease=yes_no(release.get("prerelease") is True)),
        url=web_address(release.get("html_url")),
    )
    return Reading((activity,))

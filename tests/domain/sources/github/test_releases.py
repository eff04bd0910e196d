from datetime import UTC, datetime
from typing import Any

import pytest

from domain.specs import ActivitySpec, Person
from tests.domain.sources.deliveries import fixture, from_github, only_activity, only_note


def _published(**changes: object) -> dict[str, Any]:
    payload = fixture("release__published")
    payload["release"] |= changes
    return payload


def test_a_published_release_is_its_authors_work() -> None:
    assert only_activity(from_github("release", _published())) == ActivitySpec(
        key="github:repo/7001:release/5001:published",
        person=Person("github", "1101", "ada"),
        metric="release.published",
        occurred_at=datetime(2026, 3, 2, 10, 5, tzinfo=UTC),
        label="published release v1.2.0",
        dimensions={"repository": "acme/app", "language": "Python", "prerelease": "no"},
        url="https://github.com/acme/app/releases/tag/v1.2.0",
    )


def test_a_release_made_by_a_workflow_earns_nothing() -> None:
    assert "github-actions[bot]" in only_note(from_github("release", fixture("release__bot")))


def test_a_draft_earns_nothing() -> None:
    assert only_note(from_github("release", _published(draft=True))) == "Release v1.2.0 is a draft."


def test_a_prerelease_is_told_apart() -> None:
    assert only_activity(from_github("release", _published(prerelease=True))).dimensions["prerelease"] == "yes"


@pytest.mark.parametrize("field", ["id", "author", "published_at", "tag_name"])
def test_a_missing_field_is_named(field: str) -> None:
    assert f"`{field}`" in only_note(from_github("release", _published(**{field: None})))

"""Badges are made and changed in place, and their categories renamed."""

from typing import Any
from uuid import UUID

import pytest

from domain.errors import Forbidden, Invalid, NotFound
from domain.events import BadgeChanged, DomainEvent
from domain.services import badges
from domain.specs import BadgeSpec, BadgeTier
from domain.store import session
from domain.store.queries import badges as queries
from tests.domain.services import game
from tests.domain.services.game import NOW


def badge(badge_id: str = "night-owl", **fields: Any) -> BadgeSpec:
    given = {"name": "Night owl", "description": "", "tier": "bronze", "category": "Craft", "art": "moon", **fields}
    return BadgeSpec(id=badge_id, **given)


def put(spec: BadgeSpec, *, is_new: bool = False, actor: UUID | None = None) -> list[DomainEvent]:
    return session.write(badges.put, spec, is_new=is_new, actor_id=actor or game.an_admin(), now=NOW)


def renamed(old: str, new: str, *, actor: UUID | None = None) -> list[DomainEvent]:
    return session.write(badges.rename_category, old, new, actor_id=actor or game.an_admin(), now=NOW)


def stored() -> dict[str, BadgeSpec]:
    return {spec.id: spec for spec in session.read(queries.all_badges)}


def noted() -> list[tuple[object, ...]]:
    return game.rows("select action, subject, details from audit where action like 'badge.%%' order by id")


def test_a_badge_is_created_and_the_audit_trail_holds_all_of_it(store: str) -> None:
    assert put(badge(), is_new=True) == [BadgeChanged("night-owl")]
    assert stored() == {"night-owl": badge()}
    assert noted() == [("badge.created", "night-owl", badge().model_dump(mode="json"))]


def test_a_badge_is_changed_and_the_audit_trail_says_from_what_to_what(store: str) -> None:
    put(badge())
    later = badge(name="Owl", tier=BadgeTier.GOLD)
    assert put(later) == [BadgeChanged("night-owl")]
    assert stored() == {"night-owl": later}
    changes = {"name": {"from": "Night owl", "to": "Owl"}, "tier": {"from": "bronze", "to": "gold"}}
    assert noted()[1:] == [("badge.changed", "night-owl", changes)]


def test_a_badge_that_is_as_it_was_is_no_change(store: str) -> None:
    put(badge())
    assert put(badge()) == []
    assert len(noted()) == 1


def test_a_new_badge_does_not_write_over_another_one(store: str) -> None:
    put(badge())
    with pytest.raises(Invalid) as refused:
        put(badge(name="Other"), is_new=True)
    assert refused.value.fields == {"id": "Another badge has this id."}
    assert stored() == {"night-owl": badge()}


def test_how_a_badge_is_given_stays_as_it_is_once_somebody_has_earned_it(playing: str) -> None:
    put(badge())
    game.published(game.mission(1, badge_id="night-owl"))
    game.solve("a")

    with pytest.raises(Invalid) as refused:
        put(badge(name="Owl", tier=BadgeTier.GOLD, repeatable=True))
    assert refused.value.fields.keys() == {"tier", "repeatable"}
    put(badge(name="Owl", secret=True))
    assert stored()["night-owl"] == badge(name="Owl", secret=True)


def test_a_category_is_renamed_on_all_its_badges_and_on_no_other(store: str) -> None:
    for spec in (badge("one"), badge("two"), badge("other", category="Crafts")):
        put(spec)
    assert renamed("Craft", "  Handiwork ") == [BadgeChanged("one"), BadgeChanged("two")]
    assert {spec.id: spec.category for spec in stored().values()} == {
        "one": "Handiwork",
        "two": "Handiwork",
        "other": "Crafts",
    }
    assert noted()[3:] == [("badge.category_renamed", "Craft", {"to": "Handiwork", "badges": ["one", "two"]})]


def test_a_category_takes_in_another_one_by_its_name(store: str) -> None:
    put(badge("one"))
    put(badge("other", category="Crafts"))
    renamed("Craft", "Crafts")
    assert {spec.category for spec in stored().values()} == {"Crafts"}


def test_a_category_that_keeps_its_name_is_no_change(store: str) -> None:
    put(badge())
    assert renamed("Craft", "Craft ") == []
    assert len(noted()) == 1


def test_a_category_needs_a_name_and_a_badge(store: str) -> None:
    put(badge())
    with pytest.raises(Invalid) as refused:
        renamed("Craft", "  ")
    assert refused.value.fields.keys() == {"category"}
    with pytest.raises(NotFound):
        renamed("Unknown", "Craft")


def test_only_admins_make_badges_and_rename_categories(store: str) -> None:
    put(badge())
    player = game.joined()
    with pytest.raises(Forbidden):
        put(badge(name="Mine"), actor=player)
    with pytest.raises(Forbidden):
        renamed("Craft", "Mine", actor=player)
    assert stored() == {"night-owl": badge()}


def test_holders_are_counted_for_each_badge(playing: str) -> None:
    put(badge())
    put(badge("unloved"))
    game.published(game.mission(1, badge_id="night-owl"))
    game.solve("a")
    game.solve("b", by=game.BEN)

    counts = session.read(queries.holders)
    assert (counts["night-owl"], counts["unloved"]) == (2, 0)

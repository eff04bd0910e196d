import pytest

from domain.rules.slugs import slug_of


@pytest.mark.parametrize(
    ("name", "slug"), [("Équipe Née!", "equipe-nee"), ("  A -- b ", "a-b"), ("日本", ""), ("x" * 80, "x" * 64)]
)
def test_a_handle_is_small_letters_digits_and_hyphens(name: str, slug: str) -> None:
    assert slug_of(name) == slug

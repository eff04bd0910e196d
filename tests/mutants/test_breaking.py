import pytest

from tests.mutants.breaking import mutants


@pytest.mark.parametrize(
    ("source", "broken"),
    [
        ("x = a < b", "x = a <= b"),
        ("x = a == b", "x = a != b"),
        ("x = a in b", "x = a not in b"),
        ("x = a + b", "x = a - b"),
        ("x = a and b", "x = a or b"),
        ("x = not a", "x = a"),
        ("x = True", "x = False"),
        ("x = 5", "x = 6"),
        ("x = min(a, b)", "x = max(a, b)"),
        ("x = a if b else c", "x = c if b else a"),
    ],
)
def test_one_thing_is_changed(source: str, broken: str) -> None:
    assert [mutant.source for mutant in mutants(source)] == [broken]


def test_each_place_makes_a_mutant_of_its_own() -> None:
    assert [(mutant.line, mutant.was, mutant.now) for mutant in mutants("x = 1\ny = x + 2")] == [
        (1, "1", "2"),
        (2, "x + 2", "x - 2"),
        (2, "2", "3"),
    ]


@pytest.mark.parametrize(
    "source",
    ['"""Told 3 times."""', "x: Annotated[int, 3]", "@cached(3)\ndef f() -> Literal[3]: ...", "x = f'{a + b}'"],
)
def test_what_no_test_could_notice_stays_as_it_is(source: str) -> None:
    assert list(mutants(source)) == []

from domain.store import locks


def test_no_two_things_take_the_same_lock() -> None:
    numbers = [number for name, number in vars(locks).items() if name.isupper()]

    assert len(numbers) >= 8
    assert len({*numbers}) == len(numbers)

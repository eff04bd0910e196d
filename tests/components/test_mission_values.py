from components.mission_values import ConditionInput


def test_values_that_look_alike_are_told_apart() -> None:
    assert ConditionInput() != ConditionInput()
    assert len({ConditionInput(), ConditionInput()}) == 2

from components.fields import place_of
from components.mission_values import ConditionInput, FilterInput, GroupInput, MissionInput, StepInput


def test_a_path_leads_to_a_value_and_its_attribute() -> None:
    wanted = FilterInput("repository")
    inner = GroupInput(branches=[ConditionInput(), ConditionInput(filters=[wanted])])
    form = MissionInput(steps=[StepInput(), StepInput(requirement=inner)])
    assert place_of(form, "title") == (form, "title")
    assert place_of(form, "time_limit.number") == (form.time_limit, "number")
    assert place_of(form, "steps.1.requirement.branches.1.filters.0.values") == (wanted, "values")


def test_the_whole_form_has_an_empty_path() -> None:
    form = MissionInput()
    assert place_of(form, "") == (form, "")


def test_a_path_that_goes_on_where_nothing_is_ends_there() -> None:
    form = MissionInput(steps=[StepInput()])
    assert place_of(form, "steps.1.title") == (form, "steps")
    assert place_of(form, "steps.first.title") == (form, "steps")
    assert place_of(form, "title.0") == (form, "title")
    assert place_of(form, "nothing.of.that") == (form, "nothing")

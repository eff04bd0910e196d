"""Scoring: what facts are worth, with a day's cap that does not care for the order of arrival."""


def pay(full_until: int, cap: int, raw: int) -> int:
    """What a rule pays in all on a day on which its activities add up to `raw` XP.

    Full worth up to `full_until`, half beyond it, never more than `cap`. A function of the sum alone, and never
    falling as `raw` grows: the entries of a day are its differences, so their total commutes.
    """
    if raw <= full_until:
        return max(raw, 0)
    return min(cap, full_until + (raw - full_until) // 2)

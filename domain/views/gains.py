"""What somebody got or lost, in a few words."""


def gained(xp: int, coins: int) -> str:
    """What somebody got, or lost, in a few words: “+40 XP · +5 coins”; nothing where it was nothing."""
    parts = [f"{_signed(xp)} XP"] if xp else []
    return " · ".join([*parts, f"{_signed(coins)} {'coin' if abs(coins) == 1 else 'coins'}"] if coins else parts)


def _signed(amount: int) -> str:
    return f"{'−' if amount < 0 else '+'}{abs(amount):,}"

"""`questboard packs`: definitions as a file that can be read, compared and applied."""

from pathlib import Path

from components.assets import ASSETS
from domain.errors import Invalid, Refused
from domain.rules.packs import KINDS, SETTINGS, Change, Difference, Pack, decode, read
from domain.rules.packs.reading import NOTHING_KNOWN

SHIPPED = ASSETS / "packs"


def load(name: str, known: Pack = NOTHING_KNOWN) -> Pack:
    """The pack in a file, or one that comes with Questboard by its name. References may lead to what is `known`."""
    path = find(name)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Refused(f"The file {path} cannot be read ({error.strerror}).") from error
    try:
        return read(decode(data, path.name), path.name, known=known)
    except Invalid as error:
        raise Invalid(f"This pack has mistakes:\n\n{error.sentence}", error.fields) from error


def find(name: str) -> Path:
    """The file of that path, or the shipped pack of that name."""
    shipped = SHIPPED / f"{name}.yaml"
    return shipped if not Path(name).exists() and shipped.exists() else Path(name)


def names() -> list[str]:
    """The packs that come with Questboard."""
    return sorted(path.stem for path in SHIPPED.glob("*.yaml"))


def contents(pack: Pack) -> str:
    """What is in a pack: “1 badge, 6 missions, league”."""
    numbers = ((len(getattr(pack, section)), section, kind) for section, kind in KINDS.items())
    entries = [
        f"1 {kind}" if number == 1 else f"{number} {section.replace('_', ' ')}"
        for number, section, kind in numbers
        if number
    ]
    settings = [kind for name, kind in SETTINGS.items() if getattr(pack, name) is not None]
    return ", ".join([*entries, *settings]) or "nothing"


def lines(changes: tuple[Change, ...]) -> list[str]:
    """What applying a pack would change, and how much it would leave."""
    changed = [change for change in changes if change.difference is not Difference.UNCHANGED]
    same = len(changes) - len(changed)
    return [*(change.line for change in changed), f"{len(changed)} to change, {same} as they should be."]

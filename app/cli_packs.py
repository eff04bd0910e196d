"""`questboard packs`. A command imports only what it needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from app import installation

if TYPE_CHECKING:
    from domain.rules.packs import Pack

cli = typer.Typer(
    help="All that is defined, from missions to boards, as one readable file: check, compare, apply and write it.",
    no_args_is_help=True,
)
PackName = Annotated[str, typer.Argument(help="A YAML file, or a pack that comes along: starter, code-review-month …")]


@cli.command()
def validate(pack: PackName) -> None:
    """Check a pack without a database; every mistake with its line."""
    from app import packs

    read = packs.load(pack)
    typer.echo(f"{read.title}: {packs.contents(read)}. No mistakes.")
    _warn(read)


@cli.command()
def diff(pack: PackName) -> None:
    """Say what applying a pack would change. What is not in the pack is always left alone."""
    from app import packs
    from domain.rules import packs as rules

    with _definitions() as (current, now):
        for line in packs.lines(rules.diff(packs.load(pack, current), current, now=now)):
            typer.echo(line)


@cli.command()
def apply(pack: PackName) -> None:
    """Bring Questboard in line with a pack. Applying it again does nothing; nothing earned is taken away."""
    from app import packs
    from domain.rules import packs as rules
    from domain.services import packs as verbs
    from domain.store import session

    with _definitions() as (current, now):
        wanted = packs.load(pack, current)
        session.write(verbs.apply, wanted, actor_id=None, now=now)
        for line in packs.lines(rules.diff(wanted, current, now=now)):
            typer.echo(line)
    _warn(wanted)


def _warn(pack: "Pack") -> None:
    """Say in red what pays for numbers that should never be paid."""
    from domain.rules import unfit

    rules = ((f"scoring rule {one.id}", unfit.in_rule(one)) for one in pack.scoring_rules)
    missions = ((f"mission {one.id}", unfit.in_mission(one.spec)) for one in pack.missions)
    for name, doubt in (*rules, *missions):
        if doubt:
            typer.secho(f"Warning, {name}: {doubt}", fg="red", err=True)


@cli.command()
def export() -> None:
    """Write what is in force as a pack, to standard output."""
    from domain.rules import packs as rules

    with _definitions() as (current, _):
        typer.echo(rules.write(current), nl=False)


@contextmanager
def _definitions() -> Iterator[tuple["Pack", datetime]]:
    """What is defined now, and the time."""
    current = installation.load("packs")
    from domain.store import bus, mirror, session
    from domain.store.queries.packs import current as defined

    with installation.opened(current) as url:
        redis_url = current.redis_url.get_secret_value() if current.redis_url else None
        bus.configure(url, redis_url)
        mirror.configure(redis_url)
        yield session.read(defined), datetime.now(UTC)

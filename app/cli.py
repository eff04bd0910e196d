"""The `questboard` command. A command imports only what it needs: `sign` answers at once."""

import hashlib
import hmac
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer
from pydantic import SecretStr

from app import cli_packs, installation, logs, settings
from app.settings import Settings
from domain.errors import QuestboardError, Refused

HELP = """Turns a software team's real work into missions, XP, badges, streaks and boards.

[bold]Try it:[/bold]  questboard demo, then open http://127.0.0.1:8080\n
[bold]Use it:[/bold]  questboard up

Everything is set by environment variables QUESTBOARD_…, or by files named in QUESTBOARD_…_FILE; `questboard doctor` \
shows what is in force and what is wrong. Data lives in QUESTBOARD_HOME (.questboard here) unless \
QUESTBOARD_DATABASE_URL names a PostgreSQL of yours.
"""

cli = typer.Typer(
    help=HELP, no_args_is_help=True, add_completion=False, rich_markup_mode="rich", pretty_exceptions_enable=False
)
cli.add_typer(cli_packs.cli, name="packs")
FollowStarter = Annotated[bool, typer.Option("--follow-starter", hidden=True)]


def main() -> None:
    """Run the command; what is expected to go wrong ends in a sentence, not in a trace."""
    try:
        cli()
    except QuestboardError as error:
        typer.echo(error.sentence, err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


@cli.command()
def up() -> None:
    """Start everything: database, worker, web. Ctrl-C stops it all; the next start finds the data again.

    Without QUESTBOARD_DATABASE_URL a PostgreSQL of its own runs in QUESTBOARD_HOME.
    """
    _up(with_demo=False)


@cli.command()
def demo() -> None:
    """Like `up`, with a made-up team whose work keeps the dashboard moving.

    For a look around: the team earns real XP in this home. Use a home of its own, QUESTBOARD_HOME=.questboard-demo,
    when you want to keep yours clean.
    """
    _up(with_demo=True)


@cli.command()
def web(*, follow_starter: FollowStarter = False) -> None:
    """Run the web process alone: pages, webhooks, API.

    For installations where something else (systemd, containers) starts the parts. Run `questboard migrate` first.
    """
    current = _starting("web", follow_starter=follow_starter)
    from app import main as web_process

    web_process.serve(current)


@cli.command()
def worker(*, follow_starter: FollowStarter = False) -> None:
    """Run one worker alone: it turns stored deliveries into XP. As many as you like may run."""
    current = _starting("worker", follow_starter=follow_starter)
    from workers import main as worker_process

    redis_url = current.redis_url.get_secret_value() if current.redis_url else None
    worker_process.run(installation.url(current), redis_url)


@cli.command()
def migrate() -> None:
    """Bring the database to the shape this version needs, and put in the default rules where there are none."""
    current = installation.load("migrate")
    from app.up import prepare

    with installation.database(current) as url:
        prepare(current, url)
    typer.echo("The database is up to date.")


@cli.command()
def sign(
    file: Annotated[Path, typer.Argument(help="The body to sign, exactly as it will be sent; - reads standard input.")],
    event: Annotated[str, typer.Option(help="GitHub's name of the event, for --curl.")] = "pull_request",
    *,
    curl: Annotated[bool, typer.Option("--curl", help="Print the whole curl command instead.")] = False,
) -> None:
    """Print the signature GitHub would send with a delivery, made with the webhook secret in force.

    curl -H "X-Hub-Signature-256: $(questboard sign payload.json)" …
    """
    current = settings.load()
    body = sys.stdin.buffer.read() if str(file) == "-" else _read(file)
    if not current.github_webhook_secret:
        raise Refused("There is no webhook secret to sign with. Set QUESTBOARD_GITHUB_WEBHOOK_SECRET.")
    secret = current.github_webhook_secret[0].get_secret_value().encode()
    signature = "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()
    typer.echo(_curl(current, file, event, signature) if curl else signature)


@cli.command()
def verify(
    *,
    repair: Annotated[bool, typer.Option("--repair", help="Have boards in Redis that are wrong built anew.")] = False,
) -> None:
    """Check on the live database that nothing was lost, doubled or altered; a sentence for each invariant."""
    current = installation.load("verify")
    from psycopg.errors import UndefinedTable

    from domain.store import mirror, session
    from domain.store.mirror import building
    from domain.store.queries import checks

    mirror.configure(current.redis_url.get_secret_value() if current.redis_url else None)
    with installation.opened(current):
        try:
            results = session.read(checks.invariants)
            if repair and any(check.name == checks.MIRROR and not check.ok for check in results):
                session.read(building.forget)
                typer.echo("The boards in Redis are taken away. The worker builds them anew.")
        except UndefinedTable as error:
            raise Refused("The database has no tables of this version yet. Run questboard migrate.") from error
    _report((check.ok, check.sentence if check.ok else f"{check.name}: {check.sentence}") for check in results)


@cli.command()
def replay(
    *,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Begin anew instead of going on with a stopped replay.")
    ] = False,
    keep: Annotated[bool, typer.Option("--keep", help="Keep the replayed tables even when they are the same.")] = False,
) -> None:
    """Play all kept deliveries and decisions again, beside the live tables, and compare the two.

    Prints a fingerprint of both, the rate, and the first differences. Ends with 1 when they differ. Stop the workers
    first, or what they apply meanwhile shows up as a difference. Ctrl-C is fine: the next replay goes on from there.
    """
    current = installation.load("replay")
    from app import replay as playing

    with installation.database(current) as url, typer.progressbar(length=1, label="Playing") as bar:

        def progress(done: int, all_of_it: int) -> None:
            bar.length = max(all_of_it, 1)
            bar.update(done - bar.pos)

        same = playing.run(url, fresh=fresh, keep=keep, say=typer.echo, progress=progress)
    if not same:
        raise typer.Exit(1)


@cli.command()
def explain(
    player: Annotated[str, typer.Argument(help="The login of the player.")],
    what: Annotated[str, typer.Argument(help="A mission by its name (helping-hand), or the key of a piece of work.")],
) -> None:
    """Say why a player has, or has not, got something: rule by rule, condition by condition."""
    current = installation.load("explain")
    from domain.store import session
    from domain.store.queries import explain as queries

    with installation.opened(current):
        found = session.read(queries.explain, player, what, now=datetime.now(UTC))
    typer.echo(f"{found.title}\n")
    for sentence in found.sentences:
        typer.echo(f"  {sentence}")
    for one in found.evidence:
        mark = typer.style("yes", fg="green") if one.counts else typer.style("no ", fg="yellow")
        typer.echo(f"  {mark}  {one.at:%Y-%m-%d %H:%M} UTC  {one.text}  {one.why}")


@cli.command()
def doctor() -> None:
    """Look at settings, folder, database, Redis and workers, and say what is wrong and how to mend it."""
    from app import checkup

    logs.configure(Settings.model_construct(), "doctor")
    _report((finding.ok, f"{finding.name:<22} {finding.sentence}") for finding in checkup.findings())


def _up(*, with_demo: bool) -> None:
    current = installation.load("up")
    from app import up as whole

    whole.run(current, say=typer.echo, with_demo=with_demo)


def _starting(process: str, *, follow_starter: bool) -> Settings:
    current = installation.load(process)
    if follow_starter:
        from app.children import follow_starter as follow

        follow()
    return current.model_copy(update={"database_url": SecretStr(installation.url(current))})


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Refused(f"The file {file} cannot be read ({error.strerror}).") from error


def _curl(current: Settings, file: Path, event: str, signature: str) -> str:
    return (
        f"curl -i {current.base_url}/webhooks/github --data-binary @{file} "
        f'-H "Content-Type: application/json" -H "X-GitHub-Event: {event}" '
        f'-H "X-GitHub-Delivery: {uuid4()}" -H "X-Hub-Signature-256: {signature}"'
    )


def _report(lines: Iterable[tuple[bool, str]]) -> None:
    """Prints the findings; ends with 1 when one of them is bad."""
    good = True
    for ok, text in lines:
        good &= ok
        mark = typer.style("ok ", fg="green") if ok else typer.style("BAD", fg="red", bold=True)
        typer.echo(f"{mark}  {text}")
    if not good:
        raise typer.Exit(1)


if __name__ == "__main__":
    main()

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from app import logs
from app.settings import LogFormat, LogLevel, Settings


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    """Logging is the whole process's: what a test set up is taken down again."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def _objects(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def _divide(secret: str) -> float:
    return len(secret) / 0


def test_a_delivery_stands_on_every_line_it_concerns_those_of_libraries_too(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Settings(log_format=LogFormat.JSON), "web")
    with structlog.contextvars.bound_contextvars(delivery="72d3162e"):
        structlog.get_logger().info("delivery.stored", size=3)
        logging.getLogger("library").warning("something odd")
    structlog.get_logger().info("later")
    ours, theirs, later = _objects(capsys)
    assert (ours["event"], ours["delivery"], ours["process"], ours["size"]) == ("delivery.stored", "72d3162e", "web", 3)
    assert (theirs["event"], theirs["delivery"]) == ("something odd", "72d3162e")
    assert "delivery" not in later


def test_an_error_for_machines_stays_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Settings(log_format=LogFormat.JSON), "worker")
    try:
        _divide("hunter2")
    except ZeroDivisionError:
        structlog.get_logger().exception("batch.failed")
    (line,) = _objects(capsys)
    assert "division by zero" in json.dumps(line["exception"])


@pytest.mark.parametrize("log_format", LogFormat)
def test_a_trace_shows_no_values_for_they_may_be_secrets(
    capsys: pytest.CaptureFixture[str], log_format: LogFormat
) -> None:
    logs.configure(Settings(log_format=log_format), "worker")
    try:
        _divide("hunter" + "2")
    except ZeroDivisionError:
        structlog.get_logger().exception("batch.failed")
    written = capsys.readouterr().err
    assert "division by zero" in written
    assert "hunter2" not in written


def test_people_read_a_plain_line_without_colours_in_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Settings(), "web")
    structlog.get_logger().info("delivery.stored", delivery="72d3162e")
    written = capsys.readouterr().err
    assert "delivery.stored" in written
    assert "delivery=72d3162e" in written
    assert "\x1b" not in written


def test_lines_below_the_level_are_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Settings(log_level=LogLevel.WARNING), "web")
    structlog.get_logger().info("chatter")
    logging.getLogger("library").info("chatter")
    assert capsys.readouterr().err == ""


def test_libraries_chatter_only_where_somebody_debugs(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Settings(), "web")
    logging.getLogger("httpx").info("GET https://api.github.com/user")
    assert capsys.readouterr().err == ""

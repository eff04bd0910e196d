import contextlib
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import httpx
import psycopg
import pytest

from app.webhooks import receiver
from tests.app.serving import Site, delivery_headers, serving, signature

BODY = b'{"zen":"Half measures are as bad as nothing at all."}'


@pytest.fixture
def site(store: str) -> Iterator[Site]:
    with serving(store) as site:
        yield site


def kept(url: str) -> list[tuple[str, str, bytes]]:
    with psycopg.connect(url.replace("+psycopg", "")) as db:
        return db.execute("select delivery_id, event, body from delivery order by id").fetchall()


def send(site: Site, body: bytes = BODY, **changes: str | None) -> httpx.Response:
    return site.http.post("/webhooks/github", content=body, headers=delivery_headers(body, **changes))


def test_a_signed_delivery_is_kept_byte_for_byte_before_the_answer(site: Site, store: str) -> None:
    body = b'{ "zen":  "\xc3\x9cn\xc3\xafc\xc3\xb6d\xc3\xa9 \\u0000 \xf0\x9f\x92\xa5" }'
    assert send(site, body).status_code == 202
    assert kept(store) == [("72d3162e-cc78-11e3-81ab-4c9367dc0958", "ping", body)]


def test_a_redelivery_is_accepted_and_kept_once(site: Site, store: str) -> None:
    assert [send(site).status_code for _ in range(3)] == [202] * 3
    assert len(kept(store)) == 1


def test_every_recorded_case_gets_its_verdict(site: Site, corpus: Path) -> None:
    cases = json.loads((corpus / "github" / "derived" / "deliveries.json").read_text())
    verdicts = {}
    for case in cases["deliveries"]:
        headers = [(name.encode(), value.encode("utf-8")) for name, value in case["headers"].items()]
        answer = site.http.post("/webhooks/github", content=case["body_utf8"].encode(), headers=headers)
        verdicts[case["name"]] = answer.status_code
    expected = {case["name"]: 202 if case["accept"] else 401 for case in cases["deliveries"]}
    expected["official vector"] = 400  # well signed, and no JSON
    assert verdicts == expected


def test_a_form_is_accepted_when_its_payload_is_json(site: Site, store: str) -> None:
    form = "application/x-www-form-urlencoded"
    body = f"payload={quote_plus(BODY.decode())}".encode()
    assert send(site, body, Content_Type=form).status_code == 202
    for wrong in (b"payload=nope", b"other=%7B%7D", b"\xff\xfe", b""):
        assert send(site, wrong, Content_Type=form).status_code == 400
    assert [row[2] for row in kept(store)] == [body]


def test_a_signed_body_that_is_no_json_is_a_bad_request(site: Site, store: str) -> None:
    for body in (b"", b"nope", b"NaN", b"1e400 1", b'"\xed\xa0\x80"', b'"\xff"', b"[" * 100_000):
        assert send(site, body).status_code == 400
    assert kept(store) == []


def test_what_is_missing_or_malformed_in_the_head_is_a_bad_request(site: Site, store: str) -> None:
    for name in ("X_GitHub_Event", "X_GitHub_Delivery"):
        for value in (None, "", "a" * 200, "a b", "<script>"):
            changes: dict[str, Any] = {name: value}
            assert send(site, **changes).status_code == 400
    assert kept(store) == []


def test_other_content_types_are_unsupported(site: Site) -> None:
    assert send(site, Content_Type="text/plain").status_code == 415
    assert send(site, Content_Type=None).status_code == 415


def test_unknown_sources_are_not_found_and_only_post_is_allowed(site: Site) -> None:
    for path in ("/webhooks/gitea", "/webhooks/", "/webhooks/github/", "/webhooks/github/x"):
        assert site.http.post(path, content=BODY, headers=delivery_headers(BODY)).status_code == 404
    answer = site.http.get("/webhooks/github")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


def test_without_a_configured_secret_everything_is_refused(store: str) -> None:
    for secret in ((), ("",)):
        with serving(store, github_webhook_secret=secret) as site:
            assert send(site, X_Hub_Signature_256=signature(BODY, "")).status_code == 401


def test_both_of_two_active_secrets_sign(store: str) -> None:
    with serving(store, github_webhook_secret="old, new") as site:
        for secret in ("old", "new"):
            assert send(site, X_Hub_Signature_256=signature(BODY, secret)).status_code == 202
        assert send(site, X_Hub_Signature_256=signature(BODY, "old, new")).status_code == 401


def test_answers_to_forgers_say_nothing_and_all_say_the_same(site: Site) -> None:
    answers = {send(site, X_Hub_Signature_256=value).text for value in (None, "sha1=0", signature(BODY, "guess"))}
    assert len(answers) == 1
    assert "Secret" not in answers.pop()


def test_a_body_that_admits_to_be_too_large_is_refused_unread(site: Site) -> None:
    with socket.create_connection(("127.0.0.1", site.settings.port)) as sender:
        head = "\r\n".join(f"{name}: {value}" for name, value in delivery_headers(BODY).items())
        sender.sendall(
            f"POST /webhooks/github HTTP/1.1\r\nHost: x\r\nContent-Length: 30000000\r\n{head}\r\n\r\n".encode()
        )
        assert b" 413 " in sender.recv(1000).split(b"\r\n")[0]


def test_a_body_that_hides_its_length_is_cut_off_while_it_streams(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiver, "LARGEST", 100_000)
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 50_000_000:
            sent += 10_000
            yield b" " * 10_000

    with contextlib.suppress(httpx.WriteError):  # the server has hung up, which is as good
        assert site.http.post("/webhooks/github", content=endless(), headers=delivery_headers(b"")).status_code == 413
    assert sent < 50_000_000


def test_a_body_of_the_full_size_is_accepted(site: Site, store: str) -> None:
    body = b'"' + b"a" * (25 * 1024 * 1024 - 2) + b'"'
    assert send(site, body).status_code == 202
    assert len(kept(store)[0][2]) == 25 * 1024 * 1024
    assert send(site, body + b" ").status_code == 413


def test_a_sender_that_hangs_up_in_the_middle_leaves_nothing(site: Site, store: str) -> None:
    with socket.create_connection(("127.0.0.1", site.settings.port)) as sender:
        head = "\r\n".join(f"{name}: {value}" for name, value in delivery_headers(BODY).items())
        sender.sendall(
            f"POST /webhooks/github HTTP/1.1\r\nHost: x\r\nContent-Length: {len(BODY)}\r\n{head}\r\n\r\n".encode()
        )
        sender.sendall(BODY[:10])
    assert send(site).status_code == 202
    assert len(kept(store)) == 1


def test_a_database_that_is_away_is_told_and_never_hidden(store: str) -> None:
    nowhere = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    with serving(nowhere) as site:
        answer = send(site)
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0


def test_an_address_that_forges_a_lot_is_limited_but_well_signed_traffic_never(site: Site, store: str) -> None:
    forged = [send(site, X_Hub_Signature_256=signature(BODY, "guess")) for _ in range(40)]
    assert {answer.status_code for answer in forged} == {401, 429}
    assert int(forged[-1].headers["retry-after"]) > 0
    assert send(site).status_code == 202
    large = b'"' + b"a" * receiver.PATIENCE + b'"'
    assert send(site, large, X_Hub_Signature_256=signature(large, "guess")).status_code == 429


def test_the_answers_are_counted(site: Site) -> None:
    send(site)
    send(site, X_Hub_Signature_256=None)
    site.http.post("/webhooks/nobody", content=BODY)
    figures = site.http.get("/metrics").text
    assert 'questboard_deliveries_total{source="github",status="202"} 1.0' in figures
    assert 'questboard_deliveries_total{source="github",status="401"} 1.0' in figures
    assert "nobody" not in figures

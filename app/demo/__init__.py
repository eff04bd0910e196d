"""The lively sample team of `questboard demo`: signed deliveries in GitHub's shape, posted to the own webhook."""

import hashlib
import hmac
import threading
from collections.abc import Callable
from datetime import UTC, datetime

import httpx
import orjson
import structlog

from app.demo.story import SEED, Scene, live, tell

#: Seconds until a delivery that could not be handed over is sent again.
AGAIN = 1.0
#: So many scenes lie between two errands of the team.
NOW_AND_THEN = 12

log = structlog.get_logger()


def play(
    base_url: str,
    secret: str,
    stop: threading.Event,
    *,
    is_told: bool = False,
    between: Callable[[], None] = lambda: None,
) -> None:
    """Tell the story to the webhook below `base_url` until `stop` is set. Waits for a web process that is away.

    Without its history where that `is_told` already. Now and then something happens `between` its scenes.
    """
    scenes = live if is_told else tell
    with httpx.Client(base_url=base_url, timeout=10, trust_env=False) as client:
        for number, scene in enumerate(scenes(SEED, datetime.now(UTC), lambda: datetime.now(UTC)), start=1):
            if stop.wait(scene.pause):
                return
            while not _handed_over(client, scene, secret):
                if stop.wait(AGAIN):
                    return
            if number % NOW_AND_THEN == 1:
                between()


def _handed_over(client: httpx.Client, scene: Scene, secret: str) -> bool:
    body = orjson.dumps(scene.payload)
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/json",
        "X-GitHub-Event": scene.event,
        "X-GitHub-Delivery": scene.delivery_id,
        "X-Hub-Signature-256": f"sha256={signature}",
    }
    try:
        answer = client.post("/webhooks/github", content=body, headers=headers)
    except httpx.TransportError as error:
        log.info("demo.waiting", error=str(error))
        return False
    if answer.status_code != httpx.codes.ACCEPTED:
        log.warning("demo.refused", status=answer.status_code, delivery=scene.delivery_id)
    return answer.status_code != httpx.codes.SERVICE_UNAVAILABLE

"""The command an empty page offers to somebody who wants to see Questboard move."""

from fastapi import Request

from app import wiring


def command(request: Request) -> str:
    """A shell command that posts a signed delivery to this server."""
    url = f"{wiring.of(request).settings.base_url}/webhooks/github"
    return (
        f"curl {url} \\\n"
        "  -H 'Content-Type: application/json' \\\n"
        "  -H 'X-GitHub-Event: pull_request' \\\n"
        '  -H "X-GitHub-Delivery: $(date +%s)" \\\n'
        '  -H "X-Hub-Signature-256: $(questboard sign delivery.json)" \\\n'
        "  --data-binary @delivery.json"
    )

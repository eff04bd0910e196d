"""The command an empty page offers to somebody who wants to see Questboard move."""

from fastapi import Request

from app import wiring


def command(request: Request) -> str:
    """A shell command that makes a pull request of the first sample person land on this server."""
    url = f"{wiring.of(request).settings.base_url}/webhooks/github"
    return (
        'sed "s/NUMBER/$(date +1%M%S)/; s/NOW/$(date -u +%FT%TZ)/" \\\n'
        "  assets/examples/merged-pull-request.json > /tmp/delivery.json\n"
        f"curl {url} \\\n"
        '  -H "Content-Type: application/json" \\\n'
        '  -H "X-GitHub-Event: pull_request" \\\n'
        '  -H "X-GitHub-Delivery: by-hand-$(date +%s)" \\\n'
        '  -H "X-Hub-Signature-256: $(.venv/bin/questboard sign /tmp/delivery.json)" \\\n'
        "  --data-binary @/tmp/delivery.json"
    )

"""Where a sign-in may lead back to: a page of ours and nothing else."""

import re
from urllib.parse import urlsplit

#: One slash first, then only characters that no browser rewrites; so neither //host, nor \\, nor line breaks.
_LOCAL = re.compile(r"/(?![/\\])[A-Za-z0-9\-._~!$&'()*+,;=:@%/?]*")
LONGEST = 500


def local_path(wanted: str | None) -> str:
    """`wanted` if it is a path of this site, the dashboard otherwise."""
    if wanted is None or len(wanted) > LONGEST or not _LOCAL.fullmatch(wanted):
        return "/"
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or parts.path.startswith("/auth") or "//" in parts.path or "%5c" in wanted.lower():
        return "/"
    return wanted

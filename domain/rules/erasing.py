"""Erasing: which traces of a person a text holds, and what stands there afterwards.

The same text always becomes the same, wherever it stands: what was counted by a filter is counted by it after, too.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from domain.specs import ActivitySpec

#: What stands where a person's name stood.
SOMEBODY = "Somebody who left"
#: A shorter name or login is looked for only where it stands alone, or after an @: it may be a word of the language.
SHORTEST = 4

Account = tuple[str, str]


@dataclass(frozen=True)
class Traces:
    """Everything by which somebody is known: accounts (provider, subject), logins, names and addresses.

    `stand_ins` has another subject for each of the accounts, `alias` another login.
    """

    stand_ins: Mapping[Account, str]
    logins: Collection[str]
    names: Collection[str]
    emails: Collection[str]
    alias: str

    @cached_property
    def pattern(self) -> str:
        """A regular expression, for PostgreSQL as well, that finds at least every text that names him."""
        words = {re.escape(word) for word in (*self.logins, *self.names, *self.emails)}
        ids = {rf"(^|[^0-9a-zA-Z]){re.escape(subject)}([^0-9a-zA-Z]|$)" for _, subject in self.stand_ins}
        return "|".join(sorted(words | ids)) or "(?!)"

    def scrub(self, text: str) -> str:
        """`text` without any trace."""
        for account, stand_in in self.stand_ins.items():
            provider, subject = (re.escape(part) for part in account)
            text = re.sub(rf"(?<![\w-]){provider}:{subject}(?![\w-])", f"{account[0]}:{stand_in}", text)
            text = re.sub(rf"(:completed:){subject}(?!\w)", rf"\g<1>{stand_in}", text)
        for email in sorted(self.emails, key=len, reverse=True):
            text = re.sub(rf"(?<![\w.+-]){re.escape(email)}(?![\w-])", self.alias, text, flags=re.IGNORECASE)
        for login in self.logins:
            text = re.sub(_login(login), self.alias, text, flags=re.IGNORECASE)
            text = re.sub(_owner(login), rf"\g<1>{self.alias}", text, flags=re.IGNORECASE)
        for name in sorted(self.names, key=len, reverse=True):
            text = SOMEBODY if text == name else re.sub(_name(name), SOMEBODY, text)
        return text

    def scrub_all(self, value: Any) -> Any:
        """The same in every text of a JSON value, keys too."""
        match value:
            case str():
                return self.scrub(value)
            case Mapping():
                return {self.scrub(key): self.scrub_all(item) for key, item in value.items()}
            case list() | tuple():
                return [self.scrub_all(item) for item in value]
            case _:
                return value

    def key(self, text: str) -> str:
        """The key of a fact of his own: a tool may have put his login or id into it wherever it liked."""
        for account, stand_in in self.stand_ins.items():
            text = re.sub(rf"(?<![0-9a-zA-Z/]){re.escape(account[1])}(?![0-9a-zA-Z])", stand_in, text)
        for word in sorted((*self.emails, *self.logins, *self.names), key=len, reverse=True):
            text = re.sub(rf"(?<![0-9a-zA-Z]){re.escape(word)}(?![0-9a-zA-Z])", self.alias, text, flags=re.IGNORECASE)
        return text

    def is_his(self, spec: ActivitySpec) -> bool:
        return (spec.person.provider, spec.person.subject) in self.stand_ins

    def fact(self, spec: ActivitySpec) -> ActivitySpec:
        """A fact without any trace; of one of his own only what is counted stays."""
        dimensions = self.scrub_all(spec.dimensions)
        if not self.is_his(spec):
            url = spec.url and (None if self.scrub(spec.url) != spec.url else spec.url)
            return replace(spec, dimensions=dimensions, label=self.scrub(spec.label), url=url)
        stand_in = self.stand_ins[spec.person.provider, spec.person.subject]
        return replace(
            spec,
            key=self.key(spec.key),
            person=replace(spec.person, subject=stand_in, login=self.alias),
            dimensions=dimensions,
            label=OWN_LABEL,
            url=None,
            reverses=self.key(spec.reverses) if spec.reverses else None,
        )


#: What is left of the words about his work.
OWN_LABEL = "work of somebody who left"


def _login(login: str) -> str:
    """Where a login stands: alone, after an @, as an owner; and in prose, unless it is short."""
    word = re.escape(login)
    places = [rf"^{word}$", rf"(?<=@){word}(?![\w-])", rf"(?<![\w/-]){word}(?=/)"]
    if len(login) >= SHORTEST:
        places.append(rf"(?<![\w/-]){word}(?![\w-])")
    return "|".join(places)


def _owner(login: str) -> str:
    """Where a login is the first part of a web address."""
    return rf"(://[^/\s]+/(?:users/)?){re.escape(login)}(?![\w-])"


def _name(name: str) -> str:
    word = re.escape(name)
    return rf"(?<!\w){word}(?!\w)" if len(name) >= SHORTEST else rf"^{word}$"

"""What a piece of work is called where it is shown: the work of bots and coding agents says so."""

from typing import LiteralString

#: Of an activity `a`, with `WHOSE` joined. Labels of old do not say it themselves, and of an account that an admin
#: named a bot or an agent no delivery does.
LABEL: LiteralString = """
    a.label || case when position(', the work of a' in a.label) > 0 then ''
                    when whose.kind = 'agent' then ', the work of a coding agent'
                    when whose.kind = 'bot' or a.dimensions ->> 'author_kind' = 'bot' then ', the work of a bot'
                    else '' end
"""
WHOSE: LiteralString = """
    left join lateral (
        select author.kind from identity i join player author on author.id = i.player_id
        where i.provider = split_part(a.dimensions ->> 'author', ':', 1)
          and i.subject = split_part(a.dimensions ->> 'author', ':', 2)
    ) whose on true
"""

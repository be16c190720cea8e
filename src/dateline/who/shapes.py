"""Mention and Chunk: the working shapes of this room, and the closed word lists of English that they need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from dateline.article import Span
from dateline.grammar.words import Word
from dateline.who.lexicon import Hit

MentionKind = Literal["name", "nominal", "pronoun"]
#: person, body (organization), country, group; "" where the words do not tell
Sort = Literal["person", "body", "country", "group", ""]

#: pronoun -> gender, number, person
PRONOUNS: dict[str, tuple[str, str, int]] = {
    **dict.fromkeys(("he", "him", "his", "himself"), ("m", "sg", 3)),
    **dict.fromkeys(("she", "her", "hers", "herself"), ("f", "sg", 3)),
    **dict.fromkeys(("it", "its", "itself"), ("n", "sg", 3)),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), ("", "pl", 3)),
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), ("", "sg", 1)),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves"), ("", "pl", 1)),
    **dict.fromkeys(("you", "your", "yours", "yourself"), ("", "", 2)),
}
HONORIFICS: dict[str, str] = {
    **dict.fromkeys("mr sir mister king prince sheikh lord pak señor monsieur father brother".split(), "m"),
    **dict.fromkeys("mrs ms miss madam madame queen princess dame lady señora sister mother".split(), "f"),
}
MALE_NOUNS = frozenset(
    "man boy father son brother husband king prince grandfather uncle nephew gentleman spokesman businessman policeman fisherman "
    "chairman congressman widower boyfriend emperor priest monk imam schoolboy schoolmaster ferryman boatman salesman militiaman "
    "clergyman serviceman crewman statesman headman bishop archbishop cardinal pope groom godfather actor waiter landlord sultan emir "
    "ayatollah cameraman alderman watchman fireman seaman herdsman newsman airman".split()
)
FEMALE_NOUNS = frozenset(
    "woman girl mother daughter sister wife queen princess grandmother aunt niece lady spokeswoman businesswoman policewoman "
    "chairwoman congresswoman widow girlfriend empress nun schoolgirl actress waitress housewife midwife seamstress mayoress "
    "headmistress bride maid fisherwoman servicewoman saleswoman landlady abbess".split()
)
TIME_WORDS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november "
    "december today yesterday tomorrow morning afternoon evening night week month year day weekend hour noon midnight spring summer autumn "
    "winter century decade monday's".split()
)
#: Nouns by which a country comes back.
LAND_NOUNS = frozenset("country kingdom republic nation emirate sultanate".split())
#: Prepositions that let a country stand for its government ("talks with Oslo"); others make it a place ("in Oslo").
ACTOR_PREPOSITIONS = frozenset(
    "by with against between for as that if whether because than like unlike while although until since but when and or".split()
)


POSSESSIVES = frozenset(("his", "her", "its", "their", "our", "my"))
#: Determiners that the tagger may call anything.
ARTICLES = frozenset(("a", "an", "the"))


def is_determiner(word: Word) -> bool:
    """Whether a word is a determiner, by its tag or by its letters."""
    return word.upos == "DET" or word.text.lower() in ARTICLES


@dataclass(slots=True)
class Mention:
    """One naming: words `first` up to `last`, `head` the word that decides, `top` the one that hangs on the rest of the sentence.

    `key` is its plain text without determiner; `turn` the offset of the name before a transcript's turn ("<Ann> Roe: We hope"); `land` the
    name of a land that stands under another state ("Greenland").
    """

    first: int
    last: int
    head: int
    kind: MentionKind
    sort: Sort
    key: str
    span: Span
    sentence: int
    gender: str = ""
    weak_gender: str = ""
    number: str = ""
    person: int = 3
    name: tuple[str, ...] = ()
    name_span: Span | None = None
    noun: str = ""
    det: str = ""
    hits: tuple[Hit, ...] = ()
    country: str = ""
    land: str = ""
    subject: bool = False
    quote: int = -1
    turn: int = -1
    speaker_of: tuple[int, ...] = ()
    told_by: tuple[int, ...] = ()
    role: Hit | None = None
    part: str = "body"
    paragraph: int = -1
    inner: bool = False
    index: int = -1
    top: int = -1
    coded: Span | None = None
    coded_hits: tuple[Hit, ...] = ()

    @property
    def partitive(self) -> bool:
        """Whether it is one or some of others: "one of the envoys"."""
        return " of " in self.key and self.key.split()[0] in ("one", "another", "two", "three", "some", "several", "both")

    @property
    def named(self) -> bool:
        """Whether it is a proper name."""
        return self.kind == "name"


class Chunk(NamedTuple):
    """A noun phrase without what follows its head: words `first` up to `last`; `owner` is the word after its possessive 's, or first."""

    first: int
    last: int
    owner: int

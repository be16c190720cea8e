"""Which namings of invented copy are one actor and which are not, and what offices they hold; read end to end with the tagger."""

from __future__ import annotations

from functools import cache

import pytest

import dateline
from dateline.desk import load_tools, read_articles
from dateline.fields import Actor
from dateline.intake import read_text
from dateline.who import code_phrase, load_who
from dateline.who.grounds import place_nouns


@cache
def read(text: str) -> dict[str, tuple[Actor, list[str]]]:
    """Actors by name, each with the words of its mentions."""
    record = dateline.read(text)
    return {actor.name: (actor, [record.text[span.start : span.end] for span in actor.mentions]) for actor in record.actors}


def named(text: str, name: str) -> list[str]:
    found = read(text)
    assert name in found, list(found)
    return found[name][1]


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("The premier on Monday named Ola Brandt, a banker from Bergen, as her trade minister.", "Ola Brandt", "her trade minister"),
        ("Marit Solberg Haugen is a judge in Bergen. Haugen took the oath.", "Marit Solberg Haugen", "a judge in Bergen"),
        ("Nils Berg opened the dam. He was a teacher before he entered politics.", "Nils Berg", "a teacher"),
        ("Nils Berg opened the dam. He became a senator in 2010.", "Nils Berg", "a senator"),
        ("The ruling Red Harvest party met. Red Harvest would fight, Leo Brandt said.", "Red Harvest party", "Red Harvest"),
        ("Finland's trade minister was silent. Trade Minister Aino Laine told STT nothing.", "Aino Laine", "Finland's trade minister"),
        ("The ambassador, Hu Jianyu, left. Hu said he would come back.", "Hu Jianyu", "Hu"),
        ("The European Commission met. A Commission spokesman declined to comment.", "European Commission", "Commission"),
        ("Colonel Moussa Diallo seized power on Friday. The strongman spoke on the radio.", "Moussa Diallo", "The strongman"),
    ],
)  # fmt: skip
def test_one_actor(text: str, name: str, words: str) -> None:
    assert words in named(text, name)


def test_bodies_of_one_kind_are_told_apart_by_what_they_are_of() -> None:
    text = (
        "The Municipality of Brandal sued its neighbour on Monday. The municipality wants the harbour back. "
        "The Municipality of Rosvik said it would fight."
    )
    found = read(text)
    assert not any("Brandal" in " ".join(words) and "Rosvik" in " ".join(words) for _, words in found.values())


def test_an_office_and_a_place_are_no_name() -> None:
    found = read("Bern was quiet on Monday. The Duke of Bern, Otto Lenz, had left Bern at dawn. Bern protested in a letter.")
    assert not any(actor.kind == "person" and "Bern" in words for actor, words in found.values())


def test_a_headline_verb_behind_a_plural() -> None:
    text = (
        "Chadian rebels free Danish nurse\n\nNDJAMENA, May 4 (ABC) - Rebels in Chad on Monday freed the nurse Lise Holm, her family said."
    )
    assert not any("free" in word.split() for _, words in read(text).values() for word in words)


def test_a_firm_with_a_chairman_is_no_person() -> None:
    text = "Hanmaru chairman questioned\n\nSEOUL, Nov 2 (ABC) - Prosecutors on Monday questioned Kim Do-yun, chairman of Hanmaru Group."
    actor, words = read(text)["Hanmaru Group"]
    assert actor.kind == "organization"
    assert "Hanmaru" in words


@pytest.mark.parametrize(
    ("text", "name", "titles"),
    [
        ("Karl Ode, the candidate for mayor, lost.", "Karl Ode", ["candidate"]),
        ("An official at the presidential office denied it.", "official at the presidential office", ["official"]),
        ("Tom Ruto, brother of Governor Sam Ruto, walked free.", "Tom Ruto", []),
    ],
)
def test_the_office_is_that_of_the_noun_itself(text: str, name: str, titles: list[str]) -> None:
    assert [role.title for role in read(text)[name][0].roles] == titles


SPEECH = (
    "We stand here as one. My fellow Norwegians, our harbours are full and our schools are open. We built them. "
    "We paid for them. Nobody gave us a dime. We owe it to our children to go on, and we shall go on. Our road is long. "
    "Norwegians do not turn back."
)


def test_a_speech_counts_itself_among_the_people_that_it_names() -> None:
    actor, words = read(SPEECH)["My fellow Norwegians"]
    assert (actor.country, actor.sector) == ("NOR", "CVL")
    assert words.count("We") == 4
    assert "Norwegians" in words


def test_we_as_others_say_it_is_nobody_known() -> None:
    text = SPEECH.replace("My fellow Norwegians, our", "Our").replace("Norwegians do", "Norwegians, we hear, do")
    assert not any("We" in words for _, words in read(text).values())


INTERVIEW = (
    "An interview with glider pilot Karin Moe\n\nWhen did you start to fly?\n\nI was nine. My father built me a kite.\n\n"
    "Do you fear storms?\n\nI fear fog. I have seen what it does."
)


def test_the_guest_of_an_interview_is_i_and_you() -> None:
    words = named(INTERVIEW, "Karin Moe")
    assert words.count("I") == 3
    assert "you" in words
    assert "My" in words


def test_a_place_comes_back_as_it_and_as_what_it_is_said_to_be() -> None:
    tools = load_tools()
    (notes,) = read_articles([read_text("Bergen is a port in Norway. It has seven hills. The town sleeps in June.")], tools)
    found = [(notes.article.words(span), place.name) for span, place in place_nouns(notes.grammar, notes.places)]
    assert found == [("port", "Bergen"), ("It", "Bergen"), ("town", "Bergen")]


@pytest.mark.parametrize(
    ("mention", "country", "sector"),
    [
        ("Pope Leo", "VAT", "REL"),
        ("a nurse from Winnipeg", "CAN", "MED"),
        ("the government of Bihar", "IND", "GOV"),
        ("World Reef Forum", "NGO", "SOC"),
        ("Federation of Mine Workers", None, "LAB"),
        ("Liberal Front", None, "PTY"),
        ("Alliance for the Defence of Tarn", None, "REB"),
        ("a former executive at Banco Lume", None, "BUS"),
        ("the business chamber", None, "BUS"),
    ],
)
def test_phrases(mention: str, country: str | None, sector: str) -> None:
    code = code_phrase(mention, None, None, None, load_who())
    assert (code.country, code.sector) == (country, sector)


def test_dollars_are_no_country() -> None:
    sentence = "The smugglers asked for US $2 million."
    assert code_phrase("The smugglers", sentence, (0, 13), None, load_who()).country is None


def test_a_question_makes_nobody_a_spy() -> None:
    found = read('Nils Berg was held on Monday. "Is he a spy because he fishes?" his wife asked.')
    assert "a spy" not in found["Nils Berg"][1]
    assert found["Nils Berg"][0].sector != "SPY"


def test_the_union_of_states_is_no_government() -> None:
    found = read("The European Commission met on Monday. The commission sent a letter.")
    assert (found["European Commission"][0].country, found["European Commission"][0].sector) == ("EUR", None)


def test_foreign_police_are_not_the_police_of_the_land() -> None:
    text = (
        "MASERU, May 4 (Gulf News) - Foreign police are on their way to Lesotho, where nobody agrees on who fired first.\n\n"
        "On Monday police fired on a march in Teyateyaneng. The police admit to one death."
    )
    found = read(text)
    (abroad,) = [actor for actor, words in found.values() if "Foreign police" in words]
    (own,) = [actor for actor, words in found.values() if "The police" in words]
    assert abroad is not own
    assert (abroad.country, own.country) == (None, "LSO")


def test_who_is_quoted_by_office_above_is_named_where_he_is_quoted_again() -> None:
    rest = ' said.\n\nThe attackers fled on motorbikes. "They came at dawn," Governor Issa Tandja said.'
    assert "the regional governor" in named("Gunmen killed six herders on Monday, the regional governor" + rest, "Issa Tandja")
    assert named("Gunmen killed six herders on Monday, a former governor" + rest, "Issa Tandja") == ["Governor Issa Tandja"]
    text = '"The minister lied to us," said Rosa Lima. Transport Minister Paulo Henriques denied it.'
    assert "The minister" in named(text, "Paulo Henriques")


def test_crews_and_workers_of_one_trade_are_one() -> None:
    text = "Ferry workers strike over pay\n\nFerry crews walked out on Monday, stranding thousands."
    assert named(text, "Ferry workers") == ["Ferry workers", "Ferry crews"]
    other = "Ferry workers strike over pay\n\nBus crews walked out on Monday, stranding thousands."
    assert named(other, "Ferry workers") == ["Ferry workers"]


def test_a_noun_that_only_stands_before_a_name_is_no_part_of_it() -> None:
    text = "Bo Ek ruled for nine years, at which point Ek said he would go. In the 62nd minute Ek was booked."
    assert named(text, "Bo Ek") == ["Bo Ek", "Ek", "he", "Ek"]
    assert named("The singer Ann Roe left. Roe wept.", "Ann Roe") == ["The singer Ann Roe", "Roe"]

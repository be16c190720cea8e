"""What other geoparsers get wrong, each with sentences of our own."""

from __future__ import annotations

import pytest
from tests.where.conftest import Read, grammar_of, with_dateline

from dateline.article import Article, Part, Span
from dateline.where import Gazetteer, find_places


@pytest.mark.parametrize("name", ["USA", "U.S.", "the United States", "America"])
def test_the_united_states_are_a_country(read: Read, name: str) -> None:
    found = read(f"Lawmakers in {name} voted on the treaty.", (name.removeprefix("the "),))
    (place,) = found.values()
    assert (place.kind, place.country, place.name) == ("country", "USA", "United States")


def test_long_beach_ca(read: Read) -> None:
    found = read("A crane fell at a yard in Long Beach, CA, on Monday.", ("Long Beach", "CA"))
    assert found["Long Beach"].country == "USA"
    assert found["Long Beach"].admin1 == "California"
    assert found["CA"].kind == "admin"
    assert found["CA"].name == "California"


@pytest.mark.parametrize("word", ["European", "Kyrgyz", "Kurdish", "Asian", "Danes"])
def test_peoples_are_no_places(read: Read, word: str) -> None:
    assert read(f"The {word} delegation left early.", (word,)) == {}


def test_a_legislature_is_no_town(read: Read) -> None:
    assert set(read("Crowds gathered outside Congress in Quito.", ("Congress", "Quito"))) == {"Quito"}


def test_an_abbreviated_title_is_no_state(read: Read) -> None:
    assert read("She holds an M.S. degree in soil science.") == {}


def test_georgia_the_state(read: Read) -> None:
    found = read("Floods hit Macon and Savannah, Georgia, overnight. Georgia sent boats to Macon.", ("Macon", "Savannah", "Georgia"))
    assert found["Georgia"].kind == "admin"
    assert found["Georgia"].country == "USA"
    assert found["Savannah"].admin1 == "Georgia"


def test_georgia_the_country(read: Read) -> None:
    found = read(
        "Georgia recalled its envoy from Moscow, officials in Tbilisi said. Georgian guards left.", ("Georgia", "Moscow", "Tbilisi")
    )
    assert (found["Georgia"].kind, found["Georgia"].country) == ("country", "GEO")


_OTHERS = ("Libya", "Lebanon", "Beirut", "Sidon", "Pakistan", "Karachi", "Telangana", "Costa Rica", "California", "Chile", "Spain")
_OTHERS += ("Venezuela", "Seychelles", "Australia", "Melbourne", "Geelong")


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Shells fell on Tripoli, Libya, at dawn.", "Tripoli", "LBY"),
        ("Shops shut in Tripoli, Lebanon, and in Beirut and Sidon.", "Tripoli", "LBN"),
        ("A mill burned in Hyderabad, Pakistan, near Karachi.", "Hyderabad", "PAK"),
        ("A metro line opened in Hyderabad, the capital of Telangana.", "Hyderabad", "IND"),
        ("Teachers marched in San José, Costa Rica, on Friday.", "San José", "CRI"),
        ("A start-up in San Jose, California, cut 300 jobs.", "San Jose", "USA"),
        ("The senate met in Santiago, Chile.", "Santiago", "CHL"),
        ("Orange growers around Valencia, Spain, lost a fifth of the crop.", "Valencia", "ESP"),
        ("Police in Valencia, Venezuela, freed a hostage.", "Valencia", "VEN"),
        ("A ferry sank off Victoria, Seychelles.", "Victoria", "SYC"),
        ("Bush fires crept toward Melbourne and Geelong in Victoria, Australia.", "Victoria", "AUS"),
    ],
)
def test_the_container_decides(read: Read, text: str, name: str, country: str) -> None:
    others = [word for word in _OTHERS if word in text and word != name]
    found = read(text, (name, *others))
    assert found[name].country == country


def test_one_name_two_places(read: Read) -> None:
    found = read("Envoys flew from Kingston, Jamaica, to Kingston, Ontario.", ("Kingston", "Jamaica", "Ontario"))
    assert found["Ontario"].country == "CAN"
    text = "Envoys flew from Kingston, Jamaica, to Kingston, Ontario."
    assert text.count("Kingston") == 2


def test_the_demonym_decides(read: Read) -> None:
    found = read("Rebels entered the Syrian town of Hama on Tuesday.", ("Hama",))
    assert (found["Hama"].country, found["Hama"].kind) == ("SYR", "city")


@pytest.mark.parametrize(("old", "new", "country"), [("Kiev", "Kyiv", "UKR"), ("Nur-Sultan", "Astana", "KAZ"), ("Bombay", "Mumbai", "IND")])
def test_old_names(read: Read, old: str, new: str, country: str) -> None:
    one, two = read(f"Talks opened in {old}.", (old,))[old], read(f"Talks opened in {new}.", (new,))[new]
    assert one.country == two.country == country
    assert one.geonames == two.geonames is not None


@pytest.mark.parametrize("word", ["Nice", "Mobile", "Reading", "Bath", "Split", "Man", "Of", "Police"])
def test_plain_words_need_the_tagger(read: Read, word: str) -> None:
    assert read(f"{word} was all she wrote.") == {}


def test_a_surname_is_no_place(read: Read) -> None:
    found = read("Ann Lincoln spoke first. Lincoln then left for Leeds.", {"Ann Lincoln": "PER", "Leeds": "LOC"})
    assert list(found) == ["Leeds"]


def test_a_state_that_the_tagger_took_for_a_person(read: Read) -> None:
    assert read("Chad sold its mill.", {"Chad": "PER"})["Chad"].country == "TCD"
    assert read("Chad Moore left. Chad had no comment.", {"Chad Moore": "PER"}) == {}


def test_an_unknown_name_keeps_its_span(read: Read) -> None:
    found = read("Eleven died in Qarzumbek, a hamlet in Tajikistan. Tajik troops came.", ("Qarzumbek", "Tajikistan"))
    place = found["Qarzumbek"]
    assert (place.lat, place.lon, place.geonames) == (None, None, None)
    assert place.country == "TJK"
    assert found["Tajikistan"].country == "TJK"


def test_a_site_takes_its_town(read: Read) -> None:
    found = read("Crowds filled Quillby Square in Lusaka, Zambia.", ("Quillby Square", "Lusaka", "Zambia"))
    site = found["Quillby Square"]
    assert (site.kind, site.country, site.rule) == ("site", "ZMB", "resolve.site")
    assert site.lat == found["Lusaka"].lat


def test_a_prison_is_a_site_and_an_airport_is_the_town(read: Read) -> None:
    found = read("Guards at Mbwirani prison struck. Flights from Nairobi airport were late.", ("Mbwirani", "Nairobi"))
    assert found["Mbwirani prison"].kind == "site"
    assert found["Nairobi"].kind == "city"


def test_public_bodies_give_their_town_and_papers_do_not(read: Read) -> None:
    found = read("The Denver Police Department told the Denver Courier.", {"Denver Police Department": "ORG", "Denver Courier": "ORG"})
    assert [p.name for p in found.values()] == ["Denver"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Frigates entered the Black Sea.", "water"), ("Aid for the Middle East rose.", "region"), ("Shelling went on in Donbas.", "region")],
)
def test_waters_and_regions(read: Read, text: str, kind: str) -> None:
    name = next(n for n in ("Black Sea", "Middle East", "Donbas") if n in text)
    assert read(text, (name,))[name].kind == kind


def test_the_dateline_is_a_place_and_speaks_for_its_country(gazetteer: Gazetteer) -> None:
    text = "HAMILTON, Bermuda (XY) - Boats left Hamilton at noon."
    article = with_dateline(text, "HAMILTON, Bermuda", 24)
    found = find_places(article, grammar_of(text, {"Hamilton": "LOC"}), gazetteer)
    assert found[0].span == (0, 8) or found[0].span == (0, 17)
    assert found[-1].country == "BMU"


def test_headlines_in_capitals(read: Read) -> None:
    found = read("TROOPS LEAVE KENYA\n\nKenya said its soldiers had gone.", ("Kenya",))
    assert found["KENYA"].country == "KEN"


def test_joined_states(read: Read) -> None:
    found = read("Trucks queued at the Benin-Togo border.", {"Benin-Togo": "MISC"})
    assert {p.country for p in found.values()} == {"BEN", "TGO"}


def test_a_dateline_is_not_told_from_below(gazetteer: Gazetteer) -> None:
    text = "SAN JOSE (XY) - Costa Rican officials met a team from San Jose, California. Costa Rica will pay, a Costa Rican minister said."
    article = with_dateline(text, "SAN JOSE", 16)
    labels = dict.fromkeys(("San Jose", "California", "Costa Rica"), "LOC")
    found = find_places(article, grammar_of(text, labels), gazetteer)
    assert [(text[p.span.start : p.span.end], p.country) for p in found] == [
        ("SAN JOSE", "CRI"),
        ("San Jose", "USA"),
        ("California", "USA"),
        ("Costa Rica", "CRI"),
    ]


def test_quarters_that_every_town_has_are_not_put_on_the_map(read: Read) -> None:
    found = read("A bakery opened in the East End of Monrovia, Liberia.", ("East End", "Monrovia", "Liberia"))
    assert (found["East End"].lat, found["East End"].country) == (None, "LBR")


@pytest.mark.parametrize(
    ("text", "names", "words"),
    [
        ("Oman and Qatar signed.", {"Oman and Qatar": "LOC"}, ["Oman", "Qatar"]),
        ("It rained in western Kenya.", {"western Kenya": "LOC"}, ["Kenya"]),
        ("A bus left Denver Union High School.", {"Denver High School": "LOC"}, []),
        ("A fire hit Denver High School.", {"Denver High School": "LOC"}, ["Denver"]),
        ("The Tampere-based choir sang.", {}, ["Tampere"]),
        ("Rep. Ann Lee, D-N.D., voted no.", {"Ann Lee": "PER"}, ["N.D."]),
        ("Trucks blocked Route 9 and Highway 4.", {}, ["Route 9", "Highway 4"]),
        ("Rain fell on Turku, Pori and Vaasa.", {"Turku": "LOC"}, ["Turku", "Pori", "Vaasa"]),
        ("He spoke in Washington, D.C. on Friday.", {"Washington": "LOC", "D.C": "LOC"}, ["Washington, D.C."]),
        ("It told Atlas that Oslo agreed.", {"Atlas": "LOC", "Oslo": "LOC"}, ["Oslo"]),
    ],
)
def test_edges(read: Read, text: str, names: dict[str, str], words: list[str]) -> None:
    assert list(read(text, names)) == words


def test_storms_are_no_places(read: Read) -> None:
    assert read("Typhoon Manila killed nine people.", ("Manila",)) == {}


def test_the_capital_in_capitals_is_no_name(read: Read) -> None:
    assert read("SHOTS WERE HEARD IN THE CAPITAL ON SUNDAY.") == {}


@pytest.mark.parametrize(
    ("line", "place", "region", "country"),
    [("ORLANDO, Fla. (TPA) -", "Orlando", "Fla.", "USA"), ("KABUL, Afghanistan, Jan. 3 (TPA) --", "Kabul", "Afghanistan", "AFG")],
)
def test_the_region_of_a_dateline(gazetteer: Gazetteer, line: str, place: str, region: str, country: str) -> None:
    article = with_dateline(f"{line} The river rose for a third day.", place, len(line))
    found = {article.words(p.span): p.country for p in find_places(article, grammar_of(article.text, {}), gazetteer)}
    assert found[place.upper()] == found[region] == country


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("It rained north of Oslo and in southern Sweden.", ("Oslo", "Sweden"), {"Oslo": "NOR", "Sweden": "SWE"}),
        ("Oslo's mayor met Sweden's king.", ("Oslo", "Sweden"), {"Oslo": "NOR", "Sweden": "SWE"}),
        ("Trains between Bergen and Oslo stopped near Geilo.", ("Bergen", "Oslo", "Geilo"), {"Bergen": "NOR", "Geilo": "NOR"}),
        ("The border with Niger is shut.", ("Niger",), {"Niger": "NER"}),
        ("Floods along the Danube reached Linz in Austria.", ("Danube", "Linz", "Austria"), {"Danube": None, "Linz": "AUT"}),
        ("Liberia, capital of Guanacaste in Costa Rica, was calm.", ("Liberia", "Guanacaste", "Costa Rica"), {"Liberia": "CRI"}),
        ("Mexico, the U.S. and Canada signed it.", ("Mexico", "U.S.", "Canada"), {"Mexico": "MEX", "Canada": "CAN"}),
        ("Armenia, Georgia and Azerbaijan met.", ("Armenia", "Georgia", "Azerbaijan"), {"Georgia": "GEO"}),
        ("It snowed in Alabama, Georgia and Tennessee.", ("Alabama", "Georgia", "Tennessee"), {"Georgia": "USA"}),
    ],
)
def test_the_words_around_a_name(read: Read, text: str, names: tuple[str, ...], found: dict[str, str | None]) -> None:
    places = read(text, names)
    assert {words: places[words].country for words in found} == found


def test_a_list_of_states_holds_no_towns(read: Read) -> None:
    found = read("Sold in Maine, Oregon, Louisiana, Missouri and New York.", ("Maine", "Oregon", "Louisiana", "Missouri", "New York"))
    assert {words: (p.kind, p.name) for words, p in found.items()} == {words: ("admin", words) for words in found}
    assert len(found) == 5


def test_washington_state_is_not_the_capital(read: Read) -> None:
    assert read("A Washington state farm closed.", ("Washington",))["Washington"].kind == "admin"
    assert read("Talks went on in Washington.", ("Washington",))["Washington"].kind == "city"


@pytest.mark.parametrize(("one", "two"), [("Lebanon", "Libya"), ("Libya", "Lebanon")])
def test_the_possessive_parts_namesakes(gazetteer: Gazetteer, one: str, two: str) -> None:
    text = f"{one}'s Tripoli and {two}'s Tripoli wait for grain."
    article = Article("x", text, parts=(Part("body", Span(0, len(text))),))
    found = find_places(article, grammar_of(text, dict.fromkeys(("Lebanon", "Libya", "Tripoli"), "LOC")), gazetteer)
    code = {"Lebanon": "LBN", "Libya": "LBY"}
    assert [p.country for p in found if p.name == "Tripoli"] == [code[one], code[two]]


def test_what_the_text_contradicts_is_taken_back(read: Read) -> None:
    place = read("A barn burned in Wilkesboro, Neb., on Monday.", ("Wilkesboro", "Neb"))["Wilkesboro"]
    assert (place.country, place.lat, place.geonames) == ("USA", None, None)


def test_a_far_namesake_is_no_place_of_the_story(read: Read) -> None:
    text = "Troops left Zinder, Maradi and Agadez in Niger and dug in at Myski."
    place = read(text, ("Zinder", "Maradi", "Agadez", "Niger", "Myski"))["Myski"]
    assert (place.country, place.lat) == ("NER", None)


def test_a_quarter_and_a_street_take_their_town_s_point(read: Read) -> None:
    found = read("Fire broke out in Elmbrook Park, Dakar, and on Gorrel Street.", ("Elmbrook Park", "Dakar", "Gorrel Street"))
    dakar = found["Dakar"]
    assert (found["Gorrel Street"].lat, found["Gorrel Street"].rule) == (dakar.lat, "resolve.site")
    assert found["Gorrel Street"].geonames is None


def test_english_names_of_great_towns(read: Read) -> None:
    found = read("A tram line opened in Cologne; Seville and Mecca sent guests.", ("Cologne", "Seville", "Mecca"))
    assert [p.country for p in found.values()] == ["DEU", "ESP", "SAU"]


@pytest.mark.parametrize("text", ["It cost US$4 million.", "It cost 40 US dollars.", "It cost $US 5.", "The Zika virus spread."])
def test_money_and_germs_are_no_places(read: Read, text: str) -> None:
    assert read(text, ("US", "Zika")) == {}


def test_a_name_that_is_mostly_a_body_s_is_no_place(read: Read) -> None:
    text = "Zara sells shirts. Zara hired ten. He spoke to Zara."
    assert read(text, {"Zara": "ORG"}) == {}


def test_a_village_is_not_sought_abroad_when_the_copy_says_where_it_lies(read: Read) -> None:
    text = "The dam of Sella, in the western department of Choco, burst on Wednesday. In Sella the bridge fell. Bogota sent boats."
    assert read(text, ("Sella", "Choco", "Bogota"))["Sella"].country == "COL"
    assert read("The dam of Sella burst on Wednesday. Madrid sent boats.", ("Sella", "Madrid"))["Sella"].country == "ESP"

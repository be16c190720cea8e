"""Types of acts between given parties: the model, the Python function, the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline import ModelError, Refused, code_pairs
from dateline.did.pairs import FOLDER, TAGGER, Pairs, load_pairs
from dateline.did.pairs_input import SOURCE, TARGET, given_of
from dateline.grammar.windows import Pieces
from dateline.show.cli import cli


def row(marked: str) -> dict[str, object]:
    """A row of a sentence with its source in brackets and its target in braces."""
    bare = "".join(c for c in marked if c not in "[]{}")
    out: dict[str, object] = {"id": bare[:12], "sentence": bare}
    for name, (opening, closing) in {"source": "[]", "target": "{}"}.items():
        if opening in marked:
            start = len([c for c in marked[: marked.index(opening)] if c not in "[]{}"])
            out[name] = [start, start + marked.index(closing) - marked.index(opening) - 1]
    return out


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[Tuvalu] condemned {Nauru} over the fishing ban.", "ACCUSE"),
        ("[Lesotho] has agreed to sell {Eswatini} water from next year.", "AGREE"),
        ("[Gunmen] shot dead {two lorry drivers} near the pass.", "ASSAULT"),
        ("[The coast guard] arrested {six poachers} on the reef.", "COERCE"),
        ("[Andorra] refused to hand the banker over to {Monaco}.", "REJECT"),
        ("[Iceland's premier] held talks with {her Faroese counterpart} in Torshavn.", "CONSULT"),
        ("[Tonga] sent food parcels to {flooded villages}.", "AID"),
        ("[Bhutan] asked {Nepal} for two helicopters.", "REQUEST"),
    ],
)
def test_plain_sentences(marked: str, expected: str) -> None:
    (found,) = code_pairs([row(marked)])
    assert isinstance(found, dict)
    assert found["type"] == expected
    assert 0.3 < found["chance"] <= 1
    assert found["because"] in marked
    assert all(chance < found["chance"] for chance in found["others"].values())


def test_the_words_of_the_act_decide_where_there_are_two() -> None:
    sentence = "Mali expelled the Libyan envoy after Algeria praised the junta."
    for trigger, expected in (("expelled", "SANCTION"), ("praised", "SUPPORT")):
        at = sentence.index(trigger)
        asked = {"sentence": sentence, "source": [33, 40], "target": [53, 62], "trigger": [at, at + len(trigger)]}
        (found,) = code_pairs([asked])
        assert isinstance(found, dict)
        assert (found["type"], found["because"]) == (expected, trigger)


def test_answers_do_not_depend_on_their_company() -> None:
    rows = [row("[Chad] expelled {the Libyan envoy}."), row("[Nurses] marched against {the ministry}.")]
    assert list(code_pairs(rows)) == [next(code_pairs([r])) for r in rows]


def test_one_party_may_be_missing_and_a_party_may_stand_in_pieces() -> None:
    sentence = "Guards beat the prisoners, and two cooks, with cables."
    alone, pieces = code_pairs(
        [{"sentence": sentence, "source": [0, 6]}, {"sentence": sentence, "source": [0, 6], "target": [[12, 25], [31, 40]]}]
    )
    assert isinstance(alone, dict)
    assert isinstance(pieces, dict)
    assert alone["type"] == pieces["type"] == "ASSAULT"


@pytest.mark.parametrize(
    ("source", "target", "reason"),
    [
        ([0, 99], [9, 13], "its source is no part of the sentence, which has 14 characters"),
        ([5, 5], [9, 13], "its source is no part"),
        ([0, 4], [13, 14], "its target holds no word"),
        (None, None, "names neither source nor target"),
    ],
)
def test_rows_that_do_not_fit_are_refused(source: object, target: object, reason: str) -> None:
    (found,) = code_pairs([{"id": "x", "sentence": "Mali met Chad.", "source": source, "target": target}])
    assert isinstance(found, Refused)
    assert reason in str(found)
    assert found.where == "x"


def test_a_sentence_of_any_length_is_read_around_its_parties() -> None:
    padding = "and the harvest was good in the valley " * 4000
    sentence = f"{padding}, Mali expelled the Libyan envoy, {padding}"
    at = sentence.index("Mali")
    look = load_pairs().look(sentence, [(at, at + 4)], [(at + 18, at + 30)])
    assert look.type == "SANCTION"
    assert sentence[look.because.start : look.because.end] == "expelled"


def test_roles_reach_every_piece_of_their_words() -> None:
    given = given_of("Ouagadougou met Chad.", [(0, 11)], [(16, 20)], Pieces(TAGGER / "vocabulary.json"))
    assert {given.words[i] for i, role in enumerate(given.roles) if role == SOURCE} == {0}
    assert {given.words[i] for i, role in enumerate(given.roles) if role == TARGET} == {2}
    assert len(given.ids) == len(given.shapes) == len(given.quotes) == len(given.roles) == len(given.words)
    assert given.words[0] == given.words[-1] == -1


def test_a_damaged_model_is_named(tmp_path: Path) -> None:
    for path in FOLDER.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes()[:-1] if path.suffix == ".onnx" else path.read_bytes())
    with pytest.raises(ModelError, match=r"model\.onnx: the file is damaged"):
        Pairs(tmp_path, TAGGER / "vocabulary.json")
    (tmp_path / "config.json").unlink()
    with pytest.raises(ModelError, match="reinstall dateline"):
        Pairs(tmp_path, TAGGER / "vocabulary.json")


def test_the_command_names_broken_rows_and_goes_on() -> None:
    good = row("[Chad] expelled {the Libyan envoy}.")
    lines = [
        json.dumps(good),
        "nonsense",
        '{"sentence": " "}',
        '{"sentence": "Mali met Chad.", "source": 3}',
        json.dumps({**good, "target": [0, 999]}),
    ]
    done = CliRunner().invoke(cli, ["pairs", "-"], input="\n".join(lines))
    (found,) = map(json.loads, done.stdout.splitlines())
    assert (found["id"], found["type"], found["because"]) == (good["id"], "SANCTION", "expelled")
    assert done.exit_code == 1
    for reason in (
        "-:2: is no JSON object",
        "-:3: has no `sentence`",
        "-:4: has a `source` that is no pair of offsets",
        "its target is no part",
    ):
        assert reason in done.stderr


def test_the_command_writes_csv() -> None:
    done = CliRunner().invoke(cli, ["pairs", "-", "--format", "csv"], input=json.dumps(row("[Chad] expelled {the Libyan envoy}.")))
    head, line = done.stdout.splitlines()
    assert head == "id,type,chance,because,others"
    assert line.startswith("Chad expelle,SANCTION,")

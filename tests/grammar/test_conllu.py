"""What `dateline tag` prints: CoNLL-U in Stanza's habit, JSON lines, and sentences that were cut elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from dateline.grammar import load_tagger
from dateline.grammar.blocks import given
from dateline.grammar.conllu import to_conllu, to_json
from dateline.show.cli import cli

TEXT = "Raid in Dura\n\nPolice arrested 14 students in Port Kessel, according to Interior Minister Paul Renner. “We know them,” he said."


def rows(conllu: str) -> list[list[str]]:
    return [line.split("\t") for line in conllu.splitlines() if line and line[0] != "#"]


def test_columns_and_misc() -> None:
    made = to_conllu(load_tagger().tag_text(TEXT), TEXT, doc_id="a")
    comments = [line for line in made.splitlines() if line.startswith("#")]
    assert comments[:4] == ["# newdoc id = a", "# newpar", "# sent_id = a-1", "# text = Raid in Dura"]
    assert comments.count("# newpar") == 2
    assert made.endswith("\n\n")
    for row in rows(made):
        misc = dict(cell.split("=", 1) for cell in row[9].split("|"))
        assert len(row) == 10
        assert TEXT[int(misc["start_char"]) : int(misc["end_char"])] == row[1]
        follows = TEXT[int(misc["end_char"]) : int(misc["end_char"]) + 1]
        assert (misc.get("SpaceAfter") == "No") == bool(follows.strip())
        assert set(misc) <= {"start_char", "end_char", "ner", "attr", "entity", "event", "event_score", "status", "condition", "SpaceAfter"}
    assert any("ner=B-PER" in row[9] for row in rows(made))
    assert any("attr=B-source" in row[9] for row in rows(made))


def test_the_text_comment_is_the_words_and_their_blanks() -> None:
    made = to_conllu(load_tagger().tag_text(TEXT), TEXT).split("\n\n")
    for sentence in made[:-1]:
        text = next(line for line in sentence.splitlines() if line.startswith("# text"))[9:]
        glued = "".join(row[1] + ("" if "SpaceAfter=No" in row[9] else " ") for row in rows(sentence))
        assert glued.strip() == text
        assert text in " ".join(TEXT.split())


def test_json_lines_hold_every_head() -> None:
    line = to_json(load_tagger().tag_text(TEXT), TEXT, doc_id="a")
    made = json.loads(line)
    assert line.count("\n") == 1
    words = [w for s in made["sentences"] for w in s["words"]]
    assert [w["text"] for w in words] == [TEXT[w["start_char"] : w["end_char"]] for w in words]
    assert {"id", "text", "lemma", "upos", "xpos", "head", "deprel", "start_char", "end_char"} <= set(words[0])
    assert any(w.get("event_types") and w["status"] for w in words)
    assert [sum(w["head"] == 0 for w in s["words"]) for s in made["sentences"]] == [1] * len(made["sentences"])


def test_given_sentences_are_kept() -> None:
    sentences = [["Stop", "."], ["He", "didn't", "go.Why", "?"], ["word"] * 400]
    text, draft = given(sentences)
    grammar = load_tagger().finish([draft])[0]
    assert [[w.text for w in grammar.sentence(k)] for k in range(len(grammar.sentences))][:2] == sentences[:2]
    assert [w.text for w in grammar.words] == [word for sentence in sentences for word in sentence]
    assert all(text[w.start : w.end] == w.text for w in grammar.words)


def test_tokenized_lines_through_the_command(tmp_path: Path) -> None:
    path = tmp_path / "given.txt"
    path.write_bytes("Police arrested 14 students .\r\nThey left,he said\n\n\nNext  doc\u00a0ument \n".encode())
    done = CliRunner().invoke(cli, ["tag", "--tokenized", str(path)])
    assert done.exit_code == 0
    blocks = done.output.split("\n\n")[:-1]
    assert [[row[1] for row in rows(block)] for block in blocks] == [
        ["Police", "arrested", "14", "students", "."],
        ["They", "left,he", "said"],
        ["Next", "doc\u00a0ument"],
    ]
    assert [line for line in done.output.splitlines() if line.startswith("# newdoc")] == ["# newdoc id = given-1", "# newdoc id = given-2"]


def test_the_command_writes_json_lines_and_names_what_it_refused(tmp_path: Path) -> None:
    good, bad = tmp_path / "a.txt", tmp_path / "b.txt"
    good.write_text(TEXT, encoding="utf-8")
    bad.write_text(" \n", encoding="utf-8")
    out = tmp_path / "words.jsonl"
    done = CliRunner().invoke(cli, ["tag", str(good), "--output", str(out)])
    assert done.exit_code == 0
    assert len(out.read_text(encoding="utf-8").splitlines()) == 1
    done = CliRunner().invoke(cli, ["tag", "--tokenized", str(good), str(bad), "--format", "jsonl"])
    assert done.exit_code == 1

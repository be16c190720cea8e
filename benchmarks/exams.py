"""The exams: which gold file, which scorer, which of its figures are kept, and what others reach on the same copy.

A figure's `peer` is the best published or measured figure of others on that copy (named in docs/accuracy.md), `bar` is what this
edition has to reach. Figures are percentages or shares exactly as the scorer prints them.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a scorer's answer: the path of keys to it, and what to hold it against."""

    path: str
    bar: float | None = None
    peer: float | None = None


@dataclass(frozen=True, slots=True)
class Exam:
    """One run of one scorer. `reads` says how predictions are made: records, tellings (records in which every telling of an act is an
    event of its own, for gold that marks mentions), sentences (tellings, one of a type in a sentence, for gold that marks sentences),
    toponyms, openings, pages, phrases, words."""

    name: str
    gold: str
    scorer: str
    figures: tuple[Figure, ...]
    reads: str = "records"
    args: tuple[str, ...] = ()
    articles: str | None = None
    extra: dict[str, str] = field(default_factory=dict)


EXAMS: tuple[Exam, ...] = (
    Exam(
        "wire",
        "read/wire.gold.jsonl",
        "score_wire.py",
        (Figure("all_correct", 0.70, 0.41), Figure("headline_exact", 0.75), Figure("dateline_f1")),
        reads="openings",
    ),
    Exam(
        "pages",
        "pages/ground-truth.json",
        "score_pages.py",
        (Figure("f1", 0.955, 0.964), Figure("opens", 1.0), Figure("precision"), Figure("recall")),
        reads="pages",
    ),
    Exam(
        "words gum_dev",
        "syntax/gum_dev.conllu",
        "score_conllu.py",
        (Figure("upos", 97.0), Figure("las", 86.0), Figure("lemma")),
        reads="tokens",
    ),
    Exam("words ewt_dev", "syntax/ewt_dev.conllu", "score_conllu.py", (Figure("upos"), Figure("las"), Figure("lemma")), reads="tokens"),
    Exam("names conllpp_dev", "names/conllpp_dev.txt", "score_conllu.py", (Figure("names", 90.0),), reads="tokens"),
    Exam(
        "statements polnear_dev",
        "said/polnear_dev.jsonl",
        "score_statements.py",
        (
            Figure("full.f1", 55.0, 47.8),
            Figure("by_kind.direct.overlap.f1", 92.0, 89.0),
            Figure("by_kind.mixed.overlap.f1"),
            Figure("by_kind.indirect.overlap.f1"),
        ),
        args=("--no-ci",),
    ),
    Exam(
        "attribution tags polnear_dev",
        "said/polnear_dev.jsonl",
        "score_statements.py",
        (Figure("segments.source.f1", 78.0), Figure("segments.cue.f1", 69.0), Figure("segments.content.f1", 60.0)),
        reads="segments",
        args=("--no-ci",),
    ),
    Exam("speakers gum_news_dev", "said/gum_news_dev.jsonl", "score_statements.py", (Figure("speaker.accuracy"),), args=("--no-ci",)),
    Exam(
        "times tbaq_corrected",
        "when/tbaq_corrected.jsonl",
        "score_times.py",
        (Figure("value_f1", 84.5, 81.5), Figure("relaxed_f1", 93.0), Figure("strict_f1", 85.0)),
        args=("--canon",),
    ),
    Exam("times meantime", "when/meantime.jsonl", "score_times.py", (Figure("value_f1", 78.0, 72.3),)),
    Exam("times wikiwars", "when/wikiwars.jsonl", "score_times.py", (Figure("value_f1", 70.0),)),
    *(
        Exam(
            f"event dates {name}",
            f"when/{name}.jsonl",
            "score_times.py",
            (Figure("event_date_accuracy", None, floor), Figure("event_date_accuracy_anchored", bar)),
            reads="dated",
        )
        for name, bar, floor in (("timebank", 84.0, 77.7), ("meantime", 80.0, 73.6))
    ),
    *(
        Exam(
            f"places {name}",
            f"where/places_{name}.jsonl",
            "score_places.py",
            (
                Figure("acc_level_all"),
                Figure("f1", bar),
                Figure("country_acc_recognised", 0.93),
            ),
            reads=reads,
        )
        for name, reads, bar in (
            ("geovirus", "records", 0.86),
            ("lgl", "toponyms", 0.80),
            ("trnews", "toponyms", 0.84),
            ("geowebnews", "toponyms", 0.84),
        )
    ),
    *(
        Exam(
            f"places {name} without countries",
            f"where/places_{name}.jsonl",
            "score_places.py",
            (Figure("acc161_recognised", bar, peer),),
            reads=reads,
            args=("--without-countries",),
        )
        for name, reads, bar, peer in (
            ("geovirus", "records", 0.91, 0.905),
            ("lgl", "toponyms", 0.82, 0.814),
            ("trnews", "toponyms", 0.81, 0.801),
            ("geowebnews", "toponyms", 0.79, 0.787),
        )
    ),
    Exam(
        "actor phrases gsr",
        "where/actors_plover_gsr.jsonl",
        "score_actors.py",
        (Figure("country_acc", 0.92, 0.852), Figure("sector_acc", 0.82, 0.681)),
        reads="phrases",
    ),
    Exam(
        "actor phrases gsr, fine",
        "where/actors_plover_gsr.jsonl",
        "score_actors.py",
        (Figure("country_acc"),),
        reads="fine",
    ),
    Exam(
        "actor phrases ngec",
        "where/actors_ngec_tests.jsonl",
        "score_actors.py",
        (Figure("country_acc", 0.70, 0.52), Figure("sector_acc", 0.62, 0.448)),
        reads="phrases",
    ),
    Exam(
        "actor phrases ngec, fine",
        "where/actors_ngec_tests.jsonl",
        "score_actors.py",
        (Figure("country_acc"),),
        reads="fine",
    ),
    Exam(
        "events gsr",
        "events/plover_gsr.jsonl",
        "score_events.py",
        (Figure("type_trigger.f1", 0.55, 0.545), Figure("source.f1"), Figure("target.f1")),
    ),
    Exam("events rams", "events/rams.jsonl", "score_events.py", (Figure("type_trigger.f1", None, 0.582),), reads="tellings"),
    Exam("events wikievents", "events/wikievents.jsonl", "score_events.py", (Figure("type_trigger.f1", None, 0.304),), reads="tellings"),
    Exam(
        "events plv, nothing given", "events/plv.jsonl", "score_events.py", (Figure("type_event.f1", None, 0.521), Figure("pair_type.acc"))
    ),
    Exam("events glocon", "events/glocon_sample.jsonl", "score_events.py", (Figure("type_trigger.f1"),), reads="tellings"),
    Exam(
        "events glocon, a sentence once",
        "events/glocon_sample.jsonl",
        "score_events.py",
        (Figure("type_trigger.f1"),),
        reads="sentences",
    ),
    Exam("events muc4", "events/muc4.jsonl", "score_events.py", (Figure("type_set.f1", None, 0.741), Figure("date.acc", None, 0.634))),
    *(
        Exam(
            name,
            f"{name}/gold.jsonl",
            "score_chronicle.py",
            tuple(
                Figure(path)
                for path in (
                    "wire.f1",
                    "parts.f1",
                    "times.f1",
                    "places.f1",
                    "places.full.f1",
                    "actors.f1",
                    "actors.fields.country.acc",
                    "actors.fields.sector.acc",
                    "actors.fields.role.acc",
                    "statements.f1",
                    "statements.full.f1",
                    "events.f1",
                    "events.fields.status.acc",
                    "events.fields.voice.acc",
                    "events.fields.date.acc",
                    "events.fields.source.acc",
                    "events.fields.target.acc",
                    "events.fields.mode.acc",
                    "events.whole.f1",
                    "conditions.f1",
                    "casualties.f1",
                    "exam",
                    "exam_full",
                )
            ),
            articles=f"{name}/articles.jsonl",
            extra={"gold": "folder"},
        )
        for name in ("chronicle", "dispatches")
    ),
    Exam(
        "across chronicle",
        "chronicle/gold.jsonl",
        "score_chronicle.py",
        (Figure("origins.f1", 0.97), Figure("stories.f1", 0.95), Figure("happenings.f1", 0.65), Figure("conflicts.f1", 0.60)),
        articles="chronicle/articles.jsonl",
        extra={"gold": "folder", "across": "yes"},
    ),
    *(
        Exam(
            f"stories {name}",
            f"read/{name}.jsonl",
            "score_clusters.py",
            (Figure("bcubed_f1", bar, floor), Figure("bcubed_p"), Figure("bcubed_r")),
            reads="stories",
        )
        for name, bar, floor in (("newscluster", 0.93, 0.890), ("ecbplus", 0.87, 0.830))
    ),
    Exam(
        "timelines t17",
        "read/t17.timelines.jsonl",
        "score_timeline.py",
        (Figure("date_f1", 0.50, 0.484), Figure("align_r1_f1", 0.11), Figure("pred_dates")),
        reads="timelines",
        articles="read/t17.jsonl",
    ),
)

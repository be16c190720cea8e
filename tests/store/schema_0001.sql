-- The store's tables as of the newest migration. Described table by table in docs/store.md.
-- Offsets are half-open Unicode code points of articles.text. Dates are ISO 8601. `article` is articles.n inside the store;
-- outside (exports, API, pages) an article is known by its id alone, an item by "id:item" ("flash-0320:e3").

CREATE TABLE migrations (
  name TEXT PRIMARY KEY,          -- "0001-first"
  dateline TEXT NOT NULL          -- version that applied it
) STRICT;

-- One row. `changes` grows with every transaction that changed anything: what was drawn from the store is fresh while it stays.
CREATE TABLE state (changes INTEGER NOT NULL) STRICT;
INSERT INTO state (changes) VALUES (0);

CREATE TABLE articles (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,        -- of the record: the same copy always has the same id
  outlet TEXT, url TEXT, path TEXT,
  sha256 TEXT,                    -- of the original bytes
  retrieved TEXT,                 -- when the copy was fetched, if the source says
  published TEXT, published_from TEXT,
  day INTEGER,                    -- published as days since 1970-01-01
  headline TEXT, agency TEXT,
  words INTEGER NOT NULL,
  reader TEXT NOT NULL,           -- "dateline 0.2.0, tagger_v3, gazetteer 3, record 1"
  read_at TEXT NOT NULL,          -- when this reading was stored; never exported
  origin TEXT, story TEXT,        -- filled by weaving
  text TEXT NOT NULL,             -- the two long columns come last: the others are read without walking through them
  record BLOB NOT NULL            -- zlib of the record's JSON line without its text
) STRICT;
CREATE INDEX articles_day ON articles (day, published, id);                 -- in both orders of pages
CREATE INDEX articles_latest ON articles (day DESC, published DESC, id);
CREATE INDEX articles_url ON articles (url) WHERE url IS NOT NULL;
CREATE INDEX articles_outlet ON articles (coalesce(outlet, agency), day);
CREATE INDEX articles_story ON articles (story, day);
CREATE INDEX articles_origin ON articles (origin);

CREATE TRIGGER articles_guard BEFORE UPDATE OF id, text ON articles WHEN NEW.text IS NOT OLD.text OR NEW.id IS NOT OLD.id
BEGIN SELECT raise(ABORT, 'the text of a stored article never changes'); END;

CREATE VIRTUAL TABLE copy USING fts5 (headline, text, content = 'articles', content_rowid = 'n', tokenize = "unicode61 remove_diacritics 2");
CREATE TRIGGER copy_insert AFTER INSERT ON articles
BEGIN INSERT INTO copy (rowid, headline, text) VALUES (NEW.n, NEW.headline, NEW.text); END;
CREATE TRIGGER copy_delete AFTER DELETE ON articles
BEGIN INSERT INTO copy (copy, rowid, headline, text) VALUES ('delete', OLD.n, OLD.headline, OLD.text); END;
CREATE TRIGGER copy_update AFTER UPDATE OF headline ON articles WHEN NEW.headline IS NOT OLD.headline
BEGIN
  INSERT INTO copy (copy, rowid, headline, text) VALUES ('delete', OLD.n, OLD.headline, OLD.text);
  INSERT INTO copy (rowid, headline, text) VALUES (NEW.n, NEW.headline, NEW.text);
END;

-- A long text in overlapping pieces, so that its spans need not be looked for in the whole of it: only while they are filed, empty else.
CREATE TABLE pieces (
  article INTEGER NOT NULL REFERENCES articles (n) ON DELETE CASCADE,
  piece INTEGER NOT NULL,         -- it begins at 16384 * piece
  words TEXT NOT NULL,            -- the next 32768 characters
  PRIMARY KEY (article, piece)
) STRICT;
CREATE TRIGGER pieces_guard BEFORE INSERT ON pieces
WHEN NOT EXISTS (SELECT 1 FROM articles WHERE n = NEW.article AND substr(text, 16384 * NEW.piece + 1, 32768) = NEW.words)
BEGIN SELECT raise(ABORT, 'a piece differs from the text'); END;
CREATE TRIGGER pieces_fixed BEFORE UPDATE ON pieces
BEGIN SELECT raise(ABORT, 'pieces are never changed; delete and insert'); END;

-- Every word that supports a value. The guard below refuses words that differ from the text at their offsets.
CREATE TABLE spans (
  article INTEGER NOT NULL REFERENCES articles (n) ON DELETE CASCADE,
  layer TEXT NOT NULL,            -- times places allusions actors statements events conditions casualties
  item TEXT NOT NULL,             -- "e3"; the index where the layer has no ids
  field TEXT NOT NULL,            -- trigger source target also span cue content medium mention role because casualty
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (article, layer, item, field, start, "end")
) STRICT, WITHOUT ROWID;

CREATE TRIGGER spans_guard BEFORE INSERT ON spans
WHEN NOT (
  NEW.start >= 0 AND NEW."end" > NEW.start AND length(NEW.words) = NEW."end" - NEW.start AND coalesce(
    (SELECT substr(words, NEW.start % 16384 + 1, NEW."end" - NEW.start) = NEW.words FROM pieces
      WHERE article = NEW.article AND piece = NEW.start / 16384 AND NEW."end" <= 16384 * piece + 32768),
    (SELECT substr(text, NEW.start + 1, NEW."end" - NEW.start) = NEW.words FROM articles WHERE n = NEW.article), 0)
)
BEGIN SELECT raise(ABORT, 'the words differ from the text at their offsets'); END;
CREATE TRIGGER spans_fixed BEFORE UPDATE ON spans
BEGIN SELECT raise(ABORT, 'words and offsets are never changed; delete and insert'); END;

CREATE TABLE events (
  article INTEGER NOT NULL REFERENCES articles (n) ON DELETE CASCADE,
  id TEXT NOT NULL,
  type TEXT NOT NULL, mode TEXT, cameo TEXT, contexts TEXT NOT NULL,      -- contexts: JSON list
  date TEXT, date_end TEXT, day INTEGER, day_end INTEGER,
  place TEXT, country TEXT, admin1 TEXT, lat REAL, lon REAL, geonames INTEGER, kind TEXT,   -- of the event's place; kind is its precision
  status TEXT NOT NULL,
  statement TEXT, voice TEXT,     -- the statement that carries it and its speaker's name; both null in the paper's own voice
  trigger TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  source TEXT NOT NULL, target TEXT NOT NULL,                             -- JSON lists of actor ids
  killed_low INTEGER, killed_high INTEGER, injured_low INTEGER, injured_high INTEGER,
  tolls TEXT NOT NULL,            -- JSON list of {kind, low, high, span}
  also INTEGER NOT NULL,          -- how many further tellings in this article
  doubt REAL NOT NULL,            -- 0 sure to 1 unsure: orders the review queue
  rule TEXT NOT NULL,
  happening TEXT,                 -- filled by weaving
  corrected INTEGER NOT NULL DEFAULT 0,                                   -- a review changed or confirmed it
  rejected INTEGER NOT NULL DEFAULT 0,                                    -- a review rejected it: kept, never shown or exported unless asked
  PRIMARY KEY (article, id)
) STRICT;
CREATE INDEX events_type ON events (type, day);
CREATE INDEX events_country ON events (country, day);
CREATE INDEX events_day ON events (day);
CREATE INDEX events_long ON events (day_end, day) WHERE day_end > day;           -- few last longer than a day
CREATE INDEX events_happening ON events (happening);

CREATE TABLE actors (
  article INTEGER NOT NULL REFERENCES articles (n) ON DELETE CASCADE,
  id TEXT NOT NULL,
  name TEXT NOT NULL, kind TEXT NOT NULL, country TEXT, sector TEXT,
  key TEXT,                       -- the same for one actor in all articles (who.actor_key); null for unnamed groups
  mentions INTEGER NOT NULL,
  roles TEXT NOT NULL,            -- JSON list of {title, country, span}
  rule TEXT NOT NULL,
  PRIMARY KEY (article, id)
) STRICT;
CREATE INDEX actors_key ON actors (key);
CREATE INDEX actors_country ON actors (country);

-- Parties of events, flat for queries: side is source or target.
CREATE TABLE parties (
  article INTEGER NOT NULL, event TEXT NOT NULL, side TEXT NOT NULL, actor TEXT NOT NULL,
  PRIMARY KEY (article, event, side, actor),
  FOREIGN KEY (article, event) REFERENCES events (article, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE statements (
  article INTEGER NOT NULL REFERENCES articles (n) ON DELETE CASCADE,
  id TEXT NOT NULL,
  actor TEXT, speaker TEXT,       -- id and name of the speaker, null where unknown
  source TEXT, cue TEXT, content TEXT NOT NULL,                           -- their words; content's pieces joined by " ... "
  kind TEXT NOT NULL, manner TEXT NOT NULL, date TEXT, within TEXT, repeats TEXT,
  rule TEXT NOT NULL,
  PRIMARY KEY (article, id)
) STRICT;
CREATE INDEX statements_actor ON statements (article, actor);

CREATE TABLE conditions (
  article INTEGER NOT NULL REFERENCES articles (n) ON DELETE CASCADE,
  id TEXT NOT NULL,
  kind TEXT NOT NULL, date TEXT, date_end TEXT, day INTEGER, day_end INTEGER,
  place TEXT, country TEXT, lat REAL, lon REAL,
  status TEXT NOT NULL, statement TEXT, voice TEXT,
  words TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  doubt REAL NOT NULL, rule TEXT NOT NULL,
  corrected INTEGER NOT NULL DEFAULT 0, rejected INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (article, id)
) STRICT;
CREATE INDEX conditions_kind ON conditions (kind, day);
CREATE INDEX conditions_day ON conditions (day);
CREATE INDEX conditions_country ON conditions (country, day);
CREATE INDEX conditions_long ON conditions (day_end, day) WHERE day_end > day;

CREATE TABLE places (
  article INTEGER NOT NULL REFERENCES articles (n) ON DELETE CASCADE,
  n INTEGER NOT NULL,             -- index in the record
  name TEXT NOT NULL, kind TEXT NOT NULL, country TEXT, admin1 TEXT, lat REAL, lon REAL, geonames INTEGER, "use" TEXT NOT NULL,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, rule TEXT NOT NULL,
  PRIMARY KEY (article, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE times (
  article INTEGER NOT NULL REFERENCES articles (n) ON DELETE CASCADE,
  n INTEGER NOT NULL,
  type TEXT NOT NULL, value TEXT, first TEXT, last TEXT,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, rule TEXT NOT NULL,
  PRIMARY KEY (article, n)
) STRICT, WITHOUT ROWID;

-- Items that no record could be made of. Nothing is lost: each says where, why, and what to do.
CREATE TABLE refused (
  place TEXT PRIMARY KEY,         -- path, path:line, "file.warc.gz#1234" or URL
  reason TEXT NOT NULL,
  sha256 TEXT,
  at TEXT NOT NULL                -- never exported
) STRICT;

-- Across articles. All of it follows from the articles alone and is made anew where copy arrives.
CREATE TABLE loose (article INTEGER PRIMARY KEY REFERENCES articles (n) ON DELETE CASCADE) STRICT;   -- stored, not yet woven in
CREATE TABLE marks (
  mark INTEGER NOT NULL, article INTEGER NOT NULL REFERENCES articles (n) ON DELETE CASCADE,          -- fingerprints of copies
  PRIMARY KEY (mark, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX marks_article ON marks (article);
CREATE TABLE terms (
  term INTEGER NOT NULL,          -- CRC-32 of one of the weightiest words of the article
  day INTEGER NOT NULL,           -- of publication as the story room counts (1 is 0001-01-01), 10000000 for undated copy
  article INTEGER NOT NULL REFERENCES articles (n) ON DELETE CASCADE,
  PRIMARY KEY (term, day, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX terms_article ON terms (article);
-- What weaving knows of an article: its place among the others. articles.origin and articles.story follow when the story is told anew.
CREATE TABLE woven (
  article INTEGER PRIMARY KEY REFERENCES articles (n) ON DELETE CASCADE,
  printed TEXT NOT NULL,          -- published, "9999" for undated copy: the order of copy is (printed, id)
  day INTEGER NOT NULL,           -- as in terms
  vector BLOB NOT NULL,           -- (CRC-32, ten-thousandths) of its telling words, the weightiest first
  origin INTEGER NOT NULL,        -- the first article that carries the same copy
  story TEXT                      -- null while its transaction is under way
) STRICT;
CREATE INDEX woven_origin ON woven (origin);
CREATE INDEX woven_story ON woven (story, day);
CREATE TABLE stale (story TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;          -- stories to be told anew

CREATE TABLE origins (id TEXT PRIMARY KEY, speaker TEXT NOT NULL, first INTEGER NOT NULL, articles INTEGER NOT NULL) STRICT;
CREATE TABLE copies (
  article INTEGER NOT NULL REFERENCES articles (n) ON DELETE CASCADE, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  of INTEGER NOT NULL REFERENCES articles (n) ON DELETE CASCADE, of_start INTEGER NOT NULL, of_end INTEGER NOT NULL,
  PRIMARY KEY (article, start, of, of_start)
) STRICT, WITHOUT ROWID;
CREATE INDEX copies_of ON copies (of);

CREATE TABLE stories (
  id TEXT PRIMARY KEY,
  headline TEXT NOT NULL, headline_from INTEGER NOT NULL, headline_start INTEGER NOT NULL, headline_end INTEGER NOT NULL,
  first TEXT, last TEXT, places TEXT NOT NULL, actors TEXT NOT NULL,      -- JSON lists of names
  articles INTEGER NOT NULL, origins INTEGER NOT NULL, happenings INTEGER NOT NULL, conflicts INTEGER NOT NULL
) STRICT;
CREATE INDEX stories_last ON stories (last DESC, id);

CREATE TABLE happenings (
  id TEXT PRIMARY KEY, story TEXT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
  type TEXT NOT NULL, mode TEXT, date TEXT, date_end TEXT, day INTEGER, known TEXT,
  place TEXT, country TEXT, source TEXT NOT NULL, target TEXT NOT NULL, status TEXT NOT NULL,
  origins INTEGER NOT NULL,       -- independent origins that tell it
  witnesses INTEGER NOT NULL,
  voices TEXT NOT NULL, corroboration TEXT NOT NULL                        -- JSON as in docs/story.md
) STRICT;
CREATE INDEX happenings_story ON happenings (story, day);
CREATE INDEX happenings_day ON happenings (day, id);
CREATE INDEX happenings_latest ON happenings (day DESC, id);
CREATE INDEX happenings_origins ON happenings (origins DESC, day IS NULL, day, id);

CREATE TABLE conflicts (
  id TEXT PRIMARY KEY, story TEXT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
  kind TEXT NOT NULL, happening TEXT, weight REAL NOT NULL,
  known TEXT,                     -- the day on which the later side was printed
  body TEXT NOT NULL              -- JSON as in docs/story.md: sides, spans, values, voices, origins
) STRICT;
CREATE INDEX conflicts_story ON conflicts (story, weight);
CREATE INDEX conflicts_known ON conflicts (known, weight);

CREATE TABLE entries (
  id TEXT NOT NULL, story TEXT NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
  date TEXT NOT NULL, date_end TEXT, known TEXT, what TEXT NOT NULL,
  article INTEGER NOT NULL REFERENCES articles (n) ON DELETE CASCADE, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  item TEXT NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL, place TEXT, happening TEXT,
  origins TEXT NOT NULL, weight REAL NOT NULL,
  PRIMARY KEY (story, id)
) STRICT;
CREATE INDEX entries_date ON entries (date, weight);
CREATE INDEX entries_long ON entries (date_end, date) WHERE date_end > date;
CREATE INDEX entries_weight ON entries (weight DESC, date, id);

-- A person's judgement of one value. Corrections outlive re-reading: they are found again by article, layer, words and offsets.
CREATE TABLE reviews (
  n INTEGER PRIMARY KEY,
  article TEXT NOT NULL,          -- its id, so that a review stays when the article is stored anew
  layer TEXT NOT NULL, item TEXT NOT NULL,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, words TEXT NOT NULL,     -- of the item's trigger or span when it was reviewed
  field TEXT,                     -- null: the item as a whole
  verdict TEXT NOT NULL,          -- accept reject fix
  old TEXT, new TEXT,             -- JSON values of the field
  reviewer TEXT NOT NULL, at TEXT NOT NULL,
  undone INTEGER NOT NULL DEFAULT 0, undone_by TEXT, undone_at TEXT,
  orphaned INTEGER NOT NULL DEFAULT 0                                      -- the newest reading holds no such item: kept, not applied
) STRICT;
CREATE INDEX reviews_item ON reviews (article, layer, item);

CREATE TABLE searches (
  name TEXT PRIMARY KEY, query TEXT NOT NULL,                              -- saved searches of `dateline watch`
  seen TEXT NOT NULL DEFAULT '[]'                                          -- keys already told
) STRICT;
CREATE TABLE feeds (
  url TEXT PRIMARY KEY, etag TEXT, modified TEXT, checked TEXT, failures INTEGER NOT NULL DEFAULT 0, next TEXT, state TEXT NOT NULL DEFAULT '{}'
) STRICT;

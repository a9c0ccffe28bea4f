-- +goose Up

-- A convenant has one row; its stand is the number of its last fact and its hoofd the hash of the chain up to there.
CREATE TABLE convenant (
    volgorde INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, -- in order of drawing up; the full-text index knows it by this
    id       TEXT    NOT NULL UNIQUE,
    naam     TEXT    NOT NULL,
    kenmerk  TEXT    NOT NULL,
    stand    INTEGER NOT NULL,
    hoofd    TEXT    NOT NULL,
    mededelingen      INTEGER NOT NULL, -- how many there are, and the hash of their chain
    mededelingenhoofd TEXT    NOT NULL,
    bekeken           TEXT    NOT NULL  -- the day up to which the calendar was looked at and announced what it brought
);

-- Facts are only ever added. The hash is over exactly these bytes and the hash before them.
CREATE TABLE feit (
    convenant TEXT    NOT NULL REFERENCES convenant (id),
    nummer    INTEGER NOT NULL,
    hash      TEXT    NOT NULL, -- before the bytes, so that it is read without them
    bytes     TEXT    NOT NULL,
    PRIMARY KEY (convenant, nummer)
);
CREATE INDEX feit_hash ON feit (hash); -- a paper copy names the hash of its stand

-- The checkpoint chains: every new head of facts and announcements is chained to the one before it in its chain, so that
-- a convenant that is gone altogether shows too. There are sixteen chains, so that convenanten seldom wait for each other.
CREATE TABLE ijkpunt (
    keten     INTEGER NOT NULL,
    nummer    INTEGER NOT NULL,
    convenant TEXT    NOT NULL,
    stand     INTEGER NOT NULL,
    hoofd     TEXT    NOT NULL,
    mededelingen      INTEGER NOT NULL,
    mededelingenhoofd TEXT    NOT NULL,
    bekeken   TEXT    NOT NULL,
    hash      TEXT    NOT NULL,
    PRIMARY KEY (keten, nummer)
) WITHOUT ROWID;
CREATE TABLE keten (
    keten  INTEGER NOT NULL PRIMARY KEY,
    nummer INTEGER NOT NULL,
    hash   TEXT    NOT NULL
);
INSERT INTO keten (keten, nummer, hash) VALUES
    (0, 0, ''), (1, 0, ''), (2, 0, ''), (3, 0, ''), (4, 0, ''), (5, 0, ''), (6, 0, ''), (7, 0, ''),
    (8, 0, ''), (9, 0, ''), (10, 0, ''), (11, 0, ''), (12, 0, ''), (13, 0, ''), (14, 0, ''), (15, 0, '');

-- Personal data stand outside the chain; a fact holds the id and a commitment. Erasing takes salt and value away.
CREATE TABLE persoonsgegeven (
    id        TEXT NOT NULL PRIMARY KEY,
    convenant TEXT NOT NULL REFERENCES convenant (id),
    feit      INTEGER NOT NULL,
    partij    TEXT NOT NULL,
    zout      TEXT,
    waarde    TEXT
);
CREATE INDEX persoonsgegeven_van ON persoonsgegeven (convenant, partij);

-- Every state as an interval of days, and the einddatum of the running period as if it were one; rewritten with every
-- act. No end in sight is 9999-12-31.
CREATE TABLE tijdlijn (
    convenant TEXT NOT NULL REFERENCES convenant (id),
    onderwerp TEXT NOT NULL,
    toestand  TEXT NOT NULL,
    van       TEXT NOT NULL,
    tot       TEXT NOT NULL,
    PRIMARY KEY (convenant, onderwerp, van)
) WITHOUT ROWID;
-- For the newest first, or one Partij's; for what is in a state that few are in on a day, which is any but in-werking; and
-- for what ends soonest.
CREATE INDEX tijdlijn_lijst ON tijdlijn (onderwerp, convenant, van, tot, toestand);
CREATE INDEX tijdlijn_fase ON tijdlijn (onderwerp, toestand, tot, convenant, van) WHERE onderwerp = 'convenant' AND toestand <> 'in-werking';
CREATE INDEX tijdlijn_einddatum ON tijdlijn (onderwerp, toestand, convenant, van, tot) WHERE onderwerp = 'einddatum';

-- What falls due, computed with the timeline.
CREATE TABLE termijn (
    convenant TEXT NOT NULL REFERENCES convenant (id),
    soort     TEXT NOT NULL,
    datum     TEXT NOT NULL,
    partij    TEXT NOT NULL,
    PRIMARY KEY (convenant, datum, soort, partij)
) WITHOUT ROWID;
CREATE INDEX termijn_datum ON termijn (datum, convenant, soort, partij);

-- Who is a Partij, by short name, with the name as it is now.
CREATE TABLE partij (
    convenant TEXT NOT NULL REFERENCES convenant (id),
    id        TEXT NOT NULL,
    naam      TEXT NOT NULL,
    PRIMARY KEY (convenant, id)
) WITHOUT ROWID;

-- Texts and files, once, by their SHA-256.
CREATE TABLE tekst (
    sha256 TEXT NOT NULL PRIMARY KEY,
    bytes  BLOB NOT NULL
);
CREATE TABLE blob (
    sha256 TEXT NOT NULL PRIMARY KEY,
    soort  TEXT NOT NULL,
    bytes  BLOB NOT NULL
);

-- What a consequence calls for: each once, in a chain of its own per convenant.
CREATE TABLE mededeling (
    convenant TEXT    NOT NULL REFERENCES convenant (id),
    nummer    INTEGER NOT NULL,
    soort     TEXT    NOT NULL,
    onderwerp TEXT    NOT NULL,
    dag       TEXT    NOT NULL,
    revisie   INTEGER NOT NULL,
    bytes     TEXT    NOT NULL, -- with the stand and the day on which it was called for
    hash      TEXT    NOT NULL,
    PRIMARY KEY (convenant, nummer),
    UNIQUE (convenant, soort, onderwerp, dag, revisie)
);

-- An act under a key is done once; whoever repeats it gets the same answer. The answer points at the fact.
CREATE TABLE idempotentie (
    wie       TEXT    NOT NULL,
    sleutel   TEXT    NOT NULL,
    vraag     TEXT    NOT NULL, -- SHA-256 of what was asked
    convenant TEXT    NOT NULL,
    feit      INTEGER NOT NULL, -- 0 when it was refused
    stand     INTEGER NOT NULL, -- of the convenant, after the act or as it was when it was refused
    weigering TEXT    NOT NULL, -- the refusal as JSON, or empty
    vervallen TEXT    NOT NULL, -- the facts that lost their effect, as JSON, or empty
    moment    TEXT    NOT NULL,
    PRIMARY KEY (wie, sleutel)
);

CREATE INDEX idempotentie_weigering ON idempotentie (convenant) WHERE weigering <> ''; -- erasing looks through these

-- A principal is a person or a token, with a role and, for a Partij, its short name.
CREATE TABLE persoon (
    id    TEXT NOT NULL PRIMARY KEY,
    naam  TEXT,
    email TEXT UNIQUE
);
CREATE TABLE principaal (
    id      TEXT NOT NULL PRIMARY KEY,
    persoon TEXT REFERENCES persoon (id),
    token   TEXT UNIQUE, -- SHA-256 of the token
    rol     TEXT NOT NULL,
    partij  TEXT NOT NULL,
    vervalt TEXT NOT NULL
);

-- Words of name, kenmerk, Partijen and text, brought back to their stems by this program, which parts them by spaces. Only
-- which words a convenant has is kept (detail none); zoekwoord lists them, so that the index can be read over.
CREATE VIRTUAL TABLE zoek USING fts5 (woorden, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');
CREATE VIRTUAL TABLE zoekwoord USING fts5vocab (zoek, row);

-- +goose Down
DROP TABLE zoekwoord;
DROP TABLE zoek;
DROP TABLE principaal;
DROP TABLE persoon;
DROP TABLE idempotentie;
DROP TABLE mededeling;
DROP TABLE blob;
DROP TABLE tekst;
DROP TABLE partij;
DROP TABLE termijn;
DROP TABLE tijdlijn;
DROP TABLE persoonsgegeven;
DROP TABLE keten;
DROP TABLE ijkpunt;
DROP TABLE feit;
DROP TABLE convenant;

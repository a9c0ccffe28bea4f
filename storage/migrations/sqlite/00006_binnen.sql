-- +goose Up

-- Who sent a file that was looked at and accepted, and has not referred to it in an act yet; the file is a blob. What waits
-- for too long is taken away again.
CREATE TABLE bijlage (
    sha256  TEXT    NOT NULL REFERENCES blob (sha256),
    door    TEXT    NOT NULL REFERENCES principaal (id),
    paginas INTEGER NOT NULL,
    moment  TEXT    NOT NULL,
    PRIMARY KEY (sha256, door)
) WITHOUT ROWID;
CREATE INDEX bijlage_door ON bijlage (door);
CREATE INDEX bijlage_moment ON bijlage (moment, sha256);

-- Which facts refer to a file. Who sees such a fact may see the file; the fact itself is asked once more.
CREATE TABLE bijlageverwijzing (
    sha256    TEXT    NOT NULL REFERENCES blob (sha256),
    convenant TEXT    NOT NULL REFERENCES convenant (id),
    feit      INTEGER NOT NULL,
    PRIMARY KEY (sha256, convenant, feit)
) WITHOUT ROWID;

-- Calendars that can be followed at a secret address, of which only the SHA-256 is kept.
CREATE TABLE agenda (
    id         TEXT NOT NULL PRIMARY KEY,
    principaal TEXT NOT NULL REFERENCES principaal (id), -- who follows it, and sees no more than that
    geheim     TEXT NOT NULL UNIQUE,
    naam       TEXT NOT NULL,
    vervalt    TEXT NOT NULL
);

-- Other programs that are told of what happens. The secret signs what is sent, and so is kept as it is.
CREATE TABLE webhook (
    id      TEXT NOT NULL PRIMARY KEY,
    doel    TEXT NOT NULL,
    geheim  TEXT NOT NULL,
    naam    TEXT NOT NULL,
    vervalt TEXT NOT NULL,
    gehuurd TEXT NOT NULL, -- until then one instance sends for it
    rust    TEXT NOT NULL, -- not before then: what went wrong is tried again
    keren   INTEGER NOT NULL -- how often what is first in line was tried
);
CREATE INDEX webhook_in_gebruik ON webhook (vervalt, id);

-- What they are told, in the order of moment and regel; written with the fact or the announcement that it tells of.
CREATE TABLE webhookbericht (
    webhook   TEXT NOT NULL REFERENCES webhook (id),
    id        TEXT NOT NULL, -- of the event, one for all who are told of it
    soort     TEXT NOT NULL,
    onderwerp TEXT NOT NULL, -- the id of the convenant
    gegevens  TEXT NOT NULL, -- as JSON
    moment    TEXT NOT NULL,
    regel     INTEGER NOT NULL, -- of what came to be at one moment
    toestand  TEXT NOT NULL, -- wacht, afgeleverd, opgegeven
    PRIMARY KEY (webhook, id)
) WITHOUT ROWID;
CREATE INDEX webhookbericht_rij ON webhookbericht (webhook, toestand, moment, regel, id);

-- Every time that it was tried.
CREATE TABLE webhookpoging (
    webhook  TEXT NOT NULL REFERENCES webhook (id),
    bericht  TEXT NOT NULL,
    keer     INTEGER NOT NULL,
    moment   TEXT NOT NULL,
    status   INTEGER NOT NULL, -- of the answer; 0 when there was none
    uitkomst TEXT NOT NULL,
    PRIMARY KEY (webhook, bericht, keer)
) WITHOUT ROWID;

-- +goose Down
DROP TABLE webhookpoging;
DROP TABLE webhookbericht;
DROP TABLE webhook;
DROP TABLE agenda;
DROP TABLE bijlageverwijzing;
DROP TABLE bijlage;

-- +goose Up

-- What is to be sent: a row for each announcement and addressee. It has no address of mail, which is looked up when it is
-- sent; only one that was given by hand for this row stands in it until it is used.
CREATE TABLE post (
    id         TEXT    NOT NULL PRIMARY KEY, -- convenant, announcement and number; the Message-ID is made of it
    convenant  TEXT    NOT NULL REFERENCES convenant (id),
    mededeling INTEGER NOT NULL,
    rol        TEXT    NOT NULL,
    aan        TEXT    NOT NULL,
    waarom     TEXT    NOT NULL,
    over       TEXT    NOT NULL, -- of word to the secretariaat: the row that could not be sent
    toestand   TEXT    NOT NULL,
    poging     INTEGER NOT NULL, -- how many attempts were begun
    eerder     INTEGER NOT NULL, -- how many of these before it was last asked to be sent
    volgende   TEXT    NOT NULL, -- not before this moment; empty is at once
    bezet      TEXT    NOT NULL, -- a worker has it until this moment
    fout       TEXT    NOT NULL, -- why it failed
    adres      TEXT              -- given by hand
);
CREATE INDEX post_wacht ON post (volgende, convenant, mededeling, id) WHERE toestand = 'wacht';
CREATE INDEX post_mislukt ON post (convenant, mededeling, id) WHERE toestand = 'mislukt';
CREATE INDEX post_convenant ON post (convenant, mededeling, id);

-- What came of each attempt, for each address. The address can be erased.
CREATE TABLE postpoging (
    post     TEXT    NOT NULL REFERENCES post (id),
    poging   INTEGER NOT NULL,
    nummer   INTEGER NOT NULL,
    moment   TEXT    NOT NULL,
    adres    TEXT,
    bron     TEXT    NOT NULL, -- whether the address came from the register or by hand
    uitslag  TEXT    NOT NULL,
    antwoord TEXT    NOT NULL, -- of the server
    stukken  TEXT    NOT NULL, -- the documents by name and SHA-256, as JSON
    wie      TEXT    NOT NULL, -- who did it by hand, or empty
    PRIMARY KEY (post, poging, nummer)
) WITHOUT ROWID;
CREATE INDEX postpoging_adres ON postpoging (adres);

-- +goose Down
DROP TABLE postpoging;
DROP TABLE post;

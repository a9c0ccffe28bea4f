-- +goose Up

-- Codes with which somebody signs for a Partij: mailed at that moment to who is signed in, or handed out by the secretariaat
-- for whoever signs for it. Each counts for one text, and is gone when it was used. Of a code only a salted SHA-256 is kept.
CREATE TABLE ondertekencode (
    convenant  TEXT    NOT NULL REFERENCES convenant (id),
    partij     TEXT    NOT NULL,
    voor       TEXT    NOT NULL, -- the principal it was mailed to; empty when it was handed out
    tekst      TEXT    NOT NULL, -- the SHA-256 of the text that is signed with it
    door       TEXT    NOT NULL, -- the principal who had it made
    zout       TEXT    NOT NULL,
    hash       TEXT    NOT NULL,
    vervalt    TEXT    NOT NULL,
    fouten     INTEGER NOT NULL, -- wrong codes that were given since it was made
    gemaakt    INTEGER NOT NULL, -- how many were made since this moment
    sinds      TEXT    NOT NULL,
    PRIMARY KEY (convenant, partij, voor)
) WITHOUT ROWID;

-- +goose Down
DROP TABLE ondertekencode;

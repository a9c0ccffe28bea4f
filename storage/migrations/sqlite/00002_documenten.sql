-- +goose Up

-- Documents that were made, each once, with everything that it was made from (pin, as JSON); the file is a blob.
CREATE TABLE document (
    convenant TEXT    NOT NULL REFERENCES convenant (id),
    nummer    INTEGER NOT NULL, -- in the order in which they were kept
    naam      TEXT    NOT NULL,
    soort     TEXT    NOT NULL,
    aan       TEXT    NOT NULL,
    dag       TEXT    NOT NULL, -- on which it was made
    sha256    TEXT    NOT NULL REFERENCES blob (sha256),
    pin       TEXT    NOT NULL,
    PRIMARY KEY (convenant, nummer),
    UNIQUE (convenant, pin)
);
CREATE INDEX document_bestand ON document (sha256);

-- +goose Down
DROP TABLE document;

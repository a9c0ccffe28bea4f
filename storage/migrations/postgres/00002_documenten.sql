-- +goose Up

-- Documents that were made, each once, with everything that it was made from (pin, as JSON); the file is a blob.
CREATE TABLE document (
    convenant TEXT COLLATE "C" NOT NULL REFERENCES convenant (id),
    nummer    INTEGER NOT NULL, -- in the order in which they were kept
    naam      TEXT COLLATE "C" NOT NULL,
    soort     TEXT COLLATE "C" NOT NULL,
    aan       TEXT COLLATE "C" NOT NULL,
    dag       TEXT COLLATE "C" NOT NULL, -- on which it was made
    sha256    TEXT COLLATE "C" NOT NULL REFERENCES blob (sha256),
    pin       TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (convenant, nummer),
    UNIQUE (convenant, pin)
);
CREATE INDEX document_bestand ON document (sha256);

-- +goose Down
DROP TABLE document;

-- +goose Up

-- What pages ask. In which convenanten something asks for the attention of the secretariaat, by what it is; written with
-- every act and every look at the calendar.
CREATE TABLE aandacht (
    convenant TEXT COLLATE "C" NOT NULL REFERENCES convenant (id),
    soort     TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (convenant, soort)
);
CREATE INDEX aandacht_soort ON aandacht (soort, convenant);

-- On the agenda of which meetings a convenant stands, as it is now.
CREATE TABLE overleg (
    convenant TEXT COLLATE "C" NOT NULL REFERENCES convenant (id),
    nummer    INTEGER NOT NULL,
    overleg   TEXT COLLATE "C" NOT NULL,
    datum     TEXT COLLATE "C" NOT NULL,
    doel      TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (convenant, nummer)
);
CREATE INDEX overleg_datum ON overleg (datum, overleg, convenant, nummer, doel);

CREATE INDEX convenant_naam ON convenant (lower(naam), id); -- for a list in order of names, in which capitals make no difference
CREATE INDEX partij_id ON partij (id, convenant, naam);     -- for the organisations: who is a Partij of any convenant

-- Both tables follow from the facts: `convenant migrate` fills them in for every convenant whose wekker is empty, and
-- computes when the calendar is to be looked at for what asks for attention.
UPDATE convenant SET wekker = '';

-- +goose Down
DROP INDEX partij_id;
DROP INDEX convenant_naam;
DROP TABLE overleg;
DROP TABLE aandacht;

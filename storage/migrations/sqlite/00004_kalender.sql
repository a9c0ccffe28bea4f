-- +goose Up

-- The first day after bekeken on which the calendar brings something: a consequence or a reminder. Nothing ever is
-- 9999-12-31. Empty is not computed yet, and comes before every day; `convenant migrate` fills it in.
ALTER TABLE convenant ADD COLUMN wekker TEXT NOT NULL DEFAULT '';
CREATE INDEX convenant_wekker ON convenant (wekker, id);

-- The next reminder of everything that is asked of somebody; written with every act and every look at the calendar.
CREATE TABLE herinnering (
    convenant TEXT    NOT NULL REFERENCES convenant (id),
    soort     TEXT    NOT NULL,
    wijziging INTEGER NOT NULL, -- 0 when it is not about one
    aan       TEXT    NOT NULL,
    datum     TEXT    NOT NULL,
    uiterlijk TEXT    NOT NULL, -- the last day that it names, or empty
    PRIMARY KEY (convenant, soort, wijziging, aan)
) WITHOUT ROWID;
CREATE INDEX herinnering_datum ON herinnering (datum, convenant, soort, wijziging, aan, uiterlijk);

-- +goose Down
DROP TABLE herinnering;
DROP INDEX convenant_wekker;
ALTER TABLE convenant DROP COLUMN wekker;

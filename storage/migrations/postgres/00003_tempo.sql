-- +goose Up

-- How much everyone used of what they may ask in a minute. Rows of minutes that are over are taken away again.
CREATE TABLE tempo (
    venster   BIGINT  NOT NULL, -- the minute, counted from 1970
    wie       TEXT    NOT NULL,
    verbruikt INTEGER NOT NULL,
    PRIMARY KEY (venster, wie)
);

-- What a token is for, in the words of who made it.
CREATE TABLE tokennaam (
    principaal TEXT NOT NULL PRIMARY KEY REFERENCES principaal (id),
    naam       TEXT NOT NULL
);

-- +goose Down
DROP TABLE tokennaam;
DROP TABLE tempo;

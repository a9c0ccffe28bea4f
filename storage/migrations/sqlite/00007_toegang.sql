-- +goose Up

-- One address of mail is one person, however it is written. Two that differed in capitals alone stay two: which of them goes
-- is not for a program to choose.
UPDATE persoon SET email = lower(trim(email)) WHERE email IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM persoon ander WHERE ander.id <> persoon.id AND lower(trim(ander.email)) = lower(trim(persoon.email)));
CREATE INDEX principaal_persoon ON principaal (persoon);

-- Links that let somebody in once, known by the SHA-256 of their secret. One that was used is gone. Of those that make the
-- first operator there is one at most.
CREATE TABLE toegangslink (
    geheim  TEXT NOT NULL PRIMARY KEY,
    persoon TEXT REFERENCES persoon (id), -- none for the first operator, who is nobody yet
    doel    TEXT NOT NULL,
    vervalt TEXT NOT NULL
);
CREATE INDEX toegangslink_persoon ON toegangslink (persoon);
CREATE UNIQUE INDEX toegangslink_eerste ON toegangslink (doel) WHERE doel = 'eerste-beheerder';

-- Who is signed in, under the hash of what the browser holds; what is in it is for who made it.
CREATE TABLE sessie (
    hash     TEXT NOT NULL PRIMARY KEY,
    persoon  TEXT REFERENCES persoon (id), -- of whom, once that is known
    gegevens BLOB NOT NULL,
    vervalt  TEXT NOT NULL
);
CREATE INDEX sessie_vervalt ON sessie (vervalt);
CREATE INDEX sessie_persoon ON sessie (persoon);

-- What the codes of a person are computed from. It must be known as it is to compute them.
CREATE TABLE tweedefactor (
    persoon   TEXT    NOT NULL PRIMARY KEY REFERENCES persoon (id),
    geheim    TEXT    NOT NULL,
    stap      BIGINT  NOT NULL, -- of the last code that was accepted, which no later one may precede; -1 for none
    fouten    INTEGER NOT NULL, -- wrong codes since the last right one, or since the last wait
    laatste   TEXT    NOT NULL  -- when the last wrong one was given
);

-- Who somebody is at an OpenID provider.
CREATE TABLE identiteit (
    uitgever  TEXT NOT NULL,
    onderwerp TEXT NOT NULL,
    persoon   TEXT NOT NULL REFERENCES persoon (id),
    PRIMARY KEY (uitgever, onderwerp),
    UNIQUE (persoon, uitgever)
);

-- The operating log: who came in, what was refused, what beheer changed. It names ids alone. After a year it is taken away.
CREATE TABLE logboek (
    nummer    INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    moment    TEXT    NOT NULL,
    handeling TEXT    NOT NULL,
    onderwerp TEXT    NOT NULL,
    uitslag   TEXT    NOT NULL,
    herkomst  TEXT    NOT NULL,
    wie       TEXT    NOT NULL
);
CREATE INDEX logboek_moment ON logboek (moment);

-- +goose Down
DROP TABLE logboek;
DROP TABLE identiteit;
DROP TABLE tweedefactor;
DROP TABLE sessie;
DROP TABLE toegangslink;
DROP INDEX principaal_persoon;

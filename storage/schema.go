package storage

// The schema of the database: brought up to date by an operator, and only looked at when a register is opened.

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"
	"github.com/pressly/goose/v3"
)

// ErrForeign tells that the database holds the tables of another program. Nothing was changed in it.
var ErrForeign = errors.New("storage: the database holds tables of another program, and nothing was changed in it; give the register a database of its own")

// ours fails with ErrForeign when there are tables that no migration of this program made: without the table of migrations,
// or with that of another program, which lacks the facts.
func ours(ctx context.Context, d dialect, db *sqlx.DB) error {
	names, err := d.tables(ctx, db)
	if err != nil {
		return err
	}
	others := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return name == migrationsTable })
	if len(others) == 0 || slices.Contains(names, migrationsTable) && slices.Contains(names, "feit") {
		return nil
	}
	return fmt.Errorf("%w (it has a table %s)", ErrForeign, others[0])
}

// migrationsTable is where goose keeps which migrations were done.
const migrationsTable = goose.DefaultTablename

// Migrated tells which schema the database had when [Create] opened it, 0 when it had none, and which it has now.
func (r *Register) Migrated() (from, to int64) { return r.migratedFrom, r.migratedTo }

// Migrate brings the schema up to date.
func (r *Register) Migrate(ctx context.Context) error {
	p, err := r.provider()
	if err != nil {
		return err
	}
	from, to, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("storage: schema: %w", err)
	}
	if from > to {
		return newer(from, to)
	}
	r.migratedFrom, r.migratedTo = from, to
	applied, err := p.Up(ctx)
	if err != nil {
		return fmt.Errorf("storage: migrate: %w", err)
	}
	if len(applied) > 0 {
		if err := r.dateMigrations(ctx, applied[0].Source.Version); err != nil {
			return err
		}
	}
	return r.wind(ctx) // which SQL cannot compute, and which an earlier time may have left half done
}

func (r *Register) provider() (*goose.Provider, error) {
	options, err := r.dialect.migrating()
	if err != nil {
		return nil, fmt.Errorf("storage: migrate: %w", err)
	}
	p, err := goose.NewProvider(r.dialect.goose(), r.write.DB, r.dialect.migrations(), options...)
	if err != nil {
		return nil, fmt.Errorf("storage: migrate: %w", err)
	}
	return p, nil
}

// checkSchema fails when the schema is older or newer than the program's.
func (r *Register) checkSchema(ctx context.Context) error {
	p, err := r.provider()
	if err != nil {
		return err
	}
	current, target, err := p.GetVersions(ctx)
	switch {
	case err != nil:
		return fmt.Errorf("storage: schema: %w", err)
	case current < target:
		return fmt.Errorf("storage: the database has schema %d and this program needs %d; run: convenant migrate", current, target)
	case current > target:
		return newer(current, target)
	}
	return nil
}

func newer(current, target int64) error {
	return fmt.Errorf("storage: the database has schema %d, newer than this program's %d; use a newer convenant", current, target)
}

// dateMigrations gives the migrations from a version on the moment of this register's clock. The library that applies
// them reads the machine's.
func (r *Register) dateMigrations(ctx context.Context, from int64) error {
	if from == 1 {
		from = 0 // the row with which the library begins its table
	}
	if _, err := r.write.ExecContext(ctx, "UPDATE goose_db_version SET tstamp = $1 WHERE version_id >= $2", r.now().Format("2006-01-02 15:04:05"), from); err != nil {
		return fmt.Errorf("storage: migrate: %w", err)
	}
	return nil
}

package storage

// The schema of the database: brought up to date by an operator, and only looked at when a register is opened.

import (
	"context"
	"fmt"

	"github.com/pressly/goose/v3"
)

// Migrate brings the schema up to date.
func (r *Register) Migrate(ctx context.Context) error {
	p, err := r.provider()
	if err != nil {
		return err
	}
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
		return fmt.Errorf("storage: the database has schema %d, newer than this program's %d; use a newer convenant", current, target)
	}
	return nil
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

package storage

// Reading over what holds all convenanten together: the checkpoint chains, and the full-text index.

import (
	"context"
	"fmt"
	"hash/maphash"
	"slices"
)

// checkpoints checks the chains over all heads: that they are whole, and that every checkpoint has its fact and its
// announcement.
func (a *audit) checkpoints(ctx context.Context) error {
	var last checkpointRow
	ends := map[int]checkpointRow{}
	err := each(ctx, a.tx, `SELECT i.keten, i.nummer, i.convenant AS id, i.stand, i.hoofd, i.mededelingen, i.mededelingenhoofd, i.bekeken, i.hash,
			coalesce(c.id, '') AS bestaat, coalesce(f.hash, '') AS feit, coalesce(m.hash, '') AS mededeling
		FROM ijkpunt i LEFT JOIN convenant c ON c.id = i.convenant LEFT JOIN feit f ON f.convenant = i.convenant AND f.nummer = i.stand
			LEFT JOIN mededeling m ON m.convenant = i.convenant AND m.nummer = i.mededelingen
		ORDER BY i.keten, i.nummer`, func(row checkpointRow) error {
		if row.Chain != last.Chain {
			last = checkpointRow{Chain: row.Chain}
		}
		switch {
		case row.Chain != chainOf(row.ID):
			return faultIn("ijkpunt", row.String(), "stands in another chain than that of %s", row.ID)
		case row.Number != last.Number+1:
			return faultIn("ijkpunt", last.next(), "is missing")
		case checkpointHash(last.Hash, row.head) != row.Hash:
			return faultIn("ijkpunt", row.String(), "its row and the hash before it do not give its hash")
		}
		if err := row.covers(a.covered[row.ID]); err != nil {
			return err
		}
		a.covered[row.ID] = row.head
		last, ends[row.Chain] = row, row
		return nil
	})
	if err != nil {
		return err
	}
	return a.chainEnds(ctx, ends)
}

// checkpointRow is a checkpoint with the hashes of the fact and the announcement that it is about.
type checkpointRow struct {
	Chain  int `db:"keten"`
	Number int `db:"nummer"`
	head
	Hash   string `db:"hash"`
	Exists string `db:"bestaat"`
	Fact   string `db:"feit"`
	Paper  string `db:"mededeling"`
}

// covers checks what a checkpoint says of a convenant, of which an earlier one said something before.
func (c checkpointRow) covers(before head) error {
	looked := c.Stand == before.Stand && c.Head == before.Head && before.Stand > 0 // at the calendar: no fact was added
	switch {
	case c.Exists == "":
		return faultIn("convenant", c.ID, "is gone: checkpoint %s says that it had fact %d", c, c.Stand)
	case !looked && c.Stand != before.Stand+1:
		return faultIn("ijkpunt", c.String(), "is of fact %d of %s and comes after that of fact %d", c.Stand, c.ID, before.Stand)
	case c.Papers < before.Papers || c.Seen < before.Seen:
		return faultIn("ijkpunt", c.String(), "goes back behind the one before it of %s", c.ID)
	case c.Fact == "":
		return faultIn("feit", factRow(c.ID, c.Stand), "is missing: checkpoint %s says that it was there", c)
	case c.Fact != c.Head:
		return faultIn("feit", factRow(c.ID, c.Stand), "has another hash than checkpoint %s says", c)
	case c.Paper == "" && c.Papers > 0:
		return faultIn("mededeling", factRow(c.ID, c.Papers), "is missing: checkpoint %s says that it was there", c)
	case c.Paper != c.PapersHead:
		return faultIn("mededeling", factRow(c.ID, c.Papers), "has another hash than checkpoint %s says", c)
	}
	return nil
}

// String names the row by its key.
func (c checkpointRow) String() string { return fmt.Sprintf("keten %d nummer %d", c.Chain, c.Number) }

func (c checkpointRow) next() string {
	c.Number++
	return c.String()
}

// chainRow says where a chain ends.
type chainRow struct {
	Chain  int    `db:"keten"`
	Number int    `db:"nummer"`
	Hash   string `db:"hash"`
}

// chainEnds compares the rows that say where the chains end with where they do.
func (a *audit) chainEnds(ctx context.Context, ends map[int]checkpointRow) error {
	var rows []chainRow
	if err := a.tx.SelectContext(ctx, &rows, "SELECT keten, nummer, hash FROM keten ORDER BY keten"); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	for _, row := range rows {
		end, ok := ends[row.Chain]
		switch {
		case !ok && row.Number > 0 && row.Hash != "" && row.Chain >= 0 && row.Chain < chains:
			return faultIn("ijkpunt", checkpointRow{Chain: row.Chain}.next(), "is missing")
		case row.Number == end.Number && row.Hash == end.Hash:
		case row.Number > end.Number && row.Hash != end.Hash && ok:
			return faultIn("ijkpunt", end.next(), "is missing")
		default:
			return faultIn("keten", fmt.Sprint(row.Chain), "says that it ends at %d · %.8s, and it ends at %d · %.8s", row.Number, row.Hash, end.Number, end.Hash)
		}
	}
	for chain := range chains {
		if !slices.ContainsFunc(rows, func(row chainRow) bool { return row.Chain == chain }) {
			return faultIn("keten", fmt.Sprint(chain), "is gone")
		}
	}
	return nil
}

// strays finds rows of a convenant that is not there.
func (a *audit) strays(ctx context.Context) error {
	for _, table := range []string{"feit", "persoonsgegeven", "tijdlijn", "termijn", "herinnering", "aandacht", "overleg", "partij", "mededeling"} {
		var ids []string
		if err := a.tx.SelectContext(ctx, &ids, "SELECT DISTINCT convenant FROM "+table+" WHERE convenant NOT IN (SELECT id FROM convenant) ORDER BY convenant"); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		if len(ids) > 0 {
			return faultIn(table, ids[0], "is of a convenant that is not there")
		}
	}
	return nil
}

// indexed is by how many words a convenant is to be found, and the sum of their hashes: equal sets have equal sums. The
// hash is another one each time, so that nobody can look for words that give the same sum.
type indexed struct {
	id    string
	words int
	sum   uint64
}

func (i indexed) with(seed maphash.Seed, word string) indexed {
	i.words++
	i.sum += maphash.String(seed, word)
	return i
}

func (a *audit) wordsOf(id string, words []string) indexed {
	i := indexed{id: id}
	for _, w := range words {
		i = i.with(a.seed, w)
	}
	return i
}

// index checks that the full-text index finds every convenant by its words, and by no others. An index has no rows of its
// own to read: it is asked for every word that it has, as a search does.
func (a *audit) index(ctx context.Context) error {
	var words []string
	if err := a.tx.SelectContext(ctx, &words, a.dialect.words()); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	found := map[int64]indexed{}
	for _, word := range words {
		var orders []int64
		if err := a.tx.SelectContext(ctx, &orders, a.dialect.having(), a.dialect.asking([]string{word})); err != nil {
			return fmt.Errorf("storage: %w", err)
		}
		for _, order := range orders {
			found[order] = found[order].with(a.seed, word)
		}
	}
	for order, want := range a.indexed {
		got := found[order]
		if got.words == want.words && got.sum == want.sum {
			delete(found, order)
			continue
		}
		for other, f := range found {
			if _, taken := a.indexed[other]; !taken && got.words == 0 && f.words == want.words && f.sum == want.sum {
				return faultIn("convenant", want.id, "its volgorde is %d, and it is found as %d", order, other)
			}
		}
		return faultIn("zoek", fmt.Sprint(order), "%s is found by other words than it has", want.id)
	}
	for order := range found {
		return faultIn("zoek", fmt.Sprint(order), "no convenant is to be found there")
	}
	return nil
}

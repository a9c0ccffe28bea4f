package storage

import (
	"context"
	"sync/atomic"
	"testing"
)

func draw(t *testing.T, r *Register, who string, window int64, limit, block int) int {
	t.Helper()
	n, err := r.Draw(context.Background(), who, window, limit, block)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAnAllowanceIsDrawnInBlocks(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		for _, want := range []int{4, 4, 2, 0, 0} {
			if got := draw(t, r, "token-1", 7, 10, 4); got != want {
				t.Errorf("drew %d, want %d", got, want)
			}
		}
		if got := draw(t, r, "token-2", 7, 10, 4); got != 4 {
			t.Errorf("another drew %d, though it has an allowance of its own", got)
		}
		if got := draw(t, r, "token-1", 8, 10, 4); got != 4 {
			t.Errorf("in the next window %d were drawn", got)
		}
		if got := draw(t, r, "token-1", 8, 2, 4); got != 0 {
			t.Errorf("with an allowance that was made smaller %d were drawn", got)
		}
		sound(t, r)
	})
}

// Instances on one database give no more together than one would.
func TestTwoRegistersTogetherGiveNoMoreThanThereIs(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		const limit = 600
		registers := []*Register{r, second(t, r)}
		var given atomic.Int64
		atOnce(30, func(i int) {
			n, err := registers[i%2].Draw(context.Background(), "token-1", 7, limit, 35)
			if err != nil {
				t.Error(err)
			}
			given.Add(int64(n))
		})
		if given.Load() != limit {
			t.Errorf("%d were given of %d", given.Load(), limit)
		}
	})
}

func TestWindowsThatAreOverAreForgotten(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		for window := range int64(20) {
			draw(t, r, "token-1", window, 10, 4)
			draw(t, r, "token-2", window, 10, 4)
		}
		if n := one[int](t, r, "SELECT count(*) FROM tempo"); n != 4 {
			t.Errorf("%d rows are left, of the last two windows there are 4", n)
		}
	})
}

func TestTokensHaveANameToBeRecognisedBy(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		p, err := r.AddToken(ctx, Asked("een token"), Grant{Role: RoleOperator})
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"zaaksysteem", "zaaksysteem van de Regio"} {
			if err := r.NameToken(ctx, p.ID, name); err != nil {
				t.Fatal(err)
			}
			if names, err := r.TokenNames(ctx); err != nil || len(names) != 1 || names[p.ID] != name {
				t.Errorf("%v %v, not %s", names, err, name)
			}
		}
	})
}

func TestAPingIsAnswered(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		if err := r.Ping(context.Background()); err != nil {
			t.Fatal(err)
		}
		for _, p := range r.Pools() {
			if p.Open == 0 || p.InUse != 0 {
				t.Errorf("a pool that was just asked is %+v", p)
			}
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		if r.Ping(context.Background()) == nil {
			t.Error("a database that was closed answers")
		}
	})
}

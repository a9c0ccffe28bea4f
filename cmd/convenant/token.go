package main

// Tokens: how programs are known to the API. A token is shown once, when it is made; the register keeps its SHA-256.

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"convenant/cmd/internal/clock"
	"convenant/cmd/internal/secret"
	"convenant/storage"
	"convenant/workflow"
)

// tokenPrefix lets people and scanners recognise a token wherever one turns up.
const tokenPrefix = "convenant_"

const tokenUsage = `Usage:
  convenant token create -rol ROL [-partij ID] [-dagen N] [-naam WORDS]
  convenant token list
  convenant token revoke ID
`

func runToken(ctx context.Context, args []string, s streams) error {
	return choose(ctx, args, s, tokenUsage, map[string]func(context.Context, []string, streams) error{
		"create": createToken, "list": listTokens, "revoke": revokeToken,
	})
}

func roleNames() string {
	var names []string
	for _, r := range storage.Roles {
		names = append(names, string(r))
	}
	return strings.Join(names, ", ")
}

// createToken makes a token, prints it, and forgets it.
func createToken(ctx context.Context, args []string, s streams) error {
	f := flag.NewFlagSet("token create", flag.ContinueOnError)
	role := f.String("rol", "", "what it is for: "+roleNames())
	party := f.String("partij", "", "with -rol partij: the short name of the Partij")
	days := f.Int("dagen", 365, "after how many days it expires; 0 is never")
	name := f.String("naam", "", "what it is for, to recognise it in the list; name a program, not a person")
	if _, err := parse(f, args, 0, s); err != nil {
		return err
	}
	grant, err := grantOf(*role, *party, *days)
	if err != nil {
		return err
	}
	if err := checkName(*name); err != nil {
		return err
	}
	word, _, err := secret.New(rand.Reader)
	if err != nil {
		return err
	}
	token := tokenPrefix + word
	return withRegister(ctx, func(r *storage.Register) error {
		if err := warnOfUnknown(ctx, r, *party, s); err != nil {
			return err
		}
		p, err := r.AddToken(ctx, secret.Hash(token), grant)
		if err != nil {
			return err
		}
		if *name != "" {
			if err := r.NameToken(ctx, p.ID, *name); err != nil {
				return errors.Join(err, r.Revoke(ctx, p.ID))
			}
		}
		if err := r.Log(ctx, storage.LogEntry{Action: "token-maken", Object: p.ID, Result: string(p.Role)}); err != nil {
			return errors.Join(err, r.Revoke(ctx, p.ID))
		}
		fmt.Fprintln(s.out, token)
		fmt.Fprintf(s.err, "Keep it safe: it is not shown again. Its id is %s; it %s.\n", p.ID, expiry(p.Expires))
		return nil
	})
}

// warnOfUnknown tells who makes a token for a Partij that no convenant has: it may be misspelt, or not be there yet.
func warnOfUnknown(ctx context.Context, r *storage.Register, party string, s streams) error {
	if party == "" {
		return nil
	}
	today, err := clock.Today(time.Now())
	if err != nil {
		return err
	}
	page, err := r.ListInvolving(ctx, party, storage.Filter{On: today, Limit: 1})
	if err == nil && len(page.Rows) == 0 {
		fmt.Fprintf(s.err, "Mind: no convenant in this register has a Partij %s; as long as that is so, the token shows nothing. Is the short name right?\n", party)
	}
	return err
}

func expiry(at time.Time) string {
	if at.IsZero() {
		return "never expires"
	}
	return "expires on " + at.UTC().Format("2006-01-02 15:04 UTC")
}

func grantOf(role, party string, days int) (storage.Grant, error) {
	g := storage.Grant{Role: storage.Role(role), Party: party}
	const most = 3650
	switch {
	case role == "":
		return g, fmt.Errorf("-rol is needed; the roles are %s", roleNames())
	case !slices.Contains(storage.Roles, g.Role):
		return g, fmt.Errorf("there is no role %q; the roles are %s", role, roleNames())
	case g.Role == storage.RoleParty && party == "":
		return g, errors.New("-rol partij needs -partij with the short name of the Partij, as hilversum")
	case g.Role != storage.RoleParty && party != "":
		return g, errors.New("-partij goes with -rol partij only")
	case party != "" && !workflow.MayBeParty(party):
		return g, fmt.Errorf("%q is no short name of a Partij: small letters, digits and hyphens, at most 40, and no role", party)
	case days < 0 || days > most:
		return g, fmt.Errorf("-dagen %d: give a number from 1 to %d, or 0 for a token that never expires", days, most)
	case days > 0:
		g.Expires = time.Now().AddDate(0, 0, days)
	}
	return g, nil
}

// listTokens lists the tokens that were made, without what would let anyone in.
func listTokens(ctx context.Context, args []string, s streams) error {
	if _, err := parse(flag.NewFlagSet("token list", flag.ContinueOnError), args, 0, s); err != nil {
		return err
	}
	return withRegister(ctx, func(r *storage.Register) error {
		principals, err := r.Principals(ctx)
		if err != nil {
			return err
		}
		names, err := r.TokenNames(ctx)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
		for _, p := range principals {
			if p.Person != "" {
				continue
			}
			state := expiry(p.Expires)
			if !p.Expires.IsZero() && !time.Now().Before(p.Expires) {
				state = "ended on " + p.Expires.UTC().Format("2006-01-02 15:04 UTC")
			}
			fmt.Fprintln(w, strings.TrimRight(strings.Join([]string{p.ID, string(p.Role), orDash(p.Party), state, names[p.ID]}, "\t"), "\t"))
		}
		return w.Flush()
	})
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// revokeToken ends a token now.
func revokeToken(ctx context.Context, args []string, s streams) error {
	rest, err := parse(flag.NewFlagSet("token revoke ID", flag.ContinueOnError), args, 1, s)
	if err != nil {
		return err
	}
	return withRegister(ctx, func(r *storage.Register) error {
		err := r.Revoke(ctx, rest[0])
		if errors.Is(err, storage.ErrNoPrincipal) {
			return fmt.Errorf("there is no token with id %s; see: convenant token list", rest[0])
		}
		if err == nil {
			fmt.Fprintf(s.out, "%s is revoked.\n", rest[0])
		}
		return err
	})
}

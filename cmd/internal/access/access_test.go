package access

import (
	"testing"

	"convenant/storage"
	"convenant/workflow"
)

func principal(role storage.Role, party string) storage.Principal {
	return storage.Principal{ID: "id-" + string(role), Grant: storage.Grant{Role: role, Party: party}}
}

// A role that is added must be argued for here: until then it may do nothing.
func TestEveryRoleIsDecidedOn(t *testing.T) {
	for _, role := range storage.Roles {
		if _, ok := granted[role]; !ok {
			t.Errorf("nothing is said of role %s", role)
		}
	}
	stranger := principal("bezoeker", "")
	for _, a := range ofConvenanten {
		if May(stranger, a) == nil {
			t.Errorf("a role that does not exist may %s", a)
		}
	}
	if _, all := OnlyInvolving(stranger); all {
		t.Error("a role that does not exist sees everything")
	}
}

func TestAPartijSeesItsOwnPapersAndThoseForAll(t *testing.T) {
	for _, c := range []struct {
		role   storage.Role
		party  string
		to     string
		wanted bool
	}{
		{storage.RoleParty, "laren", "laren", true},
		{storage.RoleParty, "laren", "", true},
		{storage.RoleParty, "laren", "huizen", false},
		{storage.RoleSecretariat, "", "huizen", true},
		{storage.RoleAlderman, "", "huizen", true},
		{storage.RoleOperator, "", "huizen", false},
	} {
		if got := SeesPaper(principal(c.role, c.party), workflow.Paper{To: c.to}); got != c.wanted {
			t.Errorf("%s %s sees a paper to %q: %t", c.role, c.party, c.to, got)
		}
	}
	skipped := workflow.Paper{To: "laren", Skipped: true}
	if SeesPaper(principal(storage.RoleParty, "laren"), skipped) || !SeesPaper(principal(storage.RoleSecretariat, ""), skipped) {
		t.Error("what was never sent is seen by whom it was for, or not by the secretariaat")
	}
}

func TestNobodyEntersAnActAsSomebodyElse(t *testing.T) {
	laren := principal(storage.RoleParty, "laren")
	for by, wanted := range map[string]bool{"": true, "laren": true, "huizen": false, workflow.Secretariat: false, "kalender": false} {
		act, refusal := Enter(laren, workflow.Act{By: by})
		if act.By != "laren" || act.RecordedBy != laren.ID {
			t.Errorf("door %q: it is judged as %+v", by, act)
		}
		if (refusal == nil) != wanted || refusal != nil && refusal.Code != workflow.NotEntitled {
			t.Errorf("door %q: %v", by, refusal)
		}
	}
}

package web

// The Partijen of a convenant that is drawn up: those of the template, organisations that are known from other
// convenanten, and new ones by name.

import (
	"cmp"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"convenant/workflow"
)

// partyChoice is who can be chosen, and who is.
type partyChoice struct {
	Chosen, Known []draftParty // who is chosen, and who can be besides
	More          int          // how many are known besides those
	Groups        []string     // that were thought of before
	New           *field       // new ones, a line each

	posted bool     // somebody has chosen; else it is as the template has it
	gone   []string // who was chosen, and is not known any more
	all    []draftParty
}

// draftParty is a Partij to choose.
type draftParty struct {
	ID, Name, Group string
	Chosen          bool

	own workflow.Value // as the template has it
}

// mostOffered is how many organisations are shown; one that is not shown can be written down.
const mostOffered = 400

// The fields of Partijen.
const (
	chosenField   = "partij" // who is chosen
	groupPrefix   = "groep:" // before a short name: the group of that Partij
	partiesField  = "partijen"
	partiesChosen = "partijen-gekozen" // somebody was asked, also when nobody was chosen
)

// layOutParties asks who take part.
func (v *visit) layOutParties(f *draftForm) error {
	known, err := v.web.Register.Organisations(v.ctx(), "", "", math.MaxInt)
	if err != nil {
		return err
	}
	c := &f.Parties
	c.posted = f.typed.Has(partiesChosen)
	for _, own := range f.template.Parties {
		c.add(f.typed, draftParty{ID: own.Get("id").Text, Name: own.Get("naam").Text, Group: own.Get("groep").Text, Chosen: true, own: own})
	}
	for _, o := range known {
		if c.row(o.ID) == nil {
			c.add(f.typed, draftParty{ID: o.ID, Name: o.Name})
		}
	}
	for _, id := range f.typed[chosenField] {
		if c.posted && c.row(id) == nil {
			c.gone = append(c.gone, id)
		}
	}
	for _, row := range c.all {
		switch {
		case row.Chosen:
			c.Chosen = append(c.Chosen, row)
		case len(c.Known) < mostOffered:
			c.Known = append(c.Known, row)
		default:
			c.More++
		}
		if row.Group != "" && !slices.Contains(c.Groups, row.Group) {
			c.Groups = append(c.Groups, row.Group)
		}
	}
	c.New = f.ask(field{Name: partiesField, Label: "Andere Partijen", Form: manyLines, Optional: true, Bare: true,
		Help: "Op elke regel één naam, zoals Gemeente Hilversum. Hoort een Partij bij een groep? Zet die erachter, na een puntkomma: Gemeente Hilversum; Gemeenten."})
	return nil
}

// add adds somebody, chosen or not as was typed.
func (c *partyChoice) add(typed url.Values, row draftParty) {
	if c.posted {
		row.Chosen = slices.Contains(typed[chosenField], row.ID)
	}
	if group, given := typed[groupPrefix+row.ID]; given {
		row.Group = strings.Join(strings.Fields(group[0]), " ")
	}
	c.all = append(c.all, row)
}

// row finds somebody by their short name, and named by their name.
func (c *partyChoice) row(id string) *draftParty {
	return c.find(func(r draftParty) bool { return r.ID == id })
}

func (c *partyChoice) named(name string) *draftParty {
	return c.find(func(r draftParty) bool { return strings.EqualFold(r.Name, name) })
}

func (c *partyChoice) find(is func(draftParty) bool) *draftParty {
	if i := slices.IndexFunc(c.all, is); i >= 0 {
		return &c.all[i]
	}
	return nil
}

// picks are those who are chosen, to be named in a term.
func (c *partyChoice) picks() []pick {
	var list []pick
	for _, row := range c.Chosen {
		list = append(list, pick{Value: row.ID, Words: row.Name})
	}
	return list
}

// carryOver takes out of what was typed who comes with the template before. Where somebody changed who takes part, those go
// along as names that are written down.
func (c *partyChoice) carryOver(typed url.Values) {
	var own, lines, others []string
	for _, row := range c.Chosen {
		own = append(own, row.ID)
	}
	chosen := typed[chosenField]
	changed := !slices.Equal(own, chosen)
	for _, id := range chosen {
		row := c.row(id)
		if row == nil || !row.own.IsPresent() {
			others = append(others, id)
			continue
		}
		lines = append(lines, strings.TrimSuffix(row.Name+"; "+typed.Get(groupPrefix+id), "; "))
	}
	for _, id := range own {
		typed.Del(groupPrefix + id)
	}
	if !changed {
		typed.Del(chosenField)
		typed.Del(partiesChosen)
		return
	}
	typed[chosenField] = others
	typed.Set(partiesField, strings.TrimSpace(strings.Join(lines, "\n")+"\n"+typed.Get(partiesField)))
}

// parties are the Partijen as the gegevens have them; absent when they are those of the template.
func (f *draftForm) parties() workflow.Value {
	c := &f.Parties
	added := partiesTyped(c.New.Value)
	same := len(added) == 0 && len(c.Chosen) == len(f.template.Parties)
	list, names, taken := workflow.Value{Kind: workflow.ListValue}, []string{}, map[string]string{}
	var groups []string
	take := func(row draftParty) {
		row.Group = asWrittenBefore(row.Group, &groups)
		names, taken[row.ID] = append(names, row.Name), row.Name
		list.List = append(list.List, row.value())
	}
	for _, row := range c.Chosen {
		same = same && row.own.IsPresent() && row.Group == row.own.Get("groep").Text
		take(row)
	}
	for _, row := range added {
		if known := c.named(row.Name); known != nil {
			row.ID, row.own, row.Group = known.ID, known.own, cmp.Or(row.Group, known.Group)
		} else {
			row.ID = freeShortName(row.Name, taken)
		}
		take(row)
	}
	switch twice := repeated(names); {
	case len(c.gone) > 0:
		f.wrong(partiesField, "Niet meer bekend in het register: "+inARow(c.gone)+". Schrijf de naam hieronder op.")
	case len(twice) > 0:
		f.wrong(partiesField, inARow(twice)+" "+verb(len(twice), "staat", "staan")+" er meer dan één keer.")
	case len(names) == 0:
		f.lacking(c.New, "Kies de Partijen, of schrijf ze hieronder op.")
	}
	if same || len(names) == 0 {
		return workflow.Value{}
	}
	return list
}

// asWrittenBefore gives a group in the letters in which another Partij has it: those who write it otherwise mean the same.
func asWrittenBefore(group string, groups *[]string) string {
	if i := slices.IndexFunc(*groups, func(g string) bool { return strings.EqualFold(g, group) }); i >= 0 {
		return (*groups)[i]
	}
	*groups = append(*groups, group)
	return group
}

// value is a Partij as the gegevens have it, with what the template knows of it besides.
func (r draftParty) value() workflow.Value {
	v := r.own
	if !v.IsPresent() {
		v = workflow.ObjectOf(workflow.Field{Name: "id", Value: workflow.TextOf(r.ID)}, workflow.Field{Name: "naam", Value: workflow.TextOf(r.Name)})
	}
	if r.Group == "" {
		return without(v, "groep")
	}
	return v.With("groep", workflow.TextOf(r.Group))
}

// partiesTyped gives the Partijen that were written down, a line each: a name, and after a semicolon or a tab a group.
func partiesTyped(typed string) []draftParty {
	var list []draftParty
	for _, line := range namesTyped(strings.ReplaceAll(typed, "\t", "; ")) {
		name, group, _ := strings.Cut(line, ";")
		if name = strings.TrimSpace(name); name != "" {
			list = append(list, draftParty{Name: name, Group: strings.TrimSpace(group)})
		}
	}
	return list
}

// namesTyped gives the names that were typed, a line each.
func namesTyped(typed string) []string {
	var names []string
	for line := range strings.Lines(typed) {
		if name := strings.Join(strings.Fields(line), " "); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// repeated gives what stands in a list more than once.
func repeated(names []string) []string {
	var twice []string
	for i, name := range names {
		same := func(other string) bool { return strings.EqualFold(other, name) }
		if slices.ContainsFunc(names[:i], same) && !slices.ContainsFunc(twice, same) {
			twice = append(twice, name)
		}
	}
	return twice
}

// freeShortName makes a short name of a name that nobody of another name has.
func freeShortName(name string, taken map[string]string) string {
	short := shortName(name)
	for id, n := short, 2; ; n++ {
		if other := taken[id]; other == "" || other == name {
			return id
		}
		id = short + "-" + strconv.Itoa(n)
	}
}

// mostShort leaves room for a number within the length of a short name.
const mostShort = 36

// shortName makes a short name of a name: "Gemeente Gooise Meren" is gooise-meren.
func shortName(name string) string {
	plain := strings.Map(func(c rune) rune {
		switch {
		case unicode.Is(unicode.Mn, c):
			return -1
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			return c
		}
		return ' '
	}, norm.NFKD.String(strings.ToLower(name)))
	short := strings.Join(strings.Fields(strings.TrimPrefix(plain, "gemeente ")), "-")
	return strings.Trim(short[:min(len(short), mostShort)], "-")
}

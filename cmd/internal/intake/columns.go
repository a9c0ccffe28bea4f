package intake

// The columns of a spreadsheet. What they mean to a secretary stands in templates/import/LEESMIJ.md; a test holds the
// two together.

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The columns that say something of a convenant: the same on all its rows, or filled in on one of them.
const (
	colReference = "kenmerk"
	colName      = "convenant"
	colTemplate  = "sjabloon"
	colDrafted   = "opgesteld"
	colBody      = "overleg"
	colAdopted   = "vastgesteld"
	colEntry     = "ingangsdatum"
	colDuration  = "looptijd"
	colNotice    = "opzegtermijn"
	colRenewal   = "verlenging"
	colRenewedBy = "verlengduur"
)

// The columns that say something of one Partij in it.
const (
	colParty     = "partij"
	colID        = "korte naam"
	colGroup     = "groep"
	colSpeaker   = "vertegenwoordiger"
	colCapacity  = "hoedanigheid"
	colSigned    = "ondertekend"
	colHow       = "wijze"
	colRenewed   = "verlengd"
	colNotified  = "opgezegd"
	colLastDay   = "laatste dag"
	colContact   = "contactpersoon"
	colFunction  = "functie"
	colEmail     = "e-mail"
	colContact2  = "contactpersoon 2"
	colFunction2 = "functie 2"
	colEmail2    = "e-mail 2"
)

var (
	ofConvenant = []string{colReference, colName, colTemplate, colDrafted, colBody, colAdopted, colEntry, colDuration, colNotice, colRenewal, colRenewedBy}
	ofParty     = []string{colParty, colID, colGroup, colSpeaker, colCapacity, colSigned, colHow, colRenewed, colNotified, colLastDay,
		colContact, colFunction, colEmail, colContact2, colFunction2, colEmail2}
	required = []string{colReference, colName, colParty}
)

// places finds the columns by their headings. A heading that begins with # is the secretary's own.
func (s *sheet) places() (map[string]int, error) {
	at := map[string]int{}
	var faults []string
	for i, heading := range s.headings {
		name := strings.Join(strings.Fields(strings.ToLower(heading)), " ")
		switch _, twice := at[name]; {
		case name == "" || name[0] == '#':
		case twice:
			faults = append(faults, fmt.Sprintf("Er zijn twee kolommen met de kop ‘%s’.", heading))
		case !slices.Contains(ofConvenant, name) && !slices.Contains(ofParty, name):
			faults = append(faults, fmt.Sprintf("Kolom %d heeft de kop ‘%s’, en die kent het programma niet.", i+1, heading))
		default:
			at[name] = i
		}
	}
	for _, name := range required {
		if _, ok := at[name]; !ok {
			faults = append(faults, fmt.Sprintf("Er is geen kolom met de kop ‘%s’.", name))
		}
	}
	if faults == nil {
		return at, nil
	}
	return nil, fmt.Errorf("de koppen op de eerste regel kloppen niet.\n%s\n%s", strings.Join(faults, "\n"), aboutHeadings())
}

// aboutHeadings tells which headings there are, and where it stands what they mean.
func aboutHeadings() string {
	return "Kies uit: " + strings.Join(slices.Concat(ofConvenant, ofParty), ", ") +
		". Een kolom met een kop die met # begint, wordt overgeslagen. Tussen de koppen staat een puntkomma, een komma of een tab." +
		" Wat er in elke kolom hoort, staat in import/LEESMIJ.md; dat bestand krijgt u met: convenant sjablonen -kopie MAP"
}

// The longest short name that a Partij can have.
const maxID = 40

// shortName makes the short name of a Partij from its name: Gemeente Hilversum is hilversum.
func shortName(name string) string {
	plain := strings.TrimPrefix(strings.ToLower(norm.NFD.String(name)), "gemeente ")
	var b strings.Builder
	for _, c := range plain {
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			b.WriteRune(c)
		case unicode.Is(unicode.Mn, c): // the accent of the letter before it
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	id := b.String()
	return strings.Trim(id[:min(len(id), maxID)], "-")
}

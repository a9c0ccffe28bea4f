package storage

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
)

// drafted records a convenant of Partijen, given as short name and name in turns.
func drafted(t *testing.T, r *Register, parties ...string) string {
	t.Helper()
	list := ""
	for i := 0; i < len(parties); i += 2 {
		list += fmt.Sprintf(`,{"id":"%s","naam":"%s"}`, parties[i], parties[i+1])
	}
	out, err := r.Draft(context.Background(), Key{}, deciding(act(t, `{"handeling":"opstellen","gegevens":{"sjabloon":"algemeen","naam":"Convenant","partijen":[%s]}}`, list[1:]), day("2024-01-01")))
	if err != nil || out.Refusal != nil {
		t.Fatal(err, out.Refusal)
	}
	return out.ID
}

func TestOrganisations(t *testing.T) {
	everywhere(t, func(t *testing.T, r *Register) {
		ctx := context.Background()
		if list, err := r.Organisations(ctx, "", "", 10); err != nil || len(list) != 0 {
			t.Errorf("of nothing: %v %v", list, err)
		}
		drafted(t, r, "hilversum", "Gemeente Hilversum", "ggz", "GGz Centraal")
		drafted(t, r, "hilversum", "Gemeente Hilversum", "regio", "de Regio", "eemnes", "gemeente Eemnes")
		last := drafted(t, r, "hilversum", "Hilversum", "friesland", "Súdwest-Fryslân")
		record(t, r, last, "2024-01-02", `{"handeling":"partij-hernoemen","gegevens":{"partij":"hilversum","naam":"Gemeente Hilversum-Stad"}}`)
		removed := drafted(t, r, "regio", "de Regio", "weg", "Niemand")
		record(t, r, removed, "2024-01-02", `{"handeling":"partij-toevoegen","gegevens":{"id":"ggz","naam":"GGz Centraal"}}`)
		record(t, r, removed, "2024-01-02", `{"handeling":"partij-verwijderen","gegevens":{"partij":"weg"}}`)
		regio, eemnes, ggz := Organisation{"regio", "de Regio", 2}, Organisation{"eemnes", "gemeente Eemnes", 1}, Organisation{"ggz", "GGz Centraal", 2}
		hilversum, friesland := Organisation{"hilversum", "Gemeente Hilversum-Stad", 3}, Organisation{"friesland", "Súdwest-Fryslân", 1}
		all := []Organisation{regio, eemnes, hilversum, ggz, friesland}
		for words, want := range map[string][]Organisation{
			"": all, "GEMEENTE": {eemnes, hilversum}, " stad ": {hilversum}, "sudwest-frysl": {friesland}, "FRIES": {friesland}, "ggz": {ggz}, "%": nil, "niemand": nil,
		} {
			for _, most := range []int{1, 2, 10} {
				var got []Organisation
				for after := ""; ; after = got[len(got)-1].ID {
					list, err := r.Organisations(ctx, words, after, most)
					if err != nil || len(list) > most {
						t.Fatal(list, err)
					}
					if len(list) == 0 {
						break
					}
					got = append(got, list...)
				}
				if !slices.Equal(got, want) {
					t.Errorf("%q, %d on a page: %v instead of %v", words, most, got, want)
				}
			}
		}
		if _, err := r.Organisations(ctx, "", "weg", 10); !errors.Is(err, ErrCursor) {
			t.Errorf("after one that is not there: %v", err)
		}
		for _, want := range all {
			if got, err := r.Organisation(ctx, want.ID); err != nil || got != want {
				t.Errorf("%v instead of %v; %v", got, want, err)
			}
		}
		if _, err := r.Organisation(ctx, "weg"); !errors.Is(err, ErrUnknown) {
			t.Errorf("one that is not there: %v", err)
		}
		sound(t, r)
	})
}

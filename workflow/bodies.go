package workflow

// Names of meetings and bodies stand in sentences with their article: het college, de Stuurgroep.

import "strings"

var (
	deBodies  = []string{"groep", "raad", "commissie", "vergadering", "directie", "kamer", "tafel"}
	hetBodies = []string{"overleg", "college", "bestuur", "team", "comité", "platform", "netwerk", "verband", "bureau", "presidium"}
)

// TheBody names a meeting or body with its article. The first or else the last word tells which; a name that tells
// nothing is quoted: het orgaan “Zorg Vooruit”.
func TheBody(name string) string {
	words := strings.Fields(strings.ToLower(name))
	if len(words) == 0 || words[0] == "de" || words[0] == "het" {
		return name
	}
	for _, word := range []string{words[0], words[len(words)-1]} {
		switch {
		case endsWith(word, hetBodies):
			return "het " + name
		case endsWith(word, deBodies):
			return "de " + name
		}
	}
	return "het orgaan “" + name + "”"
}

func endsWith(word string, endings []string) bool {
	for _, e := range endings {
		if strings.HasSuffix(word, e) {
			return true
		}
	}
	return false
}

// capital begins a sentence with what TheBody gives.
func capital(s string) string {
	for _, article := range [][2]string{{"de ", "De "}, {"het ", "Het "}} {
		if rest, ok := strings.CutPrefix(s, article[0]); ok {
			return article[1] + rest
		}
	}
	return s
}

package intake

// In which way the bytes of a spreadsheet are letters. Wrong letters would stay in the register for good, so that a file
// of which this is not certain is refused.

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

const saveAsUTF8 = "Bewaar het rekenblad als “CSV UTF-8”."

// decoded gives the text of the file. Excel saves UTF-8 only when it is asked to, and else as Windows does.
func decoded(src []byte) (text, note string, err error) {
	switch {
	case bytes.HasPrefix(src, []byte("\xff\xfe")) || bytes.HasPrefix(src, []byte("\xfe\xff")) || bytes.IndexByte(src, 0) >= 0:
		return "", "", fmt.Errorf("dit is geen CSV die hier te lezen is. %s", saveAsUTF8)
	case utf8.Valid(src):
		text = strings.TrimPrefix(string(src), "\ufeff")
		if at := strings.IndexFunc(text, lost); at >= 0 {
			return "", "", fmt.Errorf("op regel %d staat een teken dat geen letter meer is: het bestand is eerder verkeerd omgezet. Ga terug naar het rekenblad zelf, kijk of de namen daar goed staan, en bewaar het als “CSV UTF-8”", lineOf(text[:at]))
		}
		return text, "", nil
	}
	if at := notWindows(src); at >= 0 {
		return "", "", fmt.Errorf("op regel %d staat een teken dat niet met zekerheid te lezen is: het bestand is geen UTF-8 en ook niet wat Windows bewaart, maar bijvoorbeeld van een oude Mac. %s", lineOf(string(src[:at])), saveAsUTF8)
	}
	text, err = charmap.Windows1252.NewDecoder().String(string(src))
	return text, "Het bestand is geen UTF-8 en is gelezen zoals Windows het bewaart. Kijk of namen met é, ë of ï goed staan.", err
}

// lost reports what is left of a letter that was read in another encoding than it was written in.
func lost(c rune) bool { return c == utf8.RuneError || c >= 0x80 && c < 0xa0 }

func lineOf(before string) int { return 1 + strings.Count(before, "\n") }

// notWindows finds a byte that Dutch does not have as Windows writes it, or gives -1. The bytes 0x80 to 0x9f are marks
// there, beside a few letters that Dutch lacks; on an old Mac and in DOS they are é, ë and ï, and stand in words.
func notWindows(src []byte) int {
	const (
		marks      = "€‚„…‘’“”•–—™‹›"
		afterWords = "…’”–—™›"
	)
	for i, b := range src {
		if b < 0x80 || b > 0x9f {
			continue
		}
		c := charmap.Windows1252.DecodeByte(b)
		inWord := i > 0 && unicode.IsLetter(charmap.Windows1252.DecodeByte(src[i-1]))
		if !strings.ContainsRune(marks, c) || inWord && !strings.ContainsRune(afterWords, c) {
			return i
		}
	}
	return -1
}

package workflow

// Files that a fact refers to: what was sent along, and the scan of a letter.

// Files lists the names of the files that a fact refers to, as they were given: the SHA-256 of one that is kept, or any
// other name.
func (f *Fact) Files() []string {
	files := append([]string(nil), f.Attachments...)
	if f.Kind == RegisterLetter {
		if name := f.Data.Get("bijlage").Text; name != "" {
			files = append(files, name)
		}
	}
	if f.Replacement != nil {
		files = append(files, f.Replacement.Files()...)
	}
	return files
}

// Files lists the files that an act refers to, as Fact.Files does, also when the act would be refused.
func (a Act) Files() []string {
	files := append([]string(nil), a.Attachments...)
	for _, data := range []Value{a.Data, a.Data.Get("vervanging").Get("gegevens")} {
		if a.Kind != RegisterLetter && a.Kind != Correct {
			break
		}
		if name := data.Get("bijlage").Text; name != "" {
			files = append(files, name)
		}
	}
	return files
}

// LetterOf names the Partij whose letter a fact is about, or is "" when it is about no letter of one Partij.
func (f *Fact) LetterOf() string {
	switch {
	case f.Kind == RegisterLetter, f.Kind == GiveNotice, f.Kind == Renew:
		return f.Data.Get("partij").Text
	case f.Replacement != nil:
		return f.Replacement.LetterOf()
	}
	return ""
}

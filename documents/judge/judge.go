// Package judge tells what keeps a PDF from being one for the archive and for everybody who reads with their ears: PDF/A-2a
// (ISO 19005-2) and PDF/UA-1 (ISO 14289-1, by the conditions of the Matterhorn Protocol 1.1 that a machine can check). It
// reads a file from outside, with a library that the writer of our papers does not use, so that a mistake of the one is not
// a mistake of the other.
//
// It judges what our papers are made of: text in embedded TrueType fonts, lines, areas, images, links, fields and bookmarks.
// What it does not know, it does not let pass: that is a finding of its own ("own known"). So these conditions of Matterhorn
// have no check here: other kinds of fonts and their maps (31-001 to 31-003, 31-006 to 31-008, 31-012, 31-013, 31-017 to
// 31-026), Ruby and Warichu (09-007, 09-008), annotations of other kinds (28-014 to 28-018). What the archive forbids whole is
// not judged in parts: layers (20), files (21), XFA (25), encryption (26). A person must see whether words are well chosen and
// every heading is one.
package judge

import (
	"fmt"
	"slices"
)

// Finding is one thing that is wrong.
type Finding struct {
	Check string // the id of the check
	Where string // a page, an object or a path in the structure
	Words string // what is wrong there
}

func (f Finding) String() string {
	return fmt.Sprintf("%s: %s: %s", f.Check, f.Where, f.Words)
}

// Check is one condition that a file must meet.
type Check struct {
	ID      string // "UA 14-003" is a condition of Matterhorn 1.1; "A …" a clause of ISO 19005-2, "PDF …" of ISO 32000-1; "own …" what we ask beyond those
	Clause  string // where it comes from
	Asserts string // what holds when nothing is found

	look func(*file, found)
}

// found takes a finding of the check that is looked at.
type found func(where, words string, args ...any)

// Checks gives every check, in the order in which they are looked at.
func Checks() []Check {
	return slices.Concat(outside(), inside())
}

// outside gives the checks that look at bytes, and need no file that can be read.
func outside() []Check {
	return fileChecks()
}

// inside gives the checks that look at what is in the file.
func inside() []Check {
	return slices.Concat(objectChecks(), catalogChecks(), metadataChecks(), graphicsChecks(), contentChecks(), fontChecks(),
		structureChecks(), nestingChecks(), languageChecks(), annotationChecks(), outlineChecks())
}

// mostFindings is how many findings of one check are told; a file without tags would have thousands.
const mostFindings = 20

// Judge gives what is wrong with a PDF; nothing is wrong with one that has no findings. It fails on a file that cannot be
// read, and then gives what can be seen of its bytes.
func Judge(pdf []byte) ([]Finding, error) {
	f := &file{bytes: pdf}
	findings := f.judge(outside())
	if err := f.read(); err != nil {
		return findings, fmt.Errorf("judge: the file cannot be read: %w", err)
	}
	return append(findings, f.judge(inside())...), nil
}

func (f *file) judge(checks []Check) []Finding {
	var findings []Finding
	for _, c := range checks {
		count := 0
		c.look(f, func(where, words string, args ...any) {
			if count++; count <= mostFindings {
				findings = append(findings, Finding{c.ID, where, fmt.Sprintf(words, args...)})
			}
		})
		if more := count - mostFindings; more > 0 {
			findings = append(findings, Finding{c.ID, "the file", fmt.Sprintf("and %d more", more)})
		}
	}
	return findings
}

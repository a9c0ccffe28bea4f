package judge

// What lies over the pages: links, and the fields of signatures (ISO 14289-1, 7.18; ISO 19005-2, 6.3 to 6.5).

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// annotation is one on a page.
type annotation struct {
	page   *page
	object int // 0: it stands in the page itself
	dict   types.Dict
	kind   string
}

func (a annotation) String() string {
	return fmt.Sprintf("%s, %s, object %d", a.page, a.kind, a.object)
}

func (f *file) annotations() (list []annotation) {
	for _, p := range f.pages {
		for _, o := range f.array(p.dict["Annots"]) {
			dict := f.dict(o)
			list = append(list, annotation{p, number(o), dict, f.name(dict["Subtype"])})
		}
	}
	return list
}

// elementOf gives the element that an annotation belongs to.
func (f *file) elementOf(a annotation) *element {
	if elements := f.tree.objects[a.object]; a.object != 0 && len(elements) > 0 {
		return elements[0]
	}
	return nil
}

func annotationChecks() []Check {
	return []Check{
		{"A 6.3.1 kinds", "ISO 19005-2, 6.3.1", "no annotation plays sound or film, or is of an unknown kind", lookAtAnnotationKinds},
		{"A 6.3.2 flags", "ISO 19005-2, 6.3.2", "annotations are printed, and none is hidden", lookAtFlags},
		{"A 6.3.3 appearance", "ISO 19005-2, 6.3.3", "an annotation that shows something brings how it looks", lookAtAppearance},
		{"A 6.5.1 actions", "ISO 19005-2, 6.5.1", "actions only lead somewhere", lookAtActions},
		{"A 6.5.2 triggers", "ISO 19005-2, 6.4.1 and 6.5.2", "nothing happens by itself", lookAtTriggers},
		{"UA 28-002", "ISO 14289-1, 7.18.1", "an annotation that is no link or field stands in an Annot", lookAtAnnots},
		{"UA 28-004", "ISO 14289-1, 7.18.1", "an annotation that is no link or field is described", lookAtAnnotWords},
		{"UA 28-005", "ISO 14289-1, 7.18.1", "a field is described", lookAtFieldWords},
		{"UA 28-007", "ISO 14289-1, 7.18.2", "there is no TrapNet", lookAtTrapNets},
		{"UA 28-008", "ISO 14289-1, 7.18.3", "a page with annotations says in which order one goes through them", lookAtTabs},
		{"UA 28-009", "ISO 14289-1, 7.18.3", "that order is the one of the structure", lookAtTabOrder},
		{"UA 28-010", "ISO 14289-1, 7.18.4", "a field stands in a Form", lookAtWidgets},
		{"UA 28-011", "ISO 14289-1, 7.18.5", "a link stands in a Link", lookAtLinkElements},
		{"UA 28-012", "ISO 14289-1, 7.18.5", "a link says where it leads", lookAtLinkWords},
		{"own link-targets", "ours", "a link leads to an address or a page that can be followed", lookAtTargets},
		{"own link-areas", "ours", "a link has an area on its page", lookAtAreas},
		{"own link-looks", "ours", "a link has no look of its own: the page draws it, and no reader puts a frame around it", lookAtLooks},
		{"own link-texts", "ours", "a Link holds words, and the annotations to follow", lookAtLinkContents},
	}
}

// allowedAnnotations are those of ISO 32000-1, less what ISO 19005-2 forbids.
var allowedAnnotations = strings.Fields(`Text Link FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut
	Stamp Caret Ink Popup FileAttachment Widget PrinterMark TrapNet Watermark Redact`)

// eachAnnotation makes a check of what must hold of each annotation.
func eachAnnotation(look func(*file, annotation, func(words string, args ...any))) func(*file, found) {
	return func(f *file, found found) {
		for _, a := range f.annotations() {
			look(f, a, func(words string, args ...any) { found(a.String(), words, args...) })
		}
	}
}

func lookAtAnnotationKinds(f *file, found found) {
	eachAnnotation(func(f *file, a annotation, found func(string, ...any)) {
		if !slices.Contains(allowedAnnotations, a.kind) {
			found("the kind %q", a.kind)
		}
	})(f, found)
}

const (
	flagInvisible    = 1 << 0
	flagHidden       = 1 << 1
	flagPrint        = 1 << 2
	flagNoView       = 1 << 5
	flagToggleNoView = 1 << 8
)

func lookAtFlags(f *file, found found) {
	eachAnnotation(func(f *file, a annotation, found func(string, ...any)) {
		flags, ok := f.integer(a.dict["F"])
		if a.kind != "Popup" && !ok || ok && (flags&flagPrint == 0 || flags&(flagInvisible|flagHidden|flagNoView|flagToggleNoView) != 0) {
			found("F is %d", flags)
		}
	})(f, found)
}

func lookAtAppearance(f *file, found found) {
	eachAnnotation(func(f *file, a annotation, found func(string, ...any)) {
		r, _ := f.rectangle(a.dict["Rect"])
		looks := f.dict(a.dict["AP"])
		if looks == nil {
			if a.kind != "Link" && a.kind != "Popup" && (r.right > r.left || r.top > r.bottom) {
				found("no appearance")
			}
			return
		}
		if _, isStream := f.object(looks["N"]).(types.StreamDict); len(looks) != 1 || !isStream {
			found("its appearance is not one stream N")
		}
	})(f, found)
}

// allowedActions are those that only lead somewhere.
var (
	allowedActions = []string{"GoTo", "GoToR", "GoToE", "Thread", "URI", "Named", "SubmitForm"}
	allowedNamed   = []string{"NextPage", "PrevPage", "FirstPage", "LastPage"}
)

func lookAtActions(f *file, found found) {
	look := func(where string, o types.Object) {
		for depth := 0; f.dict(o) != nil && depth < mostNesting; depth++ {
			action := f.dict(o)
			kind := f.name(action["S"])
			if !slices.Contains(allowedActions, kind) || kind == "Named" && !slices.Contains(allowedNamed, f.name(action["N"])) {
				found(where, "the action %s %s", kind, f.name(action["N"]))
			}
			o = action["Next"]
		}
	}
	if f.array(f.catalog["OpenAction"]) == nil {
		look("the catalog", f.catalog["OpenAction"])
	}
	f.every(func(where string, dict types.Dict) {
		if f.name(dict["Type"]) != "StructElem" { // where A holds attributes
			if _, isAction := f.dict(dict["A"])["S"]; isAction {
				look(where, dict["A"])
			}
		}
		if f.name(dict["S"]) == "JavaScript" || dict["JS"] != nil {
			found(where, "JavaScript")
		}
	})
}

func lookAtTriggers(f *file, found found) {
	f.every(func(where string, dict types.Dict) {
		if dict["AA"] != nil {
			found(where, "AA")
		}
	})
	for _, a := range f.annotations() {
		if a.kind == "Widget" && a.dict["A"] != nil {
			found(a.String(), "a field with an action")
		}
	}
}

// plain tells whether an annotation is no link and no field, and is seen.
func (a annotation) plain() bool {
	return !slices.Contains([]string{"Link", "Widget", "Popup", "PrinterMark"}, a.kind)
}

func (f *file) roleAround(a annotation) string {
	if e := f.elementOf(a); e != nil {
		return e.standard
	}
	return "no element"
}

func lookAtAnnots(f *file, found found) {
	eachAnnotation(func(f *file, a annotation, found func(string, ...any)) {
		if role := f.roleAround(a); a.plain() && role != "Annot" {
			found("stands in %s", role)
		}
	})(f, found)
}

func (f *file) says(dict types.Dict, key string) bool {
	words, _ := f.text(dict[key])
	return strings.TrimSpace(words) != ""
}

func lookAtAnnotWords(f *file, found found) {
	eachAnnotation(func(f *file, a annotation, found func(string, ...any)) {
		e := f.elementOf(a)
		if a.plain() && !f.says(a.dict, "Contents") && (e == nil || !f.says(e.dict, "Alt")) {
			found("neither Contents, nor an element around it with Alt")
		}
	})(f, found)
}

func lookAtFieldWords(f *file, found found) {
	eachAnnotation(func(f *file, a annotation, found func(string, ...any)) {
		e := f.elementOf(a)
		if a.kind == "Widget" && !f.says(a.dict, "TU") && !f.says(f.dict(a.dict["Parent"]), "TU") && (e == nil || !f.says(e.dict, "Alt")) {
			found("neither TU, nor an element around it with Alt")
		}
	})(f, found)
}

func lookAtTrapNets(f *file, found found) {
	eachAnnotation(func(f *file, a annotation, found func(string, ...any)) {
		if a.kind == "TrapNet" {
			found("a TrapNet")
		}
	})(f, found)
}

func lookAtTabs(f *file, found found) {
	for _, p := range f.pages {
		if len(f.array(p.dict["Annots"])) > 0 && p.dict["Tabs"] == nil {
			found(p.String(), "annotations, and no Tabs")
		}
	}
}

func lookAtTabOrder(f *file, found found) {
	for _, p := range f.pages {
		if tabs := f.name(p.dict["Tabs"]); len(f.array(p.dict["Annots"])) > 0 && p.dict["Tabs"] != nil && tabs != "S" {
			found(p.String(), "Tabs is %s", tabs)
		}
	}
}

func lookAtWidgets(f *file, found found) {
	eachAnnotation(func(f *file, a annotation, found func(string, ...any)) {
		if role := f.roleAround(a); a.kind == "Widget" && role != "Form" {
			found("stands in %s", role)
		}
	})(f, found)
}

func lookAtLinkElements(f *file, found found) {
	eachAnnotation(func(f *file, a annotation, found func(string, ...any)) {
		if role := f.roleAround(a); a.kind == "Link" && role != "Link" {
			found("stands in %s", role)
		}
	})(f, found)
}

func lookAtLinkWords(f *file, found found) {
	eachAnnotation(func(f *file, a annotation, found func(string, ...any)) {
		if a.kind == "Link" && !f.says(a.dict, "Contents") {
			found("no Contents")
		}
	})(f, found)
}

func lookAtTargets(f *file, found found) {
	eachAnnotation(func(f *file, a annotation, found func(string, ...any)) {
		if a.kind != "Link" {
			return
		}
		action := f.dict(a.dict["A"])
		switch dest := a.dict["Dest"]; {
		case dest != nil && !f.leadsToPage(dest):
			found("leads to no page")
		case dest == nil && f.name(action["S"]) == "GoTo" && !f.leadsToPage(action["D"]):
			found("leads to no page")
		case dest == nil && f.name(action["S"]) == "URI" && !f.isAddress(action["URI"]):
			found("leads to no address")
		case dest == nil && action == nil:
			found("leads nowhere")
		}
	})(f, found)
}

// leadsToPage tells whether a destination is a page of the file.
func (f *file) leadsToPage(o types.Object) bool {
	list := f.array(o)
	return len(list) >= 2 && f.pageOf(list[0]) != nil
}

func (f *file) isAddress(o types.Object) bool {
	b, ok := f.stringBytes(o)
	u, err := url.Parse(string(b))
	if !ok || err != nil {
		return false
	}
	switch u.Scheme {
	case "http", "https":
		return u.Host != ""
	case "mailto", "tel":
		return u.Opaque != ""
	}
	return false
}

func lookAtAreas(f *file, found found) {
	eachAnnotation(func(f *file, a annotation, found func(string, ...any)) {
		if a.kind != "Link" {
			return
		}
		media, _ := f.rectangle(a.page.entry("MediaBox"))
		area, ok := f.rectangle(a.dict["Rect"])
		if !ok || area.empty() || !area.within(media) {
			found("its area %v is not on the page", area)
			return
		}
		corners := f.numbersOf(a.dict["QuadPoints"])
		if len(corners)%8 != 0 {
			found("QuadPoints has %d numbers", len(corners))
		}
		for i := 0; i+1 < len(corners); i += 2 {
			if !(rectangle{corners[i], corners[i+1], corners[i], corners[i+1]}).within(area) {
				found("QuadPoints reaches out of its area")
			}
		}
	})(f, found)
}

func lookAtLooks(f *file, found found) {
	eachAnnotation(func(f *file, a annotation, found func(string, ...any)) {
		if a.kind != "Link" {
			return
		}
		for _, key := range []string{"C", "IC", "AP"} {
			if a.dict[key] != nil {
				found("%s", key)
			}
		}
		if w := f.frame(a); w != 0 {
			found("a frame %g wide", w)
		}
	})(f, found)
}

// frame gives how wide a frame readers draw around an annotation (ISO 32000-1, 12.5.4).
func (f *file) frame(a annotation) float64 {
	if style := f.dict(a.dict["BS"]); style != nil {
		if w, ok := f.float(style["W"]); ok {
			return w
		}
		return 1
	}
	if border := f.numbersOf(a.dict["Border"]); len(border) >= 3 {
		return border[2]
	}
	return 1
}

func lookAtLinkContents(f *file, found found) {
	f.eachOf(func(e *element) {
		annotations := 0
		for _, k := range e.kids {
			if k.object != 0 {
				annotations++
			}
		}
		if annotations == 0 || strings.TrimSpace(f.wordsOf(e)) == "" {
			found(e.path, "holds %d annotations and the words %q", annotations, f.wordsOf(e))
		}
	}, "Link")
}

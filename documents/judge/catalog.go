package judge

// What a file says of itself as a whole, and what it may not bring (ISO 19005-2, 6.2.3 and 6.4 to 6.11; ISO 14289-1, 7.1).

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

func catalogChecks() []Check {
	return []Check{
		{"A 6.7.2.2 marked", "ISO 19005-2, 6.7.2.2; ISO 14289-1, 6.2", "the file says that it is tagged", lookAtMarked},
		{"UA 07-001", "ISO 14289-1, 7.1", "the file says whether its title is shown", lookAtDisplay},
		{"UA 07-002", "ISO 14289-1, 7.1", "the title is shown", lookAtTitleShown},
		{"A 6.2.3 intent", "ISO 19005-2, 6.2.3", "the file says what its colours mean: one output intent, with its profile", lookAtIntents},
		{"A 6.2.3 profile", "ISO 19005-2, 6.2.3", "the profile is a sound one, of a monitor or printer, in red, green and blue", lookAtProfile},
		{"A 6.1.12 permissions", "ISO 19005-2, 6.1.12", "nothing is permitted or forbidden but by a signature", lookAtPermissions},
		{"A 6.4.1 appearances", "ISO 19005-2, 6.4.1", "no reader makes up how fields look", lookAtNeedAppearances},
		{"A 6.4.2 xfa", "ISO 19005-2, 6.4.2; ISO 14289-1, 7.15", "there is no form in XML", lookAtXFA},
		{"A 6.8 files", "ISO 19005-2, 6.8; ISO 14289-1, 7.11", "no file lies in the file", lookAtEmbeddedFiles},
		{"A 6.9 layers", "ISO 19005-2, 6.9; ISO 14289-1, 7.10", "no content is optional", lookAtLayers},
		{"A 6.10 presentations", "ISO 19005-2, 6.10", "pages are there to be read, not to be presented", lookAtPresentations},
		{"A 6.11 requirements", "ISO 19005-2, 6.11", "the file asks nothing of its reader", lookAtRequirements},
		{"own known", "ours", "the file is made of what is judged here", lookAtUnknown},
	}
}

func lookAtMarked(f *file, found found) {
	if !f.isTrue(f.dict(f.catalog["MarkInfo"])["Marked"]) {
		found("the catalog", "MarkInfo has no Marked that is true")
	}
}

func lookAtDisplay(f *file, found found) {
	if f.dict(f.catalog["ViewerPreferences"])["DisplayDocTitle"] == nil {
		found("the catalog", "no DisplayDocTitle")
	}
}

func lookAtTitleShown(f *file, found found) {
	if shown := f.dict(f.catalog["ViewerPreferences"])["DisplayDocTitle"]; shown != nil && !f.isTrue(shown) {
		found("the catalog", "DisplayDocTitle is false")
	}
}

// intents gives the output intents for the archive.
func (f *file) intents() (list []types.Dict) {
	for _, o := range f.array(f.catalog["OutputIntents"]) {
		if dict := f.dict(o); f.name(dict["S"]) == "GTS_PDFA1" {
			list = append(list, dict)
		}
	}
	return list
}

func lookAtIntents(f *file, found found) {
	list := f.intents()
	if len(list) != 1 {
		found("the catalog", "%d output intents for the archive", len(list))
	}
	for _, intent := range list {
		if condition, _ := f.text(intent["OutputConditionIdentifier"]); condition == "" {
			found("the output intent", "no OutputConditionIdentifier")
		}
		if intent["DestOutputProfileRef"] != nil {
			found("the output intent", "a profile that lies elsewhere")
		}
		if _, isStream := f.object(intent["DestOutputProfile"]).(types.StreamDict); !isStream {
			found("the output intent", "no profile")
		}
	}
}

// profileHead is the length of what stands before the tags of a profile (ICC.1:2001, 6.1).
const profileHead = 128

func lookAtProfile(f *file, found found) {
	for _, intent := range f.intents() {
		o := intent["DestOutputProfile"]
		where := fmt.Sprintf("profile, object %d", number(o))
		profile := f.streams[number(o)]
		if components, _ := f.integer(f.dict(o)["N"]); components != 3 {
			found(where, "N is %d", components)
		}
		if fault := profileFault(profile); fault != "" {
			found(where, "%s", fault)
		}
	}
}

// profileFault tells what is wrong with a colour profile; nothing is with "".
func profileFault(p []byte) string {
	if len(p) < profileHead+4 {
		return "is too short"
	}
	if size := binary.BigEndian.Uint32(p); int(size) != len(p) {
		return fmt.Sprintf("says that it has %d bytes, of %d", size, len(p))
	}
	class, space, white, signature := string(p[12:16]), string(p[16:20]), string(p[20:24]), string(p[36:40])
	switch {
	case p[8] < 2 || p[8] > 4:
		return fmt.Sprintf("is of version %d", p[8])
	case class != "mntr" && class != "prtr":
		return fmt.Sprintf("is of the class %q", class)
	case space != "RGB " || white != "XYZ " && white != "Lab ":
		return fmt.Sprintf("leads from %q to %q", space, white)
	case signature != "acsp":
		return "is not signed acsp"
	}
	return profileTagFault(p)
}

var profileTags = []string{"desc", "cprt", "wtpt", "rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC"}

func profileTagFault(p []byte) string {
	var tags []string
	for i := range int(binary.BigEndian.Uint32(p[profileHead:])) {
		at := profileHead + 4 + 12*i
		if at+12 > len(p) {
			return "its tags are cut off"
		}
		offset, size := binary.BigEndian.Uint32(p[at+4:]), binary.BigEndian.Uint32(p[at+8:])
		if uint64(offset)+uint64(size) > uint64(len(p)) || offset%4 != 0 {
			return fmt.Sprintf("its tag %q is not in it", p[at:at+4])
		}
		tags = append(tags, string(p[at:at+4]))
	}
	for _, tag := range profileTags {
		if !slices.Contains(tags, tag) {
			return fmt.Sprintf("has no tag %q", tag)
		}
	}
	return ""
}

func lookAtPermissions(f *file, found found) {
	for _, key := range sortedKeys(f.dict(f.catalog["Perms"])) {
		if key != "DocMDP" && key != "UR3" {
			found("the catalog", "the permission %s", key)
		}
	}
}

func lookAtNeedAppearances(f *file, found found) {
	if f.isTrue(f.dict(f.catalog["AcroForm"])["NeedAppearances"]) {
		found("AcroForm", "NeedAppearances is true")
	}
}

func lookAtXFA(f *file, found found) {
	if f.dict(f.catalog["AcroForm"])["XFA"] != nil {
		found("AcroForm", "XFA")
	}
	if f.catalog["NeedsRendering"] != nil {
		found("the catalog", "NeedsRendering")
	}
}

func lookAtEmbeddedFiles(f *file, found found) {
	if f.dict(f.catalog["Names"])["EmbeddedFiles"] != nil || f.catalog["AF"] != nil || f.catalog["Collection"] != nil {
		found("the catalog", "files")
	}
	f.every(func(where string, dict types.Dict) {
		if dict["EF"] != nil || f.name(dict["Type"]) == "EmbeddedFile" {
			found(where, "a file")
		}
	})
}

func lookAtLayers(f *file, found found) {
	if f.catalog["OCProperties"] != nil {
		found("the catalog", "OCProperties")
	}
	f.every(func(where string, dict types.Dict) {
		if kind := f.name(dict["Type"]); kind == "OCG" || kind == "OCMD" {
			found(where, "optional content")
		}
	})
}

func lookAtPresentations(f *file, found found) {
	if f.dict(f.catalog["Names"])["AlternatePresentations"] != nil {
		found("the catalog", "AlternatePresentations")
	}
	for _, p := range f.pages {
		if p.dict["PresSteps"] != nil {
			found(p.String(), "PresSteps")
		}
	}
}

func lookAtRequirements(f *file, found found) {
	if f.catalog["Requirements"] != nil {
		found("the catalog", "Requirements")
	}
}

// judgedAnnotations are those whose rules are here.
var judgedAnnotations = []string{"Link", "Widget", "Popup"}

// lookAtUnknown names what the other checks do not look into, so that nothing passes because nobody looked.
func lookAtUnknown(f *file, found found) {
	for _, n := range f.fonts {
		if !n.known {
			found(n.String(), "is no composite font with TrueType outlines and Identity-H")
		}
	}
	for _, a := range f.annotations() {
		if !slices.Contains(judgedAnnotations, a.kind) {
			found(a.String(), "an annotation of this kind")
		}
	}
	for _, s := range f.drawn {
		for _, i := range s.items {
			if i.kind == textItem && f.fonts[i.font] == nil {
				found(s.where, "text in a font that no reference leads to")
			}
		}
	}
	f.eachState(func(where string, state types.Dict) {
		if state["Font"] != nil {
			found(where, "a font")
		}
	})
	for _, e := range f.tree.all {
		if slices.Contains([]string{"Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP"}, e.standard) {
			found(e.path, "this role")
		}
	}
	for _, n := range f.numbers() {
		f.lookAtUnknownObject(n, found)
	}
	f.each(func(where string, o types.Object) {
		if space, _ := o.(types.Array); len(space) > 1 && slices.Contains(unjudgedSpaces, f.name(space[0])) {
			found(where, "the colour space %s", f.name(space[0]))
		}
	})
}

// judgedFilters are those of images and other streams whose rules are here.
var judgedFilters = []string{"FlateDecode", "DCTDecode", "ASCIIHexDecode", "ASCII85Decode", "LZWDecode"}

func (f *file) lookAtUnknownObject(n int, found found) {
	dict := f.dict(f.objects[n])
	for _, filter := range f.namesOf(dict["Filter"]) {
		if !slices.Contains(judgedFilters, filter) {
			found(object(n), "the filter %s", filter)
		}
	}
	if f.name(dict["Type"]) == "Metadata" && n != number(f.catalog["Metadata"]) {
		found(object(n), "metadata of a part")
	}
	if dict["PatternType"] != nil || dict["ShadingType"] != nil || dict["HalftoneType"] != nil {
		found(object(n), "a pattern, shading or halftone")
	}
}

var unjudgedSpaces = []string{"Separation", "DeviceN", "Pattern", "Lab", "CalGray", "CalRGB"}

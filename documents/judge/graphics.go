package judge

// Colours, images and states of drawing (ISO 19005-2, 6.2.4 to 6.2.10): a paper looks the same on every device, in every
// century.

import (
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

var deviceSpaces = []string{"DeviceGray", "DeviceRGB", "DeviceCMYK", "G", "RGB", "CMYK"}

func graphicsChecks() []Check {
	return []Check{
		{"A 6.2.4.3 colours", "ISO 19005-2, 6.2.4.3", "colours of a device are ones that the output intent covers", lookAtColours},
		{"A 6.2.4.2 profiles", "ISO 19005-2, 6.2.4.2", "a colour space by a profile has a sound one", lookAtSpaceProfiles},
		{"A 6.2.5 states", "ISO 19005-2, 6.2.5", "no state of drawing has a transfer function or halftone phase", lookAtStates},
		{"A 6.2.6 intents", "ISO 19005-2, 6.2.6", "rendering intents are among the four that there are", lookAtRenderingIntents},
		{"A 6.1.10 inline", "ISO 19005-2, 6.1.10", "images within a stream are compressed by standard filters", lookAtInlineFilters},
		{"A 6.2.8 images", "ISO 19005-2, 6.2.8", "an image has no alternates, and is not smoothed by the reader", lookAtImages},
		{"A 6.2.9 forms", "ISO 19005-2, 6.2.9", "no form is in PostScript, or is replaced by something else", lookAtForms},
		{"A 6.2.10 blending", "ISO 19005-2, 6.2.10", "blend modes are among those that there are", lookAtBlending},
		{"own opaque", "ours", "nothing shines through: what is printed is what is seen", lookAtTransparency},
		{"UA 30-001", "ISO 14289-1, 7.20; ISO 19005-2, 6.2.9", "no form shows a page of another file", lookAtReferences},
		{"UA 30-002", "ISO 14289-1, 7.20", "a form with tagged content is shown once", lookAtRepeatedForms},
	}
}

// covered tells which colours of a device may be used, by the profile of the output intent.
func (f *file) covered() []string {
	for _, intent := range f.intents() {
		if profile := f.streams[number(intent["DestOutputProfile"])]; len(profile) >= profileHead {
			switch string(profile[16:20]) {
			case "RGB ":
				return []string{"DeviceGray", "DeviceRGB", "G", "RGB"}
			case "CMYK":
				return []string{"DeviceGray", "DeviceCMYK", "G", "CMYK"}
			case "GRAY":
				return []string{"DeviceGray", "G"}
			}
		}
	}
	return nil
}

// spaceOf tells which space an operator paints in.
var spaceOf = map[string]string{"g": "DeviceGray", "G": "DeviceGray", "rg": "DeviceRGB", "RG": "DeviceRGB", "k": "DeviceCMYK", "K": "DeviceCMYK"}

func lookAtColours(f *file, found found) {
	allowed := f.covered()
	look := func(where, space string) {
		if slices.Contains(deviceSpaces, space) && !slices.Contains(allowed, space) {
			found(where, "%s", space)
		}
	}
	for _, s := range f.drawn {
		for _, op := range s.operations {
			look(s.where, spaceOf[op.operator])
			switch op.operator {
			case "cs", "CS":
				f.eachSpace(s, op.operand(1), 0, func(space string) { look(s.where, space) })
			case "BI":
				f.eachSpace(s, op.image["CS"], 0, func(space string) { look(s.where, space) })
				f.eachSpace(s, op.image["ColorSpace"], 0, func(space string) { look(s.where, space) })
			}
		}
	}
	for _, n := range f.numbers() {
		dict := f.dict(f.objects[n])
		f.eachSpace(nil, dict["ColorSpace"], 0, func(space string) { look(object(n), space) })
		f.eachSpace(nil, dict["CS"], 0, func(space string) { look(object(n), space) })
	}
}

// eachSpace gives the names of a colour space and those that it is built on.
func (f *file) eachSpace(s *stream, o types.Object, depth int, visit func(string)) {
	if depth > mostNesting {
		return
	}
	switch space := f.object(o).(type) {
	case types.Name:
		if s != nil && s.resources != nil {
			if named := f.dict(s.resources["ColorSpace"])[string(space)]; named != nil {
				f.eachSpace(nil, named, depth+1, visit)
				return
			}
		}
		visit(string(space))
	case types.Array:
		for _, part := range space {
			if name := f.name(part); name != "" {
				visit(name)
			} else if f.array(part) != nil {
				f.eachSpace(nil, part, depth+1, visit)
			}
		}
	}
}

// componentsOf tells how many components colours have by the space of a profile.
var componentsOf = map[string]int{"GRAY": 1, "RGB ": 3, "Lab ": 3, "CMYK": 4}

func lookAtSpaceProfiles(f *file, found found) {
	f.each(func(where string, o types.Object) {
		space, _ := o.(types.Array)
		if len(space) != 2 || f.name(space[0]) != "ICCBased" {
			return
		}
		profile := f.streams[number(space[1])]
		components, _ := f.integer(f.dict(space[1])["N"])
		if len(profile) < profileHead || string(profile[36:40]) != "acsp" || profile[8] > 4 || componentsOf[string(profile[16:20])] != components {
			found(where, "a profile that is not sound, or of which N is not %d", components)
		}
	})
}

// eachState goes through the states of drawing that streams name.
func (f *file) eachState(visit func(where string, state types.Dict)) {
	for _, s := range f.drawn {
		states := f.dict(s.resources["ExtGState"])
		for _, name := range sortedKeys(states) {
			visit(s.where+", state "+name, f.dict(states[name]))
		}
	}
}

func lookAtStates(f *file, found found) {
	f.eachState(func(where string, state types.Dict) {
		for _, key := range []string{"TR", "HTP"} {
			if state[key] != nil {
				found(where, "%s", key)
			}
		}
		if other := state["TR2"]; other != nil && f.name(other) != "Default" {
			found(where, "TR2")
		}
	})
}

var renderingIntents = []string{"RelativeColorimetric", "AbsoluteColorimetric", "Perceptual", "Saturation"}

func lookAtRenderingIntents(f *file, found found) {
	look := func(where string, o types.Object) {
		if o != nil && !slices.Contains(renderingIntents, f.name(o)) {
			found(where, "the rendering intent %s", f.name(o))
		}
	}
	for _, s := range f.drawn {
		for _, op := range s.operations {
			switch op.operator {
			case "ri":
				look(s.where, op.operand(1))
			case "BI":
				look(s.where, op.image["Intent"])
			}
		}
	}
	f.eachState(func(where string, state types.Dict) { look(where, state["RI"]) })
	f.eachXObject("Image", func(n int, image types.Dict) { look(object(n), image["Intent"]) })
}

var inlineFilters = []string{"ASCIIHexDecode", "ASCII85Decode", "FlateDecode", "RunLengthDecode", "CCITTFaxDecode", "DCTDecode", "AHx", "A85", "Fl", "RL", "CCF", "DCT"}

// inlineImages goes through the images that stand within streams.
func (f *file) inlineImages(visit func(where string, image types.Dict)) {
	for _, s := range f.drawn {
		for _, op := range s.operations {
			if op.operator == "BI" {
				visit(s.where, op.image)
			}
		}
	}
}

func lookAtInlineFilters(f *file, found found) {
	f.inlineImages(func(where string, image types.Dict) {
		for _, filter := range append(f.namesOf(image["F"]), f.namesOf(image["Filter"])...) {
			if !slices.Contains(inlineFilters, filter) {
				found(where, "the filter %s", filter)
			}
		}
	})
}

func (f *file) eachXObject(kind string, visit func(n int, dict types.Dict)) {
	for _, n := range f.numbers() {
		if dict := f.dict(f.objects[n]); f.name(dict["Subtype"]) == kind && f.streams[n] != nil {
			visit(n, dict)
		}
	}
}

func lookAtImages(f *file, found found) {
	f.eachXObject("Image", func(n int, image types.Dict) {
		for _, key := range []string{"Alternates", "OPI"} {
			if image[key] != nil {
				found(object(n), "%s", key)
			}
		}
		if f.isTrue(image["Interpolate"]) {
			found(object(n), "Interpolate is true")
		}
		if bits, ok := f.integer(image["BitsPerComponent"]); ok && !slices.Contains([]int{1, 2, 4, 8, 16}, bits) {
			found(object(n), "%d bits for a component", bits)
		}
	})
	f.inlineImages(func(where string, image types.Dict) {
		if f.isTrue(image["I"]) || f.isTrue(image["Interpolate"]) {
			found(where, "an image within the stream is smoothed")
		}
	})
}

func lookAtForms(f *file, found found) {
	f.eachXObject("Form", func(n int, form types.Dict) {
		if form["OPI"] != nil || form["PS"] != nil || f.name(form["Subtype2"]) == "PS" {
			found(object(n), "OPI or PostScript")
		}
	})
	f.eachXObject("PS", func(n int, form types.Dict) { found(object(n), "PostScript") })
}

func lookAtReferences(f *file, found found) {
	f.eachXObject("Form", func(n int, form types.Dict) {
		if form["Ref"] != nil {
			found(object(n), "Ref")
		}
	})
}

var blendModes = []string{"Normal", "Compatible", "Multiply", "Screen", "Overlay", "Darken", "Lighten", "ColorDodge", "ColorBurn", "HardLight", "SoftLight", "Difference", "Exclusion", "Hue", "Saturation", "Color", "Luminosity"}

func lookAtBlending(f *file, found found) {
	f.eachState(func(where string, state types.Dict) {
		for _, mode := range f.namesOf(state["BM"]) {
			if !slices.Contains(blendModes, mode) {
				found(where, "the blend mode %s", mode)
			}
		}
	})
}

func lookAtTransparency(f *file, found found) {
	f.every(func(where string, dict types.Dict) {
		if mask := dict["SMask"]; mask != nil && f.name(mask) != "None" {
			found(where, "a mask")
		}
		if f.name(dict["Type"]) != "ExtGState" {
			return
		}
		for _, key := range []string{"CA", "ca"} {
			if v, ok := f.float(dict[key]); ok && v != 1 {
				found(where, "%s is %g", key, v)
			}
		}
		for _, mode := range f.namesOf(dict["BM"]) {
			if mode != "Normal" && mode != "Compatible" && slices.Contains(blendModes, mode) {
				found(where, "the blend mode %s", mode)
			}
		}
	})
}

func lookAtRepeatedForms(f *file, found found) {
	shown := map[int]int{}
	tagged := map[int]bool{}
	for _, s := range f.drawn {
		shown[s.owner]++
		for _, m := range s.marks {
			tagged[s.owner] = tagged[s.owner] || m.mcid >= 0
		}
	}
	for _, s := range f.drawn {
		if n := shown[s.owner]; n > 1 && tagged[s.owner] {
			found(s.where, "is shown %d times", n)
		}
	}
}

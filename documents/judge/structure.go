package judge

// The structure of a file (ISO 32000-1, 14.7): a tree of elements, which lay claim to marked content and annotations, and the
// ParentTree that leads from these back to the elements. Both must tell the same.

import (
	"fmt"
	"maps"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// tree is the structure.
type tree struct {
	root     types.Dict // nil: there is none
	top      []*element
	all      []*element // in the order in which they are read
	claims   map[place][]*element
	objects  map[int][]*element // which refer to an annotation or image
	parents  map[int]types.Object
	faults   []Finding // of how it is built, without their check
	byObject map[int]*element
}

// place is where a sequence of marked content stands: in the content of a page or a form, under its number.
type place struct{ owner, mcid int }

// element is an element of the structure.
type element struct {
	object   int
	dict     types.Dict
	role     string // as it is written
	standard string // as the role map has it; "" when that leads to no standard role
	circular bool
	parent   *element
	path     string
	kids     []kid
}

func (e *element) String() string { return e.path }

// kid is what an element holds: another element, marked content or an object.
type kid struct {
	element *element
	place   place
	object  int
	page    int // the object of the page where it stands
}

// elements gives the elements within one.
func (e *element) elements() (inner []*element) {
	for _, k := range e.kids {
		if k.element != nil {
			inner = append(inner, k.element)
		}
	}
	return inner
}

// content tells whether an element itself holds marked content.
func (e *element) content() bool {
	return slices.ContainsFunc(e.kids, func(k kid) bool { return k.element == nil && k.object == 0 })
}

// roles gives the standard roles of elements.
func roles(elements []*element) (names []string) {
	for _, e := range elements {
		names = append(names, e.standard)
	}
	return names
}

func (e *element) is(roles ...string) bool { return slices.Contains(roles, e.standard) }

// standardRoles are those of ISO 32000-1, 14.8.4.
var standardRoles = []string{"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct", "Private",
	"P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot",
	"Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form"}

// treeReader builds a tree.
type treeReader struct {
	f    *file
	t    *tree
	seen map[int]bool
}

func (f *file) readTree() *tree {
	t := &tree{root: f.dict(f.catalog["StructTreeRoot"]), claims: map[place][]*element{}, objects: map[int][]*element{}, parents: map[int]types.Object{}, byObject: map[int]*element{}}
	if t.root == nil {
		return t
	}
	r := &treeReader{f, t, map[int]bool{}}
	counts := map[string]int{}
	for _, o := range f.kidsOf(t.root) {
		if e := r.element(o, nil, number(f.catalog["StructTreeRoot"]), counts); e != nil {
			t.top = append(t.top, e)
		}
	}
	f.readNumbers(t.root["ParentTree"], t.parents, 0)
	return t
}

// kidsOf gives what K holds, be it one thing or several.
func (f *file) kidsOf(dict types.Dict) types.Array {
	if list, ok := f.object(dict["K"]).(types.Array); ok {
		return list
	}
	if dict["K"] == nil {
		return nil
	}
	return types.Array{dict["K"]}
}

func (r *treeReader) fault(where, words string, args ...any) {
	r.t.faults = append(r.t.faults, Finding{Where: where, Words: fmt.Sprintf(words, args...)})
}

// element reads an element and all within it; counts has how many of each role its siblings are so far.
func (r *treeReader) element(o types.Object, parent *element, above int, counts map[string]int) *element {
	n, dict := number(o), r.f.dict(o)
	e := &element{object: n, dict: dict, role: r.f.name(dict["S"]), parent: parent}
	e.path = e.role
	if counts[e.role]++; counts[e.role] > 1 {
		e.path = fmt.Sprintf("%s[%d]", e.role, counts[e.role])
	}
	if parent != nil {
		e.path = parent.path + "/" + e.path
	}
	switch {
	case dict == nil:
		r.fault(e.path, "an element that is not there")
		return nil
	case n == 0:
		r.fault(e.path, "an element that no reference leads to")
	case r.seen[n]:
		r.fault(e.path, "an element that stands in two places")
		return nil
	}
	r.seen[n] = true
	if kind := r.f.name(dict["Type"]); kind != "" && kind != "StructElem" {
		r.fault(e.path, "an element of the type %s", kind)
	}
	if e.role == "" {
		r.fault(e.path, "an element without a role")
	}
	if number(dict["P"]) != above {
		r.fault(e.path, "P does not lead to the element that it stands in")
	}
	e.standard, e.circular = r.f.standardRole(r.t, e.role)
	r.t.all = append(r.t.all, e)
	r.t.byObject[n] = e
	r.kids(e)
	return e
}

func (r *treeReader) kids(e *element) {
	counts := map[string]int{}
	page := number(e.dict["Pg"])
	for _, o := range r.f.kidsOf(e.dict) {
		if mcid, ok := r.f.integer(o); ok {
			r.claim(e, kid{place: place{page, mcid}, page: page})
			continue
		}
		dict := r.f.dict(o)
		at := page
		if own := number(dict["Pg"]); own != 0 {
			at = own
		}
		switch r.f.name(dict["Type"]) {
		case "MCR":
			owner := at
			if form := number(dict["Stm"]); form != 0 {
				owner = form
			}
			mcid, ok := r.f.integer(dict["MCID"])
			if !ok {
				r.fault(e.path, "a reference to marked content without its number")
			}
			r.claim(e, kid{place: place{owner, mcid}, page: at})
		case "OBJR":
			object := number(dict["Obj"])
			if r.f.dict(dict["Obj"]) == nil {
				r.fault(e.path, "a reference to an object that is not there")
			}
			e.kids = append(e.kids, kid{object: object, page: at})
			r.t.objects[object] = append(r.t.objects[object], e)
		default:
			if inner := r.element(o, e, e.object, counts); inner != nil {
				e.kids = append(e.kids, kid{element: inner})
			}
		}
	}
}

func (r *treeReader) claim(e *element, k kid) {
	e.kids = append(e.kids, k)
	r.t.claims[k.place] = append(r.t.claims[k.place], e)
	if r.f.pageOf(*types.NewIndirectRef(k.page, 0)) == nil {
		r.fault(e.path, "marked content %d on a page that is not there", k.place.mcid)
	}
}

// standardRole follows the role map.
func (f *file) standardRole(t *tree, role string) (standard string, circular bool) {
	roleMap := f.dict(t.root["RoleMap"])
	for range len(roleMap) + 1 {
		if slices.Contains(standardRoles, role) {
			return role, false
		}
		next := f.name(roleMap[role])
		if next == "" {
			return "", false
		}
		role = next
	}
	return "", true
}

// readNumbers reads a number tree (ISO 32000-1, 7.9.7).
func (f *file) readNumbers(o types.Object, into map[int]types.Object, depth int) {
	dict := f.dict(o)
	if dict == nil || depth > mostNesting {
		return
	}
	for _, kid := range f.array(dict["Kids"]) {
		f.readNumbers(kid, into, depth+1)
	}
	for list := f.array(dict["Nums"]); len(list) >= 2; list = list[2:] {
		if key, ok := f.integer(list[0]); ok {
			into[key] = list[1]
		}
	}
}

// owner gives the element that marked content belongs to.
func (t *tree) owner(m *mark) *element {
	if m == nil {
		return nil
	}
	if claimed := t.claims[place{m.owner, m.mcid}]; len(claimed) > 0 {
		return claimed[0]
	}
	return nil
}

func structureChecks() []Check {
	return []Check{
		{"A 6.7.3.3 tree", "ISO 19005-2, 6.7.3.3; ISO 14289-1, 7.1", "there is a structure, with elements in it", lookAtTreeRoot},
		{"PDF 14.7.2 elements", "ISO 32000-1, 14.7.2", "each element stands in one place, says in which, and holds what is there", lookAtElements},
		{"PDF 14.7.4 claimed", "ISO 32000-1, 14.7.4.2", "tagged content belongs to one element, and every element's content is there", lookAtClaims},
		{"PDF 14.7.4.4 parent-tree", "ISO 32000-1, 14.7.4.4", "the ParentTree leads from all tagged content and annotations to their elements, and from nothing else", lookAtParentTree},
		{"PDF 14.7.4.4 next-key", "ISO 32000-1, 14.7.2", "ParentTreeNextKey is greater than every key that is used", lookAtNextKey},
		{"UA 01-007", "ISO 14289-1, 7.1", "the tags are not suspect", lookAtSuspects},
		{"UA 02-001", "ISO 14289-1, 7.1; ISO 19005-2, 6.7.3.4", "every role is a standard one, or is mapped to one", lookAtRoles},
		{"UA 02-003", "ISO 14289-1, 7.1; ISO 19005-2, 6.7.3.4", "the role map does not go round", lookAtCircles},
		{"UA 02-004", "ISO 14289-1, 7.1; ISO 19005-2, 6.7.3.4", "no standard role is mapped to another", lookAtRemapping},
		{"own tag-names", "ours; ISO 32000-1, 14.7.4.2", "marked content bears the role of its element", lookAtTagNames},
	}
}

func lookAtTreeRoot(f *file, found found) {
	switch {
	case f.tree.root == nil:
		found("the catalog", "no StructTreeRoot")
	case f.name(f.tree.root["Type"]) != "StructTreeRoot":
		found("StructTreeRoot", "has the type %q", f.name(f.tree.root["Type"]))
	case len(f.tree.all) == 0:
		found("StructTreeRoot", "holds no element")
	}
}

func lookAtElements(f *file, found found) {
	for _, fault := range f.tree.faults {
		found(fault.Where, "%s", fault.Words)
	}
}

func lookAtClaims(f *file, found found) {
	there := map[place]bool{}
	f.eachMark(func(m *mark) {
		if m.mcid < 0 {
			return
		}
		at := place{m.owner, m.mcid}
		if there[at] {
			found(m.String(), "the number %d is used twice", m.mcid)
		}
		there[at] = true
		if n := len(f.tree.claims[at]); n != 1 {
			found(m.String(), "belongs to %d elements", n)
		}
	})
	for _, e := range f.tree.all {
		for _, k := range e.kids {
			if k.element == nil && k.object == 0 && !there[k.place] {
				found(e.path, "holds content %d in object %d, which is not there", k.place.mcid, k.place.owner)
			}
		}
	}
}

// numbered gives the objects whose content has a key in the ParentTree: pages and forms.
func (f *file) numbered() map[int]bool {
	owners := map[int]bool{}
	for _, s := range f.drawn {
		owners[s.owner] = true
	}
	return owners
}

func lookAtParentTree(f *file, found found) {
	used := map[int]string{} // keys, with what uses them
	use := func(where string, key int, ok bool) bool {
		if !ok {
			found(where, "has no key in the ParentTree")
			return false
		}
		if used[key] != "" {
			found(where, "has the key %d of %s", key, used[key])
		}
		used[key] = where
		return true
	}
	for _, owner := range slices.Sorted(maps.Keys(f.numbered())) {
		f.lookAtParentsOf(owner, use, found)
	}
	for _, object := range slices.Sorted(maps.Keys(f.tree.objects)) {
		where := fmt.Sprintf("object %d", object)
		key, ok := f.integer(f.dict(f.objects[object])["StructParent"])
		if !use(where, key, ok) {
			continue
		}
		if e := f.tree.byObject[number(f.tree.parents[key])]; e == nil || !slices.Contains(f.tree.objects[object], e) {
			found(where, "the ParentTree leads from key %d to %s", key, pathOf(e))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(f.tree.parents)) {
		if used[key] == "" {
			found("ParentTree", "nothing has the key %d", key)
		}
	}
}

func pathOf(e *element) string {
	if e == nil {
		return "no element"
	}
	return e.path
}

// lookAtParentsOf compares the list of a page or form in the ParentTree with what the elements claim there.
func (f *file) lookAtParentsOf(owner int, use func(string, int, bool) bool, found found) {
	where := object(owner)
	if p := f.pageOf(*types.NewIndirectRef(owner, 0)); p != nil {
		where = p.String()
	}
	claimed := map[int]*element{}
	for at, elements := range f.tree.claims {
		if at.owner == owner {
			claimed[at.mcid] = elements[0]
		}
	}
	key, ok := f.integer(f.dict(f.objects[owner])["StructParents"])
	if len(claimed) == 0 && !ok || !use(where, key, ok) {
		return
	}
	list := f.array(f.tree.parents[key])
	for mcid := range max(len(list), 1+greatest(claimed)) {
		var says *element
		if mcid < len(list) {
			says = f.tree.byObject[number(list[mcid])]
		}
		if says != claimed[mcid] {
			found(where, "content %d belongs to %s, and the ParentTree says %s", mcid, pathOf(claimed[mcid]), pathOf(says))
		}
	}
}

func greatest(claimed map[int]*element) int {
	most := -1
	for mcid := range claimed {
		most = max(most, mcid)
	}
	return most
}

func lookAtNextKey(f *file, found found) {
	next, ok := f.integer(f.tree.root["ParentTreeNextKey"])
	for key := range f.tree.parents {
		if !ok || key >= next {
			found("StructTreeRoot", "ParentTreeNextKey is %d, and %d is used", next, key)
			return
		}
	}
}

func lookAtSuspects(f *file, found found) {
	if f.isTrue(f.dict(f.catalog["MarkInfo"])["Suspects"]) {
		found("MarkInfo", "Suspects is true")
	}
}

func lookAtRoles(f *file, found found) {
	for _, e := range f.tree.all {
		if e.standard == "" && !e.circular {
			found(e.path, "%q is no standard role, and not mapped to one", e.role)
		}
	}
}

func lookAtCircles(f *file, found found) {
	for _, role := range sortedKeys(f.dict(f.tree.root["RoleMap"])) {
		if _, circular := f.standardRole(f.tree, role); circular {
			found("RoleMap", "%s is mapped round", role)
		}
	}
}

func lookAtRemapping(f *file, found found) {
	for _, role := range sortedKeys(f.dict(f.tree.root["RoleMap"])) {
		if slices.Contains(standardRoles, role) {
			found("RoleMap", "%s is mapped", role)
		}
	}
}

func lookAtTagNames(f *file, found found) {
	f.eachMark(func(m *mark) {
		if e := f.tree.owner(m); m.mcid >= 0 && e != nil && e.role != m.tag {
			found(m.String(), "belongs to %s", e.path)
		}
	})
}

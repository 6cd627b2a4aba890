package api

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"layoutmap/geo/coverage"
	"layoutmap/layers"

	"github.com/paulmach/orb"
)

// maxEdits bounds what one question may change: each edit is answered alone and together.
const maxEdits = 100

// Kinds of edit, as the answer names them.
const (
	editAdd        = "add"
	editRemove     = "remove"
	editMove       = "move"
	editAddLine    = "add-line"
	editRemoveLine = "remove-line"
)

// siteEdit is one change to the set of sites.
type siteEdit struct {
	kind string
	id   string    // of the site, or of the line
	at   orb.Point // where it comes to be
	name string    // of an added one
}

type siteEdits []siteEdit

// addInput is a site to add.
type addInput struct {
	ID   string `json:"id"`
	At   place  `json:"at"`
	Name string `json:"name"`
}

// moveInput is a site to move.
type moveInput struct {
	ID string `json:"id"`
	To place  `json:"to"`
}

func editParams() []param {
	position := map[string]any{"type": "array", "minItems": 2, "maxItems": 2, "items": map[string]any{"type": "number"}, "description": "lon, lat in degrees, CRS84"}
	text := map[string]any{"type": "string"}
	return []param{
		{name: "add", json: true, doc: "Sites to add.", schema: wordList(map[string]any{"type": "object", "required": []string{"at"},
			"properties": map[string]any{"id": text, "at": position, "name": text}})},
		{name: "remove", list: true, doc: "Ids of sites to take away; the id of one of its stops means the whole site.", schema: wordList(text)},
		{name: "move", json: true, doc: "Sites to move.", schema: wordList(map[string]any{"type": "object", "required": []string{"id", "to"},
			"properties": map[string]any{"id": text, "to": position}})},
		{name: "lines", list: true, doc: "Whole lines to add whatever their horizon, by id, or to take away, with - before the id.", schema: wordList(text)},
	}
}

// readEdits reads add, remove, move and lines, in this order.
func readEdits(in inputs, stops *layers.Layer) (siteEdits, error) {
	var out siteEdits
	var adds []addInput
	if _, err := in.into("add", &adds); err != nil {
		return nil, err
	}
	for i, a := range adds {
		at, err := a.At.point(fmt.Sprintf("add[%d].at", i))
		if err != nil {
			return nil, err
		}
		if a.ID == "" {
			a.ID = "add-" + strconv.Itoa(i+1)
		}
		if _, taken := stops.ByID(a.ID); taken {
			return nil, badParameter(fmt.Sprintf("add[%d].id", i), fmt.Sprintf("%q is the id of a stop already", a.ID))
		}
		out = append(out, siteEdit{editAdd, a.ID, at, a.Name})
	}
	removes, _, err := in.words("remove")
	if err != nil {
		return nil, err
	}
	for _, id := range removes {
		out = append(out, siteEdit{kind: editRemove, id: id})
	}
	var moves []moveInput
	if _, err := in.into("move", &moves); err != nil {
		return nil, err
	}
	for i, m := range moves {
		to, err := m.To.point(fmt.Sprintf("move[%d].to", i))
		if err != nil {
			return nil, err
		}
		out = append(out, siteEdit{kind: editMove, id: m.ID, at: to})
	}
	for i, e := range out {
		if slices.ContainsFunc(out[:i], func(b siteEdit) bool { return b.id == e.id }) {
			return nil, badParameter(e.kind, fmt.Sprintf("%q is edited twice", e.id))
		}
	}
	lines, _, err := in.words("lines")
	if err != nil {
		return nil, err
	}
	for _, id := range lines {
		e := siteEdit{kind: editAddLine, id: strings.TrimPrefix(id, "+")}
		if rest, ok := strings.CutPrefix(id, "-"); ok {
			e = siteEdit{kind: editRemoveLine, id: rest}
		}
		if !hasLine(stops, e.id) {
			return nil, badParameter("lines", fmt.Sprintf("%s has no stop of line %q", stops.ID, e.id))
		}
		out = append(out, e)
	}
	if len(out) > maxEdits {
		return nil, badParameter("add", fmt.Sprintf("%d edits are too many; at most %d in one question", len(out), maxEdits))
	}
	return out, nil
}

func hasLine(stops *layers.Layer, id string) bool {
	for f := range stops.All() {
		if f.Text("line") == id {
			return true
		}
	}
	return false
}

// has tells whether the edits hold one of a kind for an id.
func (e siteEdits) has(kind, id string) bool {
	return slices.ContainsFunc(e, func(one siteEdit) bool { return one.kind == kind && one.id == id })
}

// editWord names an edit in an answer.
type editWord struct {
	ID   string      `json:"id"`
	Edit string      `json:"edit"` // add, remove, move, add-line, remove-line
	At   *[2]float64 `json:"at"`   // lon, lat in degrees, CRS84, of what is added or moved
}

// words are the edits as an answer names them.
func (e siteEdits) words() []editWord {
	out := []editWord{}
	for _, one := range e {
		w := editWord{ID: one.id, Edit: one.kind}
		if one.kind == editAdd || one.kind == editMove {
			w.At = (*[2]float64)(&one.at)
		}
		out = append(out, w)
	}
	return out
}

// without is the edits but the one at i.
func (e siteEdits) without(i int) siteEdits { return slices.Concat(e[:i], e[i+1:]) }

// check refuses edits of sites that are not among those that count.
func (e siteEdits) check(there []coverage.Site) error {
	for _, one := range e {
		if one.kind != editRemove && one.kind != editMove {
			continue
		}
		if siteAt(there, one.id) < 0 {
			return badParameter(one.kind, fmt.Sprintf("no site that counts here is or holds %q", one.id))
		}
	}
	return nil
}

// siteAt finds the site that has an id, or a stop of that id.
func siteAt(sites []coverage.Site, id string) int {
	return slices.IndexFunc(sites, func(s coverage.Site) bool { return s.ID == id || slices.Contains(s.Members, id) })
}

// apply changes the sites; an edit of a site that is not there changes nothing.
// What has come within onePlace of another is one site with it again.
func (e siteEdits) apply(sites []coverage.Site) []coverage.Site {
	sites = slices.Clone(sites)
	changed := false
	for _, one := range e {
		i := siteAt(sites, one.id)
		switch {
		case one.kind == editAdd:
			sites = append(sites, coverage.Site{ID: one.id, At: one.at, Members: []string{one.id}})
		case one.kind == editRemove && i >= 0:
			sites = slices.Delete(sites, i, i+1)
		case one.kind == editMove && i >= 0:
			sites[i].At = one.at
		default:
			continue
		}
		changed = true
	}
	if !changed {
		return sites
	}
	stops := make([]coverage.Stop, len(sites))
	members := map[string][]string{}
	for i, s := range sites {
		stops[i] = coverage.Stop{ID: s.ID, At: s.At}
		if e.has(editAdd, s.ID) {
			stops[i].Rank = 1 // a stop that is there already names the site
		}
		members[s.ID] = s.Members
	}
	merged := coverage.MergeSites(stops, onePlace)
	for i := range merged {
		var all []string
		for _, id := range merged[i].Members {
			all = append(all, members[id]...)
		}
		slices.Sort(all)
		merged[i].Members = all
	}
	return merged
}

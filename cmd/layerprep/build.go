package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"layoutmap/geo"
)

// build holds what the layers are made from and the layers made so far.
type build struct {
	in         *inputs
	plane      plane
	clauses    []*clause
	indicators []indicator
	openOnly   bool
	layers     []*layer
	towns      []fact     // the townships as collected
	stops      []*feature // all stations, also those --open-only leaves out
	// ownStretch is what of each key road lies on no other road, in the plane.
	ownStretch map[string][]orb.LineString
	closed     map[orb.Point]bool // vertices of lines whose source terms are not open
}

// common copies what every fact has into a feature of the given layer.
func (b *build) common(layerID string, f fact) (*feature, error) {
	st, err := classify(layerID, f.str("status"))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.id, err)
	}
	prov, err := provenanceOf(f)
	if err != nil {
		return nil, err
	}
	out := &feature{
		id: f.id, geom: f.geom, prov: prov, kind: f.str("kind"), note: f.str("note"),
		status: st.status, statusNote: st.raw, horizon: st.horizon,
	}
	out.nameZH, out.nameEN = nameOf(f)
	if _, isPoint := f.geom.(orb.Point); !isPoint {
		p, err := f.at()
		if err != nil {
			return nil, err
		}
		out.label = &p
	}
	if err := b.cite(out); err != nil {
		return nil, err
	}
	return out, nil
}

// cite adds the plan's words from the table of quotations, if it has a row.
func (b *build) cite(f *feature) error {
	for _, q := range quotations {
		if q.id == f.id || strings.HasSuffix(q.id, "*") && strings.HasPrefix(f.id, strings.TrimSuffix(q.id, "*")) {
			return b.citing(f, q.passage)
		}
	}
	return nil
}

func (b *build) citing(f *feature, p passage) error {
	text, err := quote(b.clauses, p)
	if err != nil {
		return fmt.Errorf("%s: %w", f.id, err)
	}
	c, err := findClause(b.clauses, p.clause)
	if err != nil {
		return fmt.Errorf("%s: %w", f.id, err)
	}
	f.planClause, f.planText, f.planRef = p.clause, text, planRef(c)
	return nil
}

// planRef is how a person cites a clause: "第二十二章 一", "专栏 6-1", "表 6-1".
func planRef(c *clause) string {
	kind, number, _ := strings.Cut(c.ID, "-")
	switch kind {
	case "box":
		return "专栏 " + number
	case "table":
		return "表 " + number
	case "figure":
		return "图 " + number
	}
	chapter, _, _ := strings.Cut(c.Chapter, " ")
	if c.Level == 3 {
		section, _, _ := strings.Cut(c.Heading, "、")
		return chapter + " " + section
	}
	if c.Level == 2 {
		return chapter
	}
	part, _, _ := strings.Cut(c.Heading, " ")
	return part
}

// add finishes a layer: geometry rounded and wound, openness settled, open-only
// applied.
func (b *build) add(l *layer) error {
	kept := l.features[:0:0]
	for _, f := range l.features {
		g, err := tidy(f.geom)
		if err != nil {
			return fmt.Errorf("layer %s: %s: %w", l.id, f.id, err)
		}
		f.geom = g
		if err := settleLabel(f); err != nil {
			return fmt.Errorf("layer %s: %w", l.id, err)
		}
		if f.prov.open && f.prov.licence == licenceCC0 && (b.followsClosed(g) || slices.Contains(derivedFromClosed, f.id)) {
			f.prov.licence, f.prov.open = licenceClosed, false
			f.note = addNote(f.note, "part of its edge follows a line whose source terms are not open (district boundary or 潮白河)")
		}
		if b.openOnly && !f.prov.open {
			l.leftOut = append(l.leftOut, f.id)
			continue
		}
		kept = append(kept, f)
	}
	l.features = kept
	b.layers = append(b.layers, l)
	return nil
}

// derivedFromClosed are features computed from a line that is not open without
// repeating its vertices.
var derivedFromClosed = []string{
	"green-belt-east", // 1 km beside the Chaobai
}

// settleLabel rounds the label point and keeps it inside its polygon.
func settleLabel(f *feature) error {
	if f.label == nil {
		return nil
	}
	p := roundPoint(*f.label)
	f.label = &p
	switch f.geom.(type) {
	case orb.Polygon, orb.MultiPolygon:
		area, err := geo.NewArea(f.geom)
		if err != nil {
			return fmt.Errorf("%s: %w", f.id, err)
		}
		if !area.Contains(p) {
			return fmt.Errorf("%s: label point %v lies outside", f.id, p)
		}
	}
	return nil
}

// followsClosed tells whether a line or polygon copies three or more vertices
// of a line that is not open.
func (b *build) followsClosed(g orb.Geometry) bool {
	n := 0
	count := func(points []orb.Point) {
		for _, p := range points {
			if b.closed[p] {
				n++
			}
		}
	}
	switch g := g.(type) {
	case orb.LineString:
		count(g)
	case orb.Polygon:
		for _, r := range g {
			count(r)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			for _, r := range p {
				count(r)
			}
		}
	}
	return n >= 3
}

// markClosed remembers the vertices of a line that is not open.
func (b *build) markClosed(g orb.Geometry) {
	mark := func(points []orb.Point) {
		for _, p := range points {
			b.closed[roundPoint(p)] = true
		}
	}
	switch g := g.(type) {
	case orb.LineString:
		mark(g)
	case orb.Polygon:
		for _, r := range g {
			mark(r)
		}
	}
}

func addNote(note, more string) string {
	if note == "" {
		return more
	}
	return note + "; " + more
}

// find gives a built feature by id, wherever it lies; nil if --open-only left
// it out.
func (b *build) find(id string) *feature {
	for _, l := range b.layers {
		for _, f := range l.features {
			if f.id == id {
				return f
			}
		}
	}
	return nil
}

// known tells whether an id exists at all, left out or not.
func (b *build) known(id string) bool {
	if b.find(id) != nil {
		return true
	}
	return slices.ContainsFunc(b.layers, func(l *layer) bool { return slices.Contains(l.leftOut, id) })
}

func (b *build) layer(id string) *layer {
	i := slices.IndexFunc(b.layers, func(l *layer) bool { return l.id == id })
	if i < 0 {
		return nil
	}
	return b.layers[i]
}

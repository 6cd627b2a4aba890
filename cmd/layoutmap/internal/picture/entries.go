package picture

import (
	"fmt"
	"slices"
	"strings"

	"layoutmap/cmd/layoutmap/internal/style"
	"layoutmap/layers"
)

// entry is a line of the legend: a heading, or a row with its sample and badge.
type entry struct {
	heading string
	row     *Row
	title   string
	method  string  // the weakest among the row's features in view
	mixed   bool    // there are better ones, too
	within  float64 // metres, the largest expected error; 0: not stated
}

// horizonOrder tells what is reached when.
var horizonOrder = [...]string{"now", "2030", "beyond"}

func reached(from, at string) bool {
	return slices.Index(horizonOrder[:], from) <= slices.Index(horizonOrder[:], at)
}

// methodOrder is from the best to the weakest: what a mixed row shows is its weakest.
var methodOrder = [...]string{"official", "osm", "traced", "digitised", "estimate", "schematic", "unknown"}

// legendEntries lists the rows of which something is in view, by group.
func (p *Picture) legendEntries() []entry {
	var out []entry
	for _, g := range p.Legend.Groups {
		start := len(out)
		for i := range p.Legend.Rows {
			row := &p.Legend.Rows[i]
			if row.Group != g.ID || !reached(row.From, p.Horizon) {
				continue
			}
			if e, ok := p.entry(row); ok {
				out = append(out, e)
			}
		}
		if len(out) > start {
			out = slices.Insert(out, start, entry{heading: p.in(g.Title)})
		}
	}
	return append(out, p.plainEntries()...)
}

// plainEntries are those of layers that the plan's legend does not know.
func (p *Picture) plainEntries() []entry {
	var out []entry
	for _, l := range p.Layers {
		if slices.ContainsFunc(p.Legend.Rows, func(r Row) bool { return r.Collection == l.ID }) || l.ID == "layout-lines" || l.ID == "rail-lines" {
			continue
		}
		row := &Row{Key: l.ID, Collection: l.ID, Title: l.Title, From: "now"}
		row.Swatch = Swatch{Form: "line", Colour: p.Legend.Colours.Accent, Dash: "solid"}
		if strings.HasSuffix(l.Geometry, "Polygon") {
			row.Swatch = Swatch{Form: "area", Colour: p.Legend.Colours.Accent, Fill: "tint"}
		}
		if e, ok := p.entry(row); ok {
			if len(out) == 0 {
				out = append(out, entry{heading: p.words().more})
			}
			out = append(out, e)
		}
	}
	return out
}

func (p *Picture) in(t layers.Text) string {
	if p.Lang == "en" {
		return t.EN
	}
	return t.ZH
}

// entry looks at a row's features in view; false where none is drawn.
func (p *Picture) entry(row *Row) (entry, bool) {
	l := p.find(row.Collection)
	if l == nil {
		return entry{}, false
	}
	e := entry{row: row, title: p.in(row.Title)}
	worst, best, found := -1, len(methodOrder), false
	wants := p.wants(row)
	l.Search(p.seen, func(pos int) bool {
		shape := &l.Shapes().Shapes[pos]
		f := &feature{layer: l, shape: shape, Feature: l.Feature(int(shape.Row))}
		if !wants(f) {
			return true
		}
		found = true
		if m := slices.Index(methodOrder[:], f.Text("method")); m >= 0 {
			worst, best = max(worst, m), min(best, m)
		}
		if a, ok := f.Value("accuracy_m").(float64); ok {
			e.within = max(e.within, a)
		}
		return true
	})
	if worst >= 0 {
		e.method, e.mixed = methodOrder[worst], best != worst
	}
	return e, found
}

// wants tells which features of a row the style draws at the picture's zoom.
// Of a legend by itself, which has no style, all of the row's.
func (p *Picture) wants(row *Row) func(*feature) bool {
	if p.list == nil {
		return func(f *feature) bool { return matches(f.Feature, row.Where) }
	}
	var own []*style.Layer
	for _, l := range p.list {
		if l.Row == row.Key && l.SourceLayer == row.Collection && l.At(p.atZoom) {
			own = append(own, l)
		}
	}
	scope := style.Scope{Zoom: p.atZoom}
	return func(f *feature) bool {
		scope.Feature = f
		return slices.ContainsFunc(own, func(l *style.Layer) bool { return l.Wants(&scope) })
	}
}

func matches(f *layers.Feature, where map[string]any) bool {
	for name, want := range where {
		v := f.Value(name)
		if n, ok := v.(int64); ok {
			v = float64(n)
		}
		switch want := want.(type) {
		case []any:
			if !slices.Contains(want, v) {
				return false
			}
		default:
			if v != want {
				return false
			}
		}
	}
	return true
}

// badge is how the row's geometry was got, in a word.
func (p *Picture) badge(e *entry) string {
	w := p.words()
	word := w.methods[e.method]
	if word == "" {
		return ""
	}
	if e.method == "schematic" && e.within > 0 {
		word += fmt.Sprintf(" ±%s", distance(e.within))
	}
	return word
}

func distance(m float64) string {
	if m >= 1000 {
		return strings.TrimSuffix(fmt.Sprintf("%.1f", m/1000), ".0") + " km"
	}
	return fmt.Sprintf("%.0f m", m)
}

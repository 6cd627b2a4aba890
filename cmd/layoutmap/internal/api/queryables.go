package api

import (
	"fmt"
	"slices"
	"strings"

	"layoutmap/layers"
)

// Relation types of OGC API – Features Parts 3 and 5 and the sorting draft.
const (
	relQueryables = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
	relSortables  = "http://www.opengis.net/def/rel/ogc/1.0/sortables"
	relFunctions  = "http://www.opengis.net/def/rel/ogc/1.0/functions"
)

var (
	sortByParam = param{name: "sortby", list: true, doc: "Sortables, the first deciding; - before a name sorts downwards. Nulls come last. With near, also distance_m.",
		schema: map[string]any{"type": "array", "minItems": 1, "items": map[string]any{"type": "string", "pattern": `^[+-]?.+$`}}}
	propertiesParam = param{name: "properties", list: true, doc: "Only these properties, in this order; id and geometry are always there.",
		schema: map[string]any{"type": "array", "items": map[string]any{"type": "string"}}}
)

// sortable tells whether values of a property have an order.
func sortable(p *layers.Property) bool { return p.Type != layers.Point && p.Type != layers.Strings }

// sortBy reads sortby into the query.
func (r *request) sortBy(l *layers.Layer, q *layers.Query) error {
	text, ok := r.value("sortby")
	if !ok {
		return nil
	}
	var names []string
	for name := range strings.SplitSeq(text, ",") {
		key := layers.SortKey{Descending: strings.HasPrefix(name, "-")}
		name = strings.TrimLeft(name, "-+ ") // a + in a query string reads as a space
		if slices.Contains(names, name) {
			return badParameter("sortby", fmt.Sprintf("%q stands twice", name))
		}
		names = append(names, name)
		c, found := l.Column(name)
		switch {
		case found && sortable(&l.Columns()[c]):
			key.Column = c
		case name == "id":
			key.Column = layers.IDColumn
		case name == "distance_m" && q.Near != nil:
			key.Column = layers.DistanceColumn
		default:
			return badParameter("sortby", fmt.Sprintf("%q is no sortable of this collection; /collections/%s/sortables lists them", name, l.ID))
		}
		q.SortBy = append(q.SortBy, key)
	}
	return nil
}

// columns reads properties: nil where it is not given, then all are served.
func (r *request) columns(l *layers.Layer) ([]int, error) {
	text, ok := r.value("properties")
	if !ok {
		return nil, nil
	}
	out := []int{}
	if text == "" {
		return out, nil
	}
	for name := range strings.SplitSeq(text, ",") {
		c, found := l.Column(name)
		switch {
		case !found:
			return nil, badParameter("properties", fmt.Sprintf("%q is no property of this collection; /collections/%s/schema lists them", name, l.ID))
		case slices.Contains(out, c):
			return nil, badParameter("properties", fmt.Sprintf("%q stands twice", name))
		}
		out = append(out, c)
	}
	return out, nil
}

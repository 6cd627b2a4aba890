package layers

import (
	"layoutmap/geo"
	"layoutmap/geo/index"
)

// boxPage answers a question for a box alone, where that holds so much of the
// layer that a page of it is sooner found by going through the file than by
// sorting all that the index names. The number of matches comes from the index,
// at the cost of the box's edge.
func (l *Layer) boxPage(q Query, after *cursor) (Page, bool) {
	if len(q.Bounds) != 1 || len(q.Boxes) > 0 || q.Near != nil || !l.placesAlone(q) {
		return Page{}, false
	}
	box := q.Bounds[0]
	meets := func(row uint32) bool {
		g := l.features[row].Geometry
		return g == nil || geo.IntersectsBound(g, box)
	}
	matched := len(l.null) + l.tree.Count((*index.Rect)(&box), func(pos int) bool { return meets(l.shapes.Shapes[pos].Row) })
	// Through the file a page takes about limit × Len / matched looks, through
	// the index as many as there are matches.
	if matched*matched < q.Limit*l.Len() {
		return Page{}, false
	}
	page := Page{Layer: l, Matched: matched}
	start := 0
	if after != nil {
		start = int(after.Row) + 1
	}
	for row := start; row < l.Len(); row++ {
		if !meets(uint32(row)) {
			continue
		}
		if len(page.Matches) == q.Limit {
			page.Next = l.formatCursor(page.Matches[q.Limit-1])
			break
		}
		page.Matches = append(page.Matches, Match{Feature: &l.features[row], at: uint32(row)})
	}
	return page, true
}

// placesAlone tells that nothing but places is asked for, and that each feature
// has one in the index: then the index can count.
func (l *Layer) placesAlone(q Query) bool {
	return q.Time == nil && len(q.Equal) == 0 && q.Filter == nil && len(q.SortBy) == 0 && len(l.shapes.Shapes)+len(l.null) == l.Len()
}

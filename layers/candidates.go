package layers

import (
	"math"

	"layoutmap/geo"
	"layoutmap/geo/index"

	"github.com/paulmach/orb"
)

// way is an index that names the candidates of a query.
type way struct {
	tree  *index.Tree
	boxes []orb.Bound
	rows  func(pos int) uint32 // of the tree's positions
	also  []uint32             // rows the tree does not know, candidates too
	space bool                 // positions are those of Layer.Shapes
}

// notInSpace is the position of a candidate that another index has named.
const notInSpace = -1

// candidates visits every row that may match, once, with its position in the
// spatial index where that has named it.
func (l *Layer) candidates(q Query, visit func(row uint32, pos int) error) error {
	for _, e := range q.Equal {
		if id, ok := e.Value.(string); ok && e.Column == IDColumn {
			if f, ok := l.ByID(id); ok {
				return visit(f.row, notInSpace)
			}
			return nil
		}
	}
	w, ok := l.bestWay(q)
	if !ok {
		for row := range l.features {
			if err := visit(uint32(row), notInSpace); err != nil {
				return err
			}
		}
		return nil
	}
	for _, row := range w.also {
		if err := visit(row, notInSpace); err != nil {
			return err
		}
	}
	var err error
	last := uint32(math.MaxUint32) // the shapes of one feature stand side by side
	w.tree.SearchAny(w.boxes, func(pos int) bool {
		row := w.rows(pos)
		if row == last {
			return true
		}
		last = row
		if !w.space {
			pos = notInSpace
		}
		err = visit(row, pos)
		return err == nil
	})
	return err
}

// bestWay is the index with the fewest candidates, false where none fits the query.
func (l *Layer) bestWay(q Query) (way, bool) {
	space, bySpace := l.spaceWay(q)
	when, byTime := l.timeWay(q)
	if !bySpace || !byTime {
		if byTime {
			return when, true
		}
		return space, bySpace
	}
	// Counting stops as soon as one of them is done, so that it costs a small
	// multiple of the smaller count.
	for most := 256; ; most *= 4 {
		switch {
		case when.hasFewerThan(most):
			return when, true
		case space.hasFewerThan(most):
			return space, true
		}
	}
}

func (w *way) hasFewerThan(most int) bool {
	n := len(w.also)
	w.tree.SearchAny(w.boxes, func(int) bool { n++; return n < most })
	return n < most
}

// spaceWay finds by the places that the query's boxes, circle and filter leave.
// A filter and a circle leave out features without geometry, boxes let them in.
func (l *Layer) spaceWay(q Query) (way, bool) {
	w := way{tree: l.tree, space: true, rows: func(pos int) uint32 { return l.shapes.Shapes[pos].Row }}
	var filtered []orb.Bound
	bounded := false
	if q.Filter != nil {
		filtered, bounded = q.Filter.Bounds()
	}
	switch {
	case q.Near != nil:
		w.boxes = []orb.Bound{geo.CircleBound(q.Near.Centre, q.Near.Radius)}
		if bounded {
			w.boxes = narrower(filtered, w.boxes)
		}
	case bounded && len(q.Bounds) > 0:
		w.boxes = narrower(filtered, q.Bounds)
	case bounded:
		w.boxes = filtered
	case len(q.Bounds) > 0:
		w.boxes, w.also = q.Bounds, l.null
	default:
		return way{}, false
	}
	return w, true
}

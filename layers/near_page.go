package layers

import (
	"context"

	"layoutmap/geo"
)

// disc is a query's circle at work.
type disc struct {
	geo.Reach
	radius geo.Metres
	exact  bool // every distance is wanted as it is
}

func discOf(q Query) disc {
	return disc{geo.ReachOf(q.Near.Centre), q.Near.Radius, len(q.SortBy) > 0}
}

// boxHolds decides by a match's box what that can decide: false is out. Where
// the box lies well inside, the distance is known as far as it says.
func (d *disc) boxHolds(m *Match, low, high geo.Metres) bool {
	if low > d.radius {
		return false
	}
	if high < d.radius && !d.exact {
		m.Distance, m.slack = low, high-low
	}
	return true
}

// holds tells whether a match lies in the circle. The box has decided most, the
// plane nearly all others.
func (d *disc) holds(m *Match) bool {
	if m.slack > 0 {
		return true
	}
	if m.Geometry == nil {
		return false
	}
	switch low, high := d.To(m.Geometry); {
	case low == high:
		m.Distance = low
	case low > d.radius || high < d.radius && !d.exact:
		return d.boxHolds(m, low, high)
	default:
		m.Distance = d.DistanceTo(m.Geometry)
	}
	return m.Distance <= d.radius
}

// nearPage answers a question for a circle alone: the index gives what is
// nearest first, and counts what lies well inside without a look at it, so that
// the work grows with the page and the circle's edge. It declines, with false,
// what the index cannot tell.
func (l *Layer) nearPage(ctx context.Context, q Query, found *selection) (bool, error) {
	if q.Near == nil || len(q.Bounds) > 0 || len(q.Boxes) > 0 || !l.placesAlone(q) {
		return false, nil
	}
	d := discOf(q)
	flat, ok := d.Disc(d.radius)
	if !ok {
		return false, nil
	}
	tested := 0
	var ended error
	match := func(pos int) Match {
		if tested++; tested%checkEvery == 0 && ended == nil {
			ended = ctx.Err()
		}
		row := l.shapes.Shapes[pos].Row
		return Match{Feature: &l.features[row], at: row}
	}
	from := 0.0
	if found.after != nil {
		from, _ = d.Squares(found.after.Distance)
	}
	out, cut := flat.Out, found.cut
	l.tree.Nearest(flat, from, func(pos int, near, far float64) float64 {
		m := match(pos)
		if ended != nil {
			return -1
		}
		if low, high := d.Between(near, far); d.boxHolds(&m, low, high) && d.holds(&m) {
			found.add(m)
		}
		if found.cut != cut { // there are enough: only what is nearer is still wanted
			cut = found.cut
			_, most := d.Squares(cut.Distance)
			out = min(out, most)
		}
		return out
	})
	if cut != nil || from > 0 {
		found.matched = l.tree.Count(&flat, func(pos int) bool {
			m := match(pos)
			return ended == nil && d.holds(&m)
		})
	}
	return true, ended
}

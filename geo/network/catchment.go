package network

import (
	"fmt"

	"github.com/paulmach/orb"

	"layoutmap/geo"
)

// Streets are the pieces of edges within reach of the last run, legs from the
// sites counted, in no particular order. A piece reached from both ends to the
// middle comes once.
func (w *Walker) Streets() orb.MultiLineString {
	var out orb.MultiLineString
	for _, id := range w.edges {
		e := &w.n.edges[id]
		on := w.On(id)
		// Stretches of the edge in metres from its start, for each way in.
		var reached []stretch
		add := func(at, d float64) {
			if left := w.limit - d; left > 0 {
				reached = append(reached, stretch{max(0, at-left), min(e.length, at+left)})
			}
		}
		add(0, on.toA)
		add(e.length, on.toB)
		for _, p := range on.from {
			add(p.Fore, float64(p.Leg))
		}
		for _, s := range united(reached) {
			if line := w.n.part(e, s); line[0] != line[1] {
				out = append(out, line)
			}
		}
	}
	return out
}

type stretch struct{ lo, hi float64 }

// united joins stretches that meet; there are few.
func united(list []stretch) []stretch {
	for i := 0; i < len(list); i++ {
		for j := i + 1; j < len(list); j++ {
			if list[i].lo <= list[j].hi && list[j].lo <= list[i].hi {
				list[i] = stretch{min(list[i].lo, list[j].lo), max(list[i].hi, list[j].hi)}
				list[j] = list[len(list)-1]
				list = list[:len(list)-1]
				j = i // again: it may meet earlier ones now
			}
		}
	}
	return list
}

func (n *Network) part(e *edge, s stretch) orb.LineString {
	a, b := n.nodes[e.a], n.nodes[e.b]
	at := func(v float64) orb.Point {
		t := v / e.length
		return orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])}
	}
	return orb.LineString{at(s.lo), at(s.hi)}
}

// Catchment is a polygon to draw for the last run: the streets within reach
// and the ground within width of them. It interpolates nothing, so that a block
// whose street is not reached stays open, and it is wider than the walk at the
// ends of the streets, by up to width. No share is counted by it. It is nil when
// nothing is reached; an error of [geo.BufferGround] is passed on.
func (w *Walker) Catchment(width geo.Metres) (orb.Geometry, error) {
	streets := w.Streets()
	if len(streets) == 0 {
		return nil, nil
	}
	g, err := geo.BufferGround(streets, width)
	if err != nil {
		return nil, fmt.Errorf("catchment: %w", err)
	}
	return g, nil
}

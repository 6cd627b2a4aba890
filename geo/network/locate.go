package network

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"layoutmap/geo"
)

// Place is a position with the point of the network it is joined to.
type Place struct {
	Edge int32
	At   orb.Point  // the point of the network
	Leg  geo.Metres // the straight way to it
	Fore float64    // metres from the edge's start to At
}

// back is the way from the place's point to the edge's end.
func (p Place) back(e *edge) float64 { return max(0, e.length-p.Fore) + roundUp }

// Locate joins p to the network: at the nearest of the points that are, of some
// edge, the nearest to p, and whose leg no barrier cuts. False when there is
// none within limit.
func (n *Network) Locate(p orb.Point, limit geo.Metres) (Place, bool) {
	if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) {
		return Place{}, false
	}
	for r := min(limit, 40); ; r = min(limit, 3*r) {
		if place, ok := n.within(p, r); ok {
			return place, true
		}
		if !(r < limit) {
			return Place{}, false
		}
	}
}

// candidate is an edge's nearest point, with its distance squared in the plane
// true at p.
type candidate struct {
	edge int32
	at   orb.Point
	far  float64
}

func (n *Network) within(p orb.Point, r geo.Metres) (Place, bool) {
	var best candidate
	plane := planeAt(p)
	box := geo.CircleBound(p, r)
	best.edge, best.far = -1, math.Inf(1)
	n.tree.Search(box, func(pos int) bool {
		e := &n.edges[pos]
		if at, far := foot(plane, p, n.nodes[e.a], n.nodes[e.b]); far < best.far {
			best = candidate{int32(pos), at, far}
		}
		return true
	})
	if best.edge < 0 || length(p, best.at) > float64(r) {
		return Place{}, false // what lies nearer than r lies in the box
	}
	if !n.barriers.Cut(p, best.at) {
		return n.place(p, best), true
	}
	var all []candidate
	n.tree.Search(box, func(pos int) bool {
		e := &n.edges[pos]
		at, far := foot(plane, p, n.nodes[e.a], n.nodes[e.b])
		all = append(all, candidate{int32(pos), at, far})
		return true
	})
	slices.SortFunc(all, func(a, b candidate) int { return cmp.Or(cmp.Compare(a.far, b.far), cmp.Compare(a.edge, b.edge)) })
	for _, c := range all {
		if length(p, c.at) > float64(r) {
			break
		}
		if !n.barriers.Cut(p, c.at) {
			return n.place(p, c), true
		}
	}
	return Place{}, false
}

func (n *Network) place(p orb.Point, c candidate) Place {
	e := &n.edges[c.edge]
	return Place{Edge: c.edge, At: c.at, Leg: geo.Metres(length(p, c.at)), Fore: min(length(n.nodes[e.a], c.at), e.length)}
}

// foot is the point of the segment ab nearest to p, and its distance squared.
func foot(plane plane, p, a, b orb.Point) (orb.Point, float64) {
	ax, ay := (a[0]-p[0])*plane.x, (a[1]-p[1])*plane.y
	bx, by := (b[0]-p[0])*plane.x, (b[1]-p[1])*plane.y
	dx, dy := bx-ax, by-ay
	t := -(ax*dx + ay*dy) / (dx*dx + dy*dy)
	switch {
	case !(t > 0):
		return a, ax*ax + ay*ay
	case t >= 1:
		return b, bx*bx + by*by
	}
	x, y := ax+t*dx, ay+t*dy
	return orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])}, x*x + y*y
}

package geo

import (
	"fmt"

	"github.com/paulmach/orb"

	"layoutmap/geo/index"
)

// CheckRings reports the first fault within a single ring of g, naming the rule
// and the place: a coordinate that is not finite, fewer than four positions, a
// ring not closed, a ring that crosses or touches itself, each like
// "ring not closed at (116.65, 39.91)". Repeated positions are no fault. It
// leaves how rings lie to each other to Validate, which names no place for a
// ring that is not simple.
func CheckRings(g orb.Geometry) error {
	var err error
	eachRing(g, func(r orb.Ring, _ bool) bool {
		err = checkRing(r)
		return err == nil
	})
	return err
}

func checkRing(r orb.Ring) error {
	for _, p := range r {
		if !finite(p) {
			return fmt.Errorf("coordinate not finite at %s", place(p))
		}
	}
	switch {
	case len(r) == 0:
		return fmt.Errorf("ring without positions")
	case r[0] != r[len(r)-1]:
		return fmt.Errorf("ring not closed at %s", place(r[len(r)-1]))
	case len(r) < 4:
		return fmt.Errorf("ring of fewer than four positions at %s", place(r[0]))
	}
	var edges [][2]orb.Point
	var boxes []orb.Bound
	for i := 1; i < len(r); i++ {
		if r[i] != r[i-1] {
			edges = append(edges, [2]orb.Point{r[i-1], r[i]})
			boxes = append(boxes, orb.MultiPoint{r[i-1], r[i]}.Bound())
		}
	}
	if len(edges) < 3 {
		return fmt.Errorf("ring of fewer than three distinct positions at %s", place(r[0]))
	}
	tree := index.Build(boxes)
	order := tree.Order()
	// Report the fault with the earliest edge, whatever order the tree is in.
	for i, e := range edges {
		least, at := len(edges), orb.Point{}
		tree.Search(boxes[i], func(pos int) bool {
			if j := int(order[pos]); j > i && j < least {
				if p, shared := sharedPoint(e, edges[j], j == i+1, i == 0 && j == len(edges)-1); shared {
					least, at = j, p
				}
			}
			return true
		})
		if least < len(edges) {
			return fmt.Errorf("self-intersection at %s", place(at))
		}
	}
	return nil
}

// sharedPoint finds a point that edges e and f of a ring share besides the
// vertex they may have in common: the end of e when f follows it, the start of
// e when e follows f.
func sharedPoint(e, f [2]orb.Point, follows, closes bool) (orb.Point, bool) {
	candidates := [4]struct {
		p     orb.Point
		other [2]orb.Point
		skip  bool
	}{
		{e[0], f, closes}, {e[1], f, follows}, {f[0], e, follows}, {f[1], e, closes},
	}
	for _, c := range candidates {
		if !c.skip && onSegment(c.other[0], c.other[1], c.p) {
			return c.p, true
		}
	}
	if follows || closes {
		return orb.Point{}, false
	}
	if orientation(e[0], e[1], f[0])*orientation(e[0], e[1], f[1]) >= 0 ||
		orientation(f[0], f[1], e[0])*orientation(f[0], f[1], e[1]) >= 0 {
		return orb.Point{}, false
	}
	// Where they cross, for people: rounding does not matter here.
	dx, dy := e[1][0]-e[0][0], e[1][1]-e[0][1]
	fx, fy := f[1][0]-f[0][0], f[1][1]-f[0][1]
	t := ((f[0][0]-e[0][0])*fy - (f[0][1]-e[0][1])*fx) / (dx*fy - dy*fx)
	return orb.Point{e[0][0] + t*dx, e[0][1] + t*dy}, true
}

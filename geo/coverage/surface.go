package coverage

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"layoutmap/geo"
	"layoutmap/geo/index"
)

// Surface is demand at points, each with one or more amounts, one for every
// way of spreading the same demand. It is immutable and may be shared.
type Surface struct {
	id, kind, unit string
	tree           *index.Tree
	points         []orb.Point // in leaf order of tree
	space          []vector    // the points in space
	amounts        []count
}

// SurfaceSpec is what a Surface is made of.
type SurfaceSpec struct {
	ID, Kind, Unit string      // such as "demand-population", "people", "people"
	Points         []orb.Point // CRS84
	Amounts        []Amount    // at least one; the first is the one reported in detail
}

// NewSurface checks and copies spec. Its errors name the place in the input: no
// amount, a name that is empty or used twice, amounts and points that differ in
// number, an amount that is negative or not finite, a point that is no place on
// Earth. A surface without points is allowed.
func NewSurface(spec SurfaceSpec) (*Surface, error) {
	s, err := spec.build()
	if err != nil {
		return nil, fmt.Errorf("surface %s: %w", spec.ID, err)
	}
	return s, nil
}

func (spec SurfaceSpec) build() (*Surface, error) {
	n := len(spec.Points)
	boxes := make([]orb.Bound, n)
	for i, p := range spec.Points {
		if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) {
			return nil, fmt.Errorf("point %d at (%v, %v) is no longitude and latitude", i, p[0], p[1])
		}
		boxes[i] = p.Bound()
	}
	s := &Surface{
		id: spec.ID, kind: spec.Kind, unit: spec.Unit,
		tree: index.Build(boxes), points: make([]orb.Point, n), space: make([]vector, n),
	}
	for pos, in := range s.tree.Order() {
		s.points[pos] = spec.Points[in]
		s.space[pos] = inSpace(spec.Points[in])
	}
	if len(spec.Amounts) == 0 {
		return nil, errors.New("no amount")
	}
	for i, a := range spec.Amounts {
		if a.Name == "" || slices.ContainsFunc(spec.Amounts[:i], func(b Amount) bool { return b.Name == a.Name }) {
			return nil, fmt.Errorf("amount %d: name %q is empty or used twice", i, a.Name)
		}
		c, err := a.count(s.tree.Order())
		if err != nil {
			return nil, fmt.Errorf("amount %s: %w", a.Name, err)
		}
		s.amounts = append(s.amounts, c)
	}
	return s, nil
}

// ID, Kind and Unit are those of the spec.
func (s *Surface) ID() string   { return s.id }
func (s *Surface) Kind() string { return s.kind }
func (s *Surface) Unit() string { return s.unit }

// Len is the number of points.
func (s *Surface) Len() int { return len(s.points) }

// Members is the set of a surface's points that lie in an area. It is immutable:
// work it out once for each area and keep it.
type Members struct {
	of   *Surface
	bits []uint64 // by point
}

// Members finds the points in area or on its boundary. A nil area is
// everywhere.
func (s *Surface) Members(area *geo.Area) *Members {
	m := &Members{of: s, bits: make([]uint64, (len(s.points)+63)/64)}
	add := func(pos int) bool {
		if area == nil || area.Contains(s.points[pos]) {
			m.bits[pos/64] |= 1 << (pos % 64)
		}
		return true
	}
	if area != nil {
		s.tree.Search(area.Bound(), add)
	} else {
		for pos := range s.points {
			add(pos)
		}
	}
	return m
}

// word gives the bits of points 64i to 64i+63; those of nil are every point of s.
func (m *Members) word(s *Surface, i int) uint64 {
	if m != nil {
		return m.bits[i]
	}
	if left := len(s.points) - 64*i; left < 64 {
		return 1<<left - 1
	}
	return ^uint64(0)
}

// has tells whether point pos is a member; of nil, every point is.
func (m *Members) has(pos int) bool { return m == nil || m.bits[pos/64]>>(pos%64)&1 == 1 }

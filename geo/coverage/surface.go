package coverage

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"layoutmap/geo/index"
)

// Surface is demand at points, each with one or more amounts, one for every
// way of spreading the same demand. It is immutable and may be shared.
type Surface struct {
	id, kind, unit string
	order          []uint32    // input place of each point
	points         []orb.Point // along a Hilbert curve
	balls          balls
	amounts        []count
}

// SurfaceSpec is what a Surface is made of.
type SurfaceSpec struct {
	ID, Kind, Unit string      // such as "demand-population", "people", "people"
	Points         []orb.Point // CRS84
	Amounts        []Amount    // at least one; the first is the one reported in detail
}

// MaxPoints is the greatest number of points of a surface.
const MaxPoints = math.MaxInt32

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
	if len(spec.Points) > MaxPoints {
		return nil, fmt.Errorf("%d points are more than %d", len(spec.Points), MaxPoints)
	}
	for i, p := range spec.Points {
		if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) {
			return nil, fmt.Errorf("point %d at (%v, %v) is no longitude and latitude", i, p[0], p[1])
		}
	}
	s := &Surface{
		id: spec.ID, kind: spec.Kind, unit: spec.Unit,
		order: index.HilbertOrder(spec.Points), points: make([]orb.Point, len(spec.Points)),
	}
	for pos, in := range s.order {
		s.points[pos] = spec.Points[in]
	}
	s.balls = newBalls(s.points)
	if len(spec.Amounts) == 0 {
		return nil, errors.New("no amount")
	}
	for i, a := range spec.Amounts {
		if a.Name == "" || slices.ContainsFunc(spec.Amounts[:i], func(b Amount) bool { return b.Name == a.Name }) {
			return nil, fmt.Errorf("amount %d: name %q is empty or used twice", i, a.Name)
		}
		c, err := a.count(s.order)
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

// AmountNames lists the names of the amounts, the one reported in detail first.
func (s *Surface) AmountNames() []string {
	names := make([]string, len(s.amounts))
	for i, a := range s.amounts {
		names[i] = a.name
	}
	return names
}

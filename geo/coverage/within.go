package coverage

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"layoutmap/geo"
)

// Rule says which demand points a site covers. The rules are those of this
// package.
type Rule interface {
	// String says the rule in words, radius and metric included.
	String() string
	check() error
	// catch visits the covered points of s in ascending order, each once.
	catch(s *Surface, at orb.Point, visit func(pos int))
}

// Within covers the points whose geodesic distance on WGS 84 from the site is
// at most so many metres. The radius is positive and finite.
type Within geo.Metres

func (r Within) String() string { return fmt.Sprintf("within %v m on the WGS 84 geodesic", float64(r)) }

func (r Within) check() error {
	if !(r > 0) || math.IsInf(float64(r), 1) {
		return fmt.Errorf("radius %v m is not positive and finite", float64(r))
	}
	return nil
}

// vector is a position in space: earth-centred, earth-fixed, metres.
type vector [3]float64

// WGS 84, EPSG 7030.
const (
	semiMajor = 6378137.0 // metres
	flatness  = 1 / 298.257223563
	eccSq     = flatness * (2 - flatness)
	// leastCurvature is the least radius of curvature anywhere on the
	// ellipsoid in metres: along the meridian at the equator.
	leastCurvature = semiMajor * (1 - eccSq)
)

func inSpace(p orb.Point) vector {
	sinLat, cosLat := math.Sincos(p[1] * math.Pi / 180)
	sinLon, cosLon := math.Sincos(p[0] * math.Pi / 180)
	n := semiMajor / math.Sqrt(1-eccSq*sinLat*sinLat)
	return vector{n * cosLat * cosLon, n * cosLat * sinLon, n * (1 - eccSq) * sinLat}
}

// chordLimits gives the chords, as squares in m², at or below which a point
// surely lies within r metres on the geodesic and above which it surely does
// not.
//
// The chord is no longer than the geodesic: beyond r, outside. A geodesic of
// length s is a curve in space whose curvature nowhere exceeds 1/ρ, ρ =
// leastCurvature; by Schur's comparison theorem its chord is then at least that
// of the circle of radius ρ over the same length, 2ρ·sin(s/2ρ). So a chord up to
// 2ρ·sin(r/2ρ) means a geodesic up to r. The two differ by r³/24ρ²: 0.13 µm at
// 500 m, 0.13 m at 50 km. slack is far above the rounding of coordinates in
// space (3 nm) and the error of the geodesic (15 nm).
func chordLimits(r float64) (inside, outside float64) {
	const slack = 1e-5         // metres
	const farthest = 5_000_000 // metres, well below πρ, where the theorem ends
	in, out := -1.0, r+slack   // -1: none surely inside
	if r <= farthest && r > 2*slack {
		in = 2*leastCurvature*math.Sin(r/(2*leastCurvature)) - slack
	}
	return math.Copysign(in*in, in), out * out
}

func (r Within) catch(s *Surface, at orb.Point, visit func(pos int)) {
	inside, outside := chordLimits(float64(r))
	centre := inSpace(at)
	s.tree.Search(geo.CircleBound(at, geo.Metres(r)), func(pos int) bool {
		p := &s.space[pos]
		x, y, z := p[0]-centre[0], p[1]-centre[1], p[2]-centre[2]
		chord := x*x + y*y + z*z
		if chord <= inside || chord <= outside && geo.Geodesic(at, s.points[pos]) <= geo.Metres(r) {
			visit(pos)
		}
		return true
	})
}

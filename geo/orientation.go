package geo

import (
	"math/big"

	"github.com/paulmach/orb"
)

// orientationBound is the largest rounding error of the double precision
// determinant, relative to the sum of its two products: (3 + 16ε)ε for
// ε = 2⁻⁵³ (J. R. Shewchuk, "Adaptive Precision Floating-Point Arithmetic and
// Fast Robust Geometric Predicates", 1997, ccwerrboundA).
const orientationBound = (3 + 16*0x1p-53) * 0x1p-53

// orientation tells on which side of the line from a to b the point p lies:
// +1 left, -1 right, 0 exactly on it. It is exact for finite coordinates whose
// products neither overflow nor underflow, so for every place on Earth;
// go-geom's bigxy.OrientationIndex is not, since its big.Float values keep the
// 53 bits of a float64.
func orientation(a, b, p orb.Point) int {
	// The conversions keep the compiler from fusing the subtraction into a
	// product, which would void the error bound.
	left := float64((a[0] - p[0]) * (b[1] - p[1]))
	right := float64((a[1] - p[1]) * (b[0] - p[0]))
	det := left - right
	sum := abs(left) + abs(right)
	if bound := orientationBound * sum; det > bound || -det > bound {
		return sign(det)
	}
	if sum == 0 || a == b {
		// Each product has a zero factor, and differences are zero only when equal;
		// or there is no line to be beside of.
		return 0
	}
	return exactOrientation(a, b, p)
}

// exactPrecision in bits holds the product of two differences of any finite
// float64 values without rounding: 2 × (1024 + 1074 + 1), and some.
const exactPrecision = 4400

func exactOrientation(a, b, p orb.Point) int {
	minus := func(x, y float64) *big.Float {
		d := new(big.Float).SetPrec(exactPrecision).SetFloat64(x)
		return d.Sub(d, new(big.Float).SetFloat64(y))
	}
	left, right := minus(a[0], p[0]), minus(a[1], p[1])
	left.Mul(left, minus(b[1], p[1]))
	right.Mul(right, minus(b[0], p[0]))
	return left.Cmp(right)
}

func abs(v float64) float64 {
	if v < 0 {
		return -v
	}
	return v
}

func sign(v float64) int {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}

// onSegment tells whether p lies on the closed segment from a to b.
func onSegment(a, b, p orb.Point) bool {
	return min(a[0], b[0]) <= p[0] && p[0] <= max(a[0], b[0]) &&
		min(a[1], b[1]) <= p[1] && p[1] <= max(a[1], b[1]) &&
		orientation(a, b, p) == 0
}

// crossing is what a ray meets at an edge.
type crossing int

const (
	misses   crossing = iota // the ray from p to the east misses the edge
	crosses                  // it crosses the edge
	boundary                 // p lies on the edge
)

// castRay follows a ray from p to the east across the edge from a to b. An edge
// owns its lower end and not its upper one, so that a ray through a vertex
// counts it rightly. Method: M. Shimrat, "Algorithm 112: Position of point
// relative to polygon", 1962, with an exact side test.
func castRay(a, b, p orb.Point) crossing {
	if a[0] < p[0] && b[0] < p[0] {
		return misses
	}
	if a[1] > b[1] {
		a, b = b, a
	}
	if p[1] < a[1] || p[1] > b[1] {
		return misses
	}
	if p == a || p == b {
		return boundary
	}
	if a[1] == b[1] {
		if min(a[0], b[0]) <= p[0] && p[0] <= max(a[0], b[0]) {
			return boundary
		}
		return misses
	}
	switch o := orientation(a, b, p); {
	case o == 0:
		return boundary
	case o > 0 && p[1] < b[1]:
		return crosses
	}
	return misses
}

// eachEdge visits the edges of a ring. A ring that does not end where it began
// is closed; one of a single point gives that point as an edge. It stops and
// returns false when visit does.
func eachEdge(r orb.Ring, visit func(a, b orb.Point) bool) bool {
	for i := 1; i < len(r); i++ {
		if !visit(r[i-1], r[i]) {
			return false
		}
	}
	if n := len(r); n > 0 && (n == 1 || r[n-1] != r[0]) {
		return visit(r[n-1], r[0])
	}
	return true
}

// inRings tells whether p lies in the area of rings taken together by the
// even-odd rule, or on one of them.
func inRings(rings []orb.Ring, p orb.Point) bool {
	inside := false
	for _, r := range rings {
		if !eachEdge(r, func(a, b orb.Point) bool {
			switch castRay(a, b, p) {
			case boundary:
				return false
			case crosses:
				inside = !inside
			}
			return true
		}) {
			return true
		}
	}
	return inside
}

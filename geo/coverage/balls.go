package coverage

import (
	"math"

	"github.com/paulmach/orb"
)

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

func squareChord(a, b *vector) float64 {
	x, y, z := a[0]-b[0], a[1]-b[1], a[2]-b[2]
	return x*x + y*y + z*z
}

// fanBits is the binary logarithm of fan, the number of points of a leaf and of
// children of a node. 64 is a power of it: what lies under a node two floors up
// fills whole words of a bit set.
const (
	fanBits = 3
	fan     = 1 << fanBits
)

// ball is a sphere in space that holds the points of a node, edge included.
type ball struct {
	centre vector
	radius float64 // metres
}

// balls is a tree of balls over points along a Hilbert curve: node i of floor f
// holds points i·fan^(f+1) to (i+1)·fan^(f+1). Spheres in space need no care for
// poles or the antimeridian, and "wholly in a circle" is one distance.
type balls struct {
	n      int
	floors [][]ball // leaves first, the root alone in the last
	offset []offset // by point
}

// blockFloor is the floor whose balls the points are stored from: 64 points.
const blockFloor = 1

// offset is a point's place in space from the centre of its block, in units of
// the block: 21 bits an axis, x lowest. A leaf then fills one line of a
// processor's cache, and a point is kept to half a unit an axis, 0.3 mm where
// the block is 800 m wide.
type offset int64

// unit is the unit in metres of the offsets of a block, at least how far a
// stored point may lie from its true place.
func (t *balls) unit(block int) float64 { return t.floors[blockFloor][block].radius / (1<<20 - 1) }

func newOffset(x, y, z float64) offset {
	const low = 1<<21 - 1
	return offset(int64(math.Round(x))&low | int64(math.Round(y))&low<<21 | int64(math.Round(z))<<42)
}

func (o offset) x() float64 { return float64(o << 43 >> 43) }
func (o offset) y() float64 { return float64(o << 22 >> 43) }
func (o offset) z() float64 { return float64(o >> 42) }

// newBalls builds the tree; the result depends on nothing but the points.
func newBalls(points []orb.Point) balls {
	t := balls{n: len(points), offset: make([]offset, len(points))}
	if t.n == 0 {
		return t
	}
	space := make([]vector, 0, fan<<(blockFloor*fanBits))
	for shift := fanBits; ; shift += fanBits {
		nodes := make([]ball, (t.n+1<<shift-1)>>shift)
		t.floors = append(t.floors, nodes)
		if len(nodes) == 1 && len(t.floors) > blockFloor {
			break
		}
	}
	for block := range t.floors[blockFloor] {
		lo, hi := t.under(blockFloor, block)
		space = space[:0]
		for _, p := range points[lo:hi] {
			space = append(space, inSpace(p))
		}
		for f := 0; f <= blockFloor; f++ {
			for from := 0; from < len(space); from += fan << (f * fanBits) {
				to := min(from+fan<<(f*fanBits), len(space))
				t.floors[f][(lo+from)>>((f+1)*fanBits)] = around(space[from:to])
			}
		}
		c, unit := t.floors[blockFloor][block].centre, t.unit(block)
		for i, v := range space {
			t.offset[lo+i] = newOffset((v[0]-c[0])/unit, (v[1]-c[1])/unit, (v[2]-c[2])/unit)
		}
	}
	for f := blockFloor + 1; f < len(t.floors); f++ {
		t.join(f)
	}
	return t
}

// under gives the points of a node.
func (t *balls) under(floor, node int) (lo, hi int) {
	shift := (floor + 1) * fanBits
	return node << shift, min((node+1)<<shift, t.n)
}

// rounding is added to each radius: more than the rounding of places in space.
const rounding = 1e-6 // metres

// around is a ball round the middle of the box of points.
func around(points []vector) ball {
	lo, hi := points[0], points[0]
	for _, p := range points {
		for k := range p {
			lo[k], hi[k] = min(lo[k], p[k]), max(hi[k], p[k])
		}
	}
	var b ball
	for k := range b.centre {
		b.centre[k] = (lo[k] + hi[k]) / 2
	}
	for i := range points {
		b.radius = max(b.radius, squareChord(&points[i], &b.centre))
	}
	b.radius = math.Sqrt(b.radius) + rounding
	return b
}

// join makes the balls of floor f round those of the floor below.
func (t *balls) join(f int) {
	below := t.floors[f-1]
	for i := range t.floors[f] {
		children := below[i*fan : min((i+1)*fan, len(below))]
		middles := make([]vector, len(children))
		for k := range children {
			middles[k] = children[k].centre
		}
		b := around(middles)
		b.radius = 0
		for k := range children {
			b.radius = max(b.radius, math.Sqrt(squareChord(&children[k].centre, &b.centre))+children[k].radius)
		}
		b.radius += rounding
		t.floors[f][i] = b
	}
}

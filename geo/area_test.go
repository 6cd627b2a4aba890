package geo_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	geom "github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/xy"
	"github.com/twpayne/go-geom/xy/location"
	"pgregory.net/rapid"

	"layoutmap/geo"
)

// star is a simple ring of n positions round c, with radii drawn from rng.
func star(rng *rand.Rand, c orb.Point, radius float64, n int) orb.Ring {
	r := make(orb.Ring, 0, n+1)
	for i := range n {
		s, k := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		d := radius * (0.3 + 0.7*rng.Float64())
		r = append(r, orb.Point{c[0] + d*k, c[1] + d*s})
	}
	return append(r, r[0])
}

func newArea(t testing.TB, g orb.Geometry) *geo.Area {
	t.Helper()
	a, err := geo.NewArea(g)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAreaContains(t *testing.T) {
	holed := orb.Polygon{square(0, 0, 10)[0], square(3, 3, 4)[0]}
	two := orb.MultiPolygon{square(0, 0, 1), square(1, 0, 1)} // sharing the edge x = 1
	diamond := orb.Polygon{{{0, -1}, {1, 0}, {0, 1}, {-1, 0}, {0, -1}}}
	for _, tt := range []struct {
		name string
		g    orb.Geometry
		p    orb.Point
		want bool
	}{
		{"inside", holed, orb.Point{1, 1}, true},
		{"outside west", holed, orb.Point{-1, 5}, false},
		{"outside east", holed, orb.Point{11, 5}, false},
		{"corner", holed, orb.Point{10, 10}, true},
		{"lower edge", holed, orb.Point{5, 0}, true},
		{"upper edge", holed, orb.Point{5, 10}, true},
		{"in the hole", holed, orb.Point{5, 5}, false},
		{"edge of the hole", holed, orb.Point{3, 5}, true},
		{"corner of the hole", holed, orb.Point{7, 7}, true},
		{"level with the hole's edge", holed, orb.Point{1, 3}, true},
		{"shared edge of two parts", two, orb.Point{1, 0.5}, true},
		{"second part", two, orb.Point{1.5, 0.5}, true},
		{"ray through a vertex", diamond, orb.Point{-0.5, 0}, true},
		{"ray through a vertex from outside", diamond, orb.Point{-2, 0}, false},
		{"ray touching the top", diamond, orb.Point{-0.5, 1}, false},
		{"top", diamond, orb.Point{0, 1}, true},
		{"a step inside a slanting edge", diamond, orb.Point{math.Nextafter(0.5, 0), 0.5}, true},
		{"a step outside a slanting edge", diamond, orb.Point{math.Nextafter(0.5, 1), 0.5}, false},
		{"bound", orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{2, 2}}, orb.Point{2, 1.5}, true},
		{"ring wound clockwise and unclosed", orb.Ring{{0, 0}, {0, 2}, {2, 2}, {2, 0}}, orb.Point{1, 1}, true},
		{"NaN", holed, orb.Point{math.NaN(), 1}, false},
		{"infinite", holed, orb.Point{math.Inf(1), 1}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := newArea(t, tt.g).Contains(tt.p); got != tt.want {
				t.Errorf("%v contains %v: %v, want %v", tt.g, tt.p, got, tt.want)
			}
		})
	}
}

func TestNewAreaRefuses(t *testing.T) {
	for _, g := range []orb.Geometry{
		nil, orb.Point{1, 2}, orb.LineString{{0, 0}, {1, 1}}, orb.Polygon{}, orb.Polygon{{}}, orb.MultiPolygon{},
		orb.Polygon{{{0, 0}, {1, math.NaN()}, {1, 1}, {0, 0}}}, orb.Ring{{0, 0}, {math.Inf(-1), 0}, {1, 1}, {0, 0}},
		orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{0, 0}}, orb.Collection{square(0, 0, 1)},
	} {
		if a, err := geo.NewArea(g); err == nil {
			t.Errorf("%#v gave %v and no error", g, a)
		}
	}
}

// JTS's ray crossing, in go-geom, is a witness that shares no code.
func TestAreaAgreesWithJTS(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		ring := star(rng, orb.Point{116.7, 39.8}, 0.2, rapid.IntRange(3, 300).Draw(t, "n"))
		var flat []float64
		for _, p := range ring {
			flat = append(flat, p[0], p[1])
		}
		area, err := geo.NewArea(orb.Polygon{ring})
		if err != nil {
			t.Fatal(err)
		}
		for range 50 {
			p := orb.Point{116.45 + rng.Float64()*0.5, 39.55 + rng.Float64()*0.5}
			switch rng.IntN(4) {
			case 0: // a vertex
				p = ring[rng.IntN(len(ring))]
			case 1: // level with a vertex
				p[1] = ring[rng.IntN(len(ring))][1]
			}
			want := xy.LocatePointInRing(geom.XY, geom.Coord{p[0], p[1]}, flat) != location.Exterior
			if got := area.Contains(p); got != want {
				t.Fatalf("%v: got %v, want %v", p, got, want)
			}
		}
	})
}

// Points a few float64 steps from a slanting edge, decided with rational
// numbers.
func TestAreaIsExactAtTheEdge(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	hard := 0
	for range 20_000 {
		a := orb.Point{rng.Float64() * 117, rng.Float64() * 40}
		b := orb.Point{a[0] + 0.5 + rng.Float64(), a[1] + 0.5 + rng.Float64()}
		s := 0.1 + 0.8*rng.Float64()
		p := orb.Point{a[0] + s*(b[0]-a[0]), a[1] + s*(b[1]-a[1])}
		for range rng.IntN(4) {
			p[rng.IntN(2)] = math.Nextafter(p[0], 200*rng.Float64())
			p[1] = a[1] + s*(b[1]-a[1])
		}
		rat := func(x, y float64) *big.Rat {
			r := new(big.Rat).SetFloat64(x)
			return r.Sub(r, new(big.Rat).SetFloat64(y))
		}
		left, right := rat(b[0], a[0]), rat(b[1], a[1])
		left.Mul(left, rat(p[1], a[1]))
		right.Mul(right, rat(p[0], a[0]))
		// The triangle lies above the edge, to its left.
		area := newArea(t, orb.Ring{a, b, {a[0], b[1]}, a})
		if got, want := area.Contains(p), left.Cmp(right) >= 0; got != want {
			t.Fatalf("edge %v %v, point %v: got %v, want %v", a, b, p, got, want)
		}
		if plain := (b[0]-a[0])*(p[1]-a[1]) - (b[1]-a[1])*(p[0]-a[0]); (plain >= 0) != (left.Cmp(right) >= 0) {
			hard++
		}
	}
	if hard == 0 {
		t.Error("no case that plain arithmetic gets wrong: the test shows nothing")
	}
}

// A partition: each point of the plane lies in one of the two neighbours, in
// both only on their common edge.
func TestNeighboursShareNothingButTheEdge(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	line := make([]orb.Point, 60) // a border from south to north
	for i := range line {
		line[i] = orb.Point{116.7 + rng.Float64()*0.01, 39.6 + float64(i)*0.006}
	}
	last := line[len(line)-1]
	west := append(orb.Ring{{116.5, line[0][1]}}, line...)
	west = append(west, orb.Point{116.5, last[1]}, west[0])
	east := append(orb.Ring{{116.9, line[0][1]}}, line...)
	east = append(east, orb.Point{116.9, last[1]}, east[0])
	w, e := newArea(t, orb.Polygon{west}), newArea(t, orb.Polygon{east})
	for range 50_000 {
		i := rng.IntN(len(line) - 1)
		s := rng.Float64()
		p := orb.Point{line[i][0] + s*(line[i+1][0]-line[i][0]), line[i][1] + s*(line[i+1][1]-line[i][1])}
		if !w.Contains(p) && !e.Contains(p) {
			t.Fatalf("%v lies in neither", p)
		}
	}
	both := 0
	for range 50_000 {
		p := orb.Point{116.69 + rng.Float64()*0.03, line[0][1] + rng.Float64()*(last[1]-line[0][1])}
		if w.Contains(p) == e.Contains(p) {
			both++
		}
	}
	if both > 1 {
		t.Errorf("%d of 50000 random points lie in both or neither", both)
	}
}

func TestAreaContainsAllocatesNothing(t *testing.T) {
	a := newArea(t, orb.Polygon{star(rand.New(rand.NewPCG(1, 1)), orb.Point{116.7, 39.8}, 0.2, 1000)})
	if n := testing.AllocsPerRun(50, func() { a.Contains(orb.Point{116.7, 39.8}) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkAreaContains(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	a := newArea(b, orb.Polygon{star(rng, orb.Point{116.7, 39.8}, 0.2, 2000)})
	points := make([]orb.Point, 1024)
	for i := range points {
		points[i] = orb.Point{116.5 + rng.Float64()*0.4, 39.6 + rng.Float64()*0.4}
	}
	b.ReportAllocs()
	inside, i := 0, 0
	for b.Loop() {
		if a.Contains(points[i%len(points)]) {
			inside++
		}
		i++
	}
	if inside == 0 {
		b.Fatal("nothing inside")
	}
}

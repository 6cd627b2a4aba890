package tiles_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"layoutmap/tiles"

	"github.com/peterstace/simplefeatures/geom"
)

type ring = []tiles.Point

// evenOdd is the area of the region that rings enclose by the even-odd rule,
// by a way that has nothing in common with the repair: exact slabs between all
// heights at which edges start, end or cross.
func evenOdd(rings []ring) float64 {
	type seg struct{ ax, ay, bx, by float64 }
	var segs []seg
	var ys []float64
	for _, r := range rings {
		for i, p := range r {
			q := r[(i+1)%len(r)]
			s := seg{float64(p.X), float64(p.Y), float64(q.X), float64(q.Y)}
			if s.ay > s.by {
				s = seg{s.bx, s.by, s.ax, s.ay}
			}
			ys = append(ys, s.ay, s.by)
			if s.ay != s.by {
				segs = append(segs, s)
			}
		}
	}
	at := func(s seg, y float64) float64 { return s.ax + (s.bx-s.ax)*(y-s.ay)/(s.by-s.ay) }
	for i, s := range segs {
		for _, t := range segs[i+1:] {
			lo, hi := max(s.ay, t.ay), min(s.by, t.by)
			if lo >= hi {
				continue
			}
			d0, d1 := at(s, lo)-at(t, lo), at(s, hi)-at(t, hi)
			if d0*d1 < 0 {
				ys = append(ys, lo+(hi-lo)*d0/(d0-d1))
			}
		}
	}
	slices.Sort(ys)
	var area float64
	var xs []float64
	for i := 1; i < len(ys); i++ {
		if ys[i] == ys[i-1] {
			continue
		}
		mid := (ys[i] + ys[i-1]) / 2
		xs = xs[:0]
		for _, s := range segs {
			if s.ay < mid && mid < s.by {
				xs = append(xs, at(s, mid))
			}
		}
		slices.Sort(xs)
		for k := 0; k+1 < len(xs); k += 2 {
			area += (xs[k+1] - xs[k]) * (ys[i] - ys[i-1])
		}
	}
	return area
}

// judge asks simplefeatures, an independent implementation, whether the rings
// form a valid multipolygon, and checks winding.
func judge(rings []ring, holes []bool) error {
	var polys []geom.Polygon
	var current []geom.LineString
	flush := func() error {
		if len(current) == 0 {
			return nil
		}
		p := geom.NewPolygon(current)
		current = nil
		if err := p.Validate(); err != nil {
			return err
		}
		polys = append(polys, p)
		return nil
	}
	for i, r := range rings {
		if (tiles.DoubleArea(r) > 0) == holes[i] {
			return fmt.Errorf("ring %d (hole %v) has area %d", i, holes[i], tiles.DoubleArea(r))
		}
		if !holes[i] {
			if err := flush(); err != nil {
				return err
			}
		}
		var c []float64
		for _, p := range r {
			c = append(c, float64(p.X), float64(p.Y))
		}
		c = append(c, c[0], c[1])
		current = append(current, geom.NewLineString(geom.NewSequence(c, geom.DimXY)))
	}
	if err := flush(); err != nil {
		return err
	}
	return geom.NewMultiPolygon(polys).Validate()
}

// perimeter bounds how much area snapping can move: no edge moves more than one unit.
func perimeter(rings []ring) float64 {
	var s float64
	for _, r := range rings {
		for i, p := range r {
			q := r[(i+1)%len(r)]
			s += math.Hypot(float64(p.X-q.X), float64(p.Y-q.Y))
		}
	}
	return s
}

// oriented turns rings the way their role asks, as the renderer does for rings
// that need no repair.
func oriented(rings []ring, holes []bool) []ring {
	var out []ring
	for i, r := range rings {
		r = slices.Clone(r)
		if (tiles.DoubleArea(r) > 0) == holes[i] {
			slices.Reverse(r)
		}
		out = append(out, r)
	}
	return out
}

func TestRepairFigures(t *testing.T) {
	sq := func(x, y, n int32) ring { return ring{{x, y}, {x + n, y}, {x + n, y + n}, {x, y + n}} }
	tests := []struct {
		name     string
		rings    []ring
		holes    []bool
		area     float64
		polygons int
		repaired bool
	}{
		{"square", []ring{sq(0, 0, 10)}, []bool{false}, 100, 1, false},
		{"clockwise square", []ring{{{0, 0}, {0, 10}, {10, 10}, {10, 0}}}, []bool{false}, 100, 1, false},
		{"bow-tie", []ring{{{0, 0}, {10, 10}, {10, 0}, {0, 10}}}, []bool{false}, 50, 2, true},
		{"hole", []ring{sq(0, 0, 10), sq(2, 2, 3)}, []bool{false, true}, 91, 1, false},
		{"hole touching at a vertex", []ring{sq(0, 0, 10), {{0, 5}, {3, 4}, {3, 6}}}, []bool{false, true}, 97, 1, true},
		{"hole sharing an edge", []ring{sq(0, 0, 10), sq(0, 3, 3)}, []bool{false, true}, 91, 1, true},
		{"hole cutting through", []ring{sq(0, 0, 10), {{0, 4}, {10, 4}, {10, 6}, {0, 6}}}, []bool{false, true}, 80, 2, true},
		{"hole outside", []ring{sq(0, 0, 10), sq(20, 0, 3)}, []bool{false, true}, 109, 2, true},
		{"island in a hole", []ring{sq(0, 0, 20), sq(5, 5, 10), sq(8, 8, 2)}, []bool{false, true, false}, 304, 2, false},
		{"parts sharing an edge", []ring{sq(0, 0, 10), sq(10, 0, 10)}, []bool{false, false}, 200, 1, true},
		{"parts touching at a corner", []ring{sq(0, 0, 10), sq(10, 10, 10)}, []bool{false, false}, 200, 2, true},
		{"bridge along the border", []ring{{{0, 0}, {10, 0}, {10, 2}, {0, 2}, {0, 8}, {10, 8}, {10, 10}, {0, 10}}}, []bool{false}, 40, 2, true},
		{"figure eight through a vertex", []ring{{{0, 0}, {5, 5}, {10, 0}, {10, 10}, {5, 5}, {0, 10}}}, []bool{false}, 50, 2, true},
		{"two holes cutting off the middle", []ring{sq(0, 0, 12), {{4, 2}, {8, 6}, {4, 10}, {2, 6}}, {{8, 2}, {10, 6}, {8, 10}, {4, 10}, {8, 6}, {4, 2}}}, []bool{false, true, true}, 96, 1, true},
		{"hexagon", []ring{{{4, 0}, {8, 0}, {12, 5}, {8, 10}, {4, 10}, {0, 5}}}, []bool{false}, 80, 1, false},
		{"corner that turns the other way", []ring{{{0, 0}, {10, 0}, {10, 10}, {5, 10}, {5, 5}, {0, 5}}}, []bool{false}, 75, 1, false},
		{"twice round, always turning left", []ring{{{0, 0}, {10, 0}, {10, 10}, {1, 10}, {1, 1}, {9, 1}, {9, 9}, {0, 9}}}, []bool{false}, 35, 1, true},
		{"same ring twice", []ring{sq(0, 0, 10), sq(0, 0, 10)}, []bool{false, false}, 0, 0, true},
		{"line", []ring{{{0, 0}, {5, 5}, {10, 10}, {5, 5}}}, []bool{false}, 0, 0, false},
		{"crossing half-way between grid points", []ring{{{0, 0}, {1, 1}, {1, 0}, {0, 1}}}, []bool{false}, 0.5, 1, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, holes, repaired := tiles.Repair(tt.rings, tt.holes)
			got = oriented(got, holes)
			if err := judge(got, holes); err != nil {
				t.Fatalf("not valid: %v\n%v", err, got)
			}
			polygons := 0
			for _, h := range holes {
				if !h {
					polygons++
				}
			}
			if a := evenOdd(got); math.Abs(a-tt.area) > 1e-9 || polygons != tt.polygons || repaired != tt.repaired {
				t.Errorf("area %v polygons %d repaired %v, want %v, %d, %v\n%v", a, polygons, repaired, tt.area, tt.polygons, tt.repaired, got)
			}
		})
	}
}

// star is a ring around c whose radius jumps by noise, so that it crosses itself
// when drawn in uneven steps.
func star(rng *rand.Rand, c tiles.Point, n int, radius, noise float64) ring {
	r := make(ring, n)
	for i := range r {
		a := 2*math.Pi*float64(i)/float64(n) + noise*rng.NormFloat64()*0.5
		d := radius * (1 + noise*(rng.Float64()-0.5))
		r[i] = tiles.Point{X: c.X + int32(math.Round(d*math.Cos(a))), Y: c.Y + int32(math.Round(d*math.Sin(a)))}
	}
	return r
}

// comb has thin teeth, some of them closed up by rounding.
func comb(rng *rand.Rand, teeth int) ring {
	r := ring{{0, 0}}
	for i := range int32(teeth) {
		r = append(r, tiles.Point{X: 2 * i, Y: rng.Int32N(40)}, tiles.Point{X: 2*i + rng.Int32N(3), Y: rng.Int32N(40)})
	}
	return append(r, tiles.Point{X: int32(2 * teeth), Y: 0})
}

func TestRepairRandom(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	kinds := []struct {
		name string
		make func() ([]ring, []bool)
	}{
		{"star", func() ([]ring, []bool) {
			return []ring{star(rng, tiles.Point{}, 3+rng.IntN(120), 5+200*rng.Float64(), rng.Float64())}, []bool{false}
		}},
		{"tiny star", func() ([]ring, []bool) {
			return []ring{star(rng, tiles.Point{}, 3+rng.IntN(40), 1+6*rng.Float64(), rng.Float64())}, []bool{false}
		}},
		{"comb", func() ([]ring, []bool) { return []ring{comb(rng, 3+rng.IntN(40))}, []bool{false} }},
		{"random walk", func() ([]ring, []bool) {
			r := ring{{0, 0}}
			for range 3 + rng.IntN(50) {
				p := r[len(r)-1]
				r = append(r, tiles.Point{X: p.X + rng.Int32N(13) - 6, Y: p.Y + rng.Int32N(13) - 6})
			}
			return []ring{r}, []bool{false}
		}},
		{"sliver", func() ([]ring, []bool) {
			dx, dy := rng.Int32N(4000), rng.Int32N(4000)
			r := ring{{0, 0}}
			for i := int32(1); i < 9; i++ {
				r = append(r, tiles.Point{X: dx * i / 9, Y: dy*i/9 + rng.Int32N(3) - 1})
			}
			for i := int32(9); i > 0; i-- {
				r = append(r, tiles.Point{X: dx * i / 9, Y: dy*i/9 + rng.Int32N(3) - 1})
			}
			return []ring{r}, []bool{false}
		}},
		{"star with holes and islands", func() ([]ring, []bool) {
			rings, holes := []ring{star(rng, tiles.Point{}, 60, 200, 0.3)}, []bool{false}
			for range 1 + rng.IntN(6) {
				c := tiles.Point{X: rng.Int32N(300) - 150, Y: rng.Int32N(300) - 150}
				rings = append(rings, star(rng, c, 3+rng.IntN(20), 40*rng.Float64()+1, 0.2))
				holes = append(holes, rng.IntN(3) > 0)
			}
			return rings, holes
		}},
		{"lattice", func() ([]ring, []bool) { // everything touches everything
			var rings []ring
			var holes []bool
			for range 1 + rng.IntN(12) {
				x, y, w, h := rng.Int32N(6), rng.Int32N(6), 1+rng.Int32N(4), 1+rng.Int32N(4)
				rings = append(rings, ring{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}})
				holes = append(holes, len(holes) > 0 && rng.IntN(2) > 0)
			}
			return rings, holes
		}},
	}
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			repairs := 0
			for i := range 1500 {
				in, holes := k.make()
				out, outHoles, repaired := tiles.Repair(in, holes)
				if repaired {
					repairs++
				}
				out = oriented(out, outHoles)
				if err := judge(out, outHoles); err != nil {
					t.Fatalf("case %d (repaired %v): %v\nin  %v %v\nout %v %v", i, repaired, err, in, holes, out, outHoles)
				}
				// Noding moves edges by less than a unit.
				want, got := evenOdd(in), evenOdd(out)
				if math.Abs(got-want) > 1e-6+0.25*perimeter(in) || !repaired && math.Abs(got-want) > 1e-6 {
					t.Fatalf("case %d (repaired %v): area %v, want %v\nin  %v %v\nout %v", i, repaired, got, want, in, holes, out)
				}
			}
			if repairs == 0 || repairs == 1500 && k.name == "star" {
				t.Errorf("%d of 1500 repaired: the cases test nothing", repairs)
			}
		})
	}
}

func FuzzRepair(f *testing.F) {
	f.Add([]byte{0, 0, 10, 10, 10, 0, 0, 10}, uint8(0))
	f.Add([]byte{0, 0, 9, 0, 9, 9, 0, 9, 3, 3, 5, 3, 5, 5, 3, 5}, uint8(8))
	f.Fuzz(func(t *testing.T, data []byte, cut uint8) {
		if len(data) > 200 {
			return
		}
		var r ring
		for i := 0; i+1 < len(data); i += 2 {
			r = append(r, tiles.Point{X: int32(int8(data[i])), Y: int32(int8(data[i+1]))})
		}
		k := min(int(cut)/2, len(r))
		out, holes, _ := tiles.Repair([]ring{r[:k], r[k:]}, []bool{false, k > 0})
		out = oriented(out, holes)
		if len(out) > 0 && holes[0] {
			return // the exterior collapsed; the renderer drops its holes with it
		}
		if err := judge(out, holes); err != nil {
			t.Fatalf("%v: %v → %v %v", err, r, out, holes)
		}
	})
}

package index_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"layoutmap/geo/index"
)

// found lists the input places a search visits and checks that it visits
// positions in ascending order.
func found(t interface{ Fatalf(string, ...any) }, tree *index.Tree, q orb.Bound) []int {
	var in []int
	last := -1
	tree.Search(q, func(pos int) bool {
		if pos <= last {
			t.Fatalf("position %d visited after %d", pos, last)
		}
		last = pos
		in = append(in, int(tree.Order()[pos]))
		return true
	})
	slices.Sort(in)
	return in
}

// roundedOut does in float64 what the tree promises, by another way than its.
func roundedOut(b orb.Bound) orb.Bound {
	side := func(v float64, up bool) float64 {
		f := float32(v)
		for up && float64(f) < v {
			f = math.Nextafter32(f, math.MaxFloat32)
		}
		for !up && float64(f) > v {
			f = math.Nextafter32(f, -math.MaxFloat32)
		}
		return float64(f)
	}
	return orb.Bound{
		Min: orb.Point{side(b.Min[0], false), side(b.Min[1], false)},
		Max: orb.Point{side(b.Max[0], true), side(b.Max[1], true)},
	}
}

func drawBox(t *rapid.T, label string) orb.Bound {
	coord := rapid.OneOf(
		rapid.Float64Range(116.4, 117),
		rapid.Float64Range(-180, 180),
		rapid.SampledFrom([]float64{0, 116.65, 116.65000000001, -1e-30, 90}),
	)
	x, y := coord.Draw(t, label+".x"), coord.Draw(t, label+".y")
	size := rapid.OneOf(rapid.Just(0.0), rapid.Float64Range(0, 0.01), rapid.Float64Range(0, 50))
	return orb.Bound{Min: orb.Point{x, y}, Max: orb.Point{x + size.Draw(t, label+".w"), y + size.Draw(t, label+".h")}}
}

func TestSearchEqualsScan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 700).Draw(t, "n")
		boxes := make([]orb.Bound, n)
		for i := range boxes {
			boxes[i] = drawBox(t, fmt.Sprint(i))
		}
		tree := index.Build(boxes)
		for range 5 {
			q := drawBox(t, "query")
			var exact, rounded []int
			for i, b := range boxes {
				if b.Intersects(q) {
					exact = append(exact, i)
				}
				if roundedOut(b).Intersects(roundedOut(q)) {
					rounded = append(rounded, i)
				}
			}
			got := found(t, tree, q)
			if !slices.Equal(got, rounded) {
				t.Fatalf("query %v: got %v, want %v", q, got, rounded)
			}
			for _, i := range exact {
				if !slices.Contains(got, i) {
					t.Fatalf("query %v misses box %d %v", q, i, boxes[i])
				}
			}
		}
	})
}

// drawBoxes draws boxes of which some are empty.
func drawBoxes(t *rapid.T) []orb.Bound {
	boxes := make([]orb.Bound, rapid.IntRange(0, 700).Draw(t, "n"))
	for i := range boxes {
		boxes[i] = drawBox(t, fmt.Sprint(i))
		if rapid.IntRange(0, 9).Draw(t, "empty") == 0 {
			boxes[i] = orb.LineString{}.Bound()
		}
	}
	return boxes
}

// Several boxes at once visit what each of them does, once; what lies inside
// of a box meets it; counting counts what searching visits.
func TestSearchAnyInsideAndCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		boxes := drawBoxes(t)
		tree := index.Build(boxes)
		queries := make([]orb.Bound, rapid.IntRange(0, 4).Draw(t, "queries"))
		var want, got []int
		for i := range queries {
			queries[i] = drawBox(t, "query")
			want = append(want, found(t, tree, queries[i])...)
			n, exact := 0, 0
			tree.Search(queries[i], func(pos int) bool {
				b := boxes[tree.Order()[pos]]
				if tree.Inside(pos, queries[i]) && !(queries[i].Contains(b.Min) && queries[i].Contains(b.Max)) {
					t.Fatalf("%v is not inside of %v", b, queries[i])
				}
				if b.Intersects(queries[i]) {
					exact++
				}
				n++
				return true
			})
			if c := tree.Count((*index.Rect)(&queries[i]), func(int) bool { return true }); c > n || c < exact {
				t.Fatalf("%d counted, %d visited, %d meet", c, n, exact)
			}
			if c := tree.Count((*index.Rect)(&queries[i]), func(pos int) bool { return boxes[tree.Order()[pos]].Intersects(queries[i]) }); c != exact {
				t.Fatalf("%d counted, %d meet", c, exact)
			}
		}
		slices.Sort(want)
		last := -1
		tree.SearchAny(queries, func(pos int) bool {
			if pos <= last {
				t.Fatalf("position %d visited after %d", pos, last)
			}
			last = pos
			got = append(got, int(tree.Order()[pos]))
			return true
		})
		slices.Sort(got)
		if !slices.Equal(got, slices.Compact(want)) {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}

func TestEdges(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	at := func(x, y float64) orb.Bound { return orb.Point{x, y}.Bound() }
	world := orb.Bound{Min: orb.Point{-inf, -inf}, Max: orb.Point{inf, inf}}
	same := slices.Repeat([]orb.Bound{at(116, 39)}, 1000)
	for _, tt := range []struct {
		name  string
		boxes []orb.Bound
		query orb.Bound
		want  int
	}{
		{"no boxes", nil, world, 0},
		{"one box", []orb.Bound{at(1, 2)}, at(1, 2), 1},
		{"one box missed", []orb.Bound{at(1, 2)}, at(1, 2.5), 0},
		{"sixteen", same[:16], world, 16},
		{"seventeen", same[:17], world, 17},
		{"all equal", same, at(116, 39), 1000},
		{"all equal missed", same, at(116, 39.1), 0},
		{"touching at a float64 corner", []orb.Bound{{Min: orb.Point{0.1, 0.1}, Max: orb.Point{0.2, 0.2}}}, at(0.2, 0.2), 1},
		{"on one line", []orb.Bound{at(1, 5), at(2, 5), at(3, 5)}, orb.Bound{Min: orb.Point{2, 0}, Max: orb.Point{9, 9}}, 2},
		{"empty box", []orb.Bound{orb.LineString{}.Bound(), at(0, 0)}, world, 1},
		{"only empty boxes", []orb.Bound{orb.LineString{}.Bound()}, world, 0},
		{"empty query", same, orb.LineString{}.Bound(), 0},
		{"NaN box", []orb.Bound{at(nan, 1), at(0, 0)}, world, 1},
		{"NaN query", same, at(nan, 39), 0},
		{"beyond float32", []orb.Bound{at(1e300, -1e300), at(0, 0)}, at(1e300, -1e300), 1},
		{"infinite box", []orb.Bound{world, at(0, 0)}, at(7, 7), 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tree := index.Build(tt.boxes)
			if tree.Len() != len(tt.boxes) {
				t.Errorf("Len %d, want %d", tree.Len(), len(tt.boxes))
			}
			if got := found(t, tree, tt.query); len(got) != tt.want {
				t.Errorf("found %v, want %d of them", got, tt.want)
			}
			seen := make([]bool, len(tt.boxes))
			for _, in := range tree.Order() {
				if seen[in] {
					t.Fatalf("order holds %d twice", in)
				}
				seen[in] = true
			}
		})
	}
}

func TestStopsEarly(t *testing.T) {
	tree := index.Build(clustered(5000))
	n := 0
	tree.Search(orb.Bound{Min: orb.Point{0, 0}, Max: orb.Point{180, 90}}, func(int) bool { n++; return n < 7 })
	if n != 7 {
		t.Errorf("visited %d, want 7", n)
	}
}

func TestSearchAllocatesNothing(t *testing.T) {
	tree := index.Build(clustered(5000))
	n := 0
	q := orb.Bound{Min: orb.Point{116.6, 39.8}, Max: orb.Point{116.7, 39.9}}
	if got := testing.AllocsPerRun(20, func() { tree.Search(q, func(int) bool { n++; return true }) }); got != 0 || n == 0 {
		t.Errorf("%v allocations, %d visits", got, n)
	}
}

// clustered makes n small boxes around the Sub-center, most of them in towns.
func clustered(n int) []orb.Bound {
	rng := rand.New(rand.NewPCG(7, 7))
	boxes := make([]orb.Bound, n)
	for i := range boxes {
		p := orb.Point{116.5 + rng.Float64()*0.5, 39.6 + rng.Float64()*0.4}
		if town := float64(i % 22); i%5 < 3 {
			p = orb.Point{116.5 + math.Mod(town*0.137, 0.5) + rng.NormFloat64()*0.01, 39.6 + math.Mod(town*0.211, 0.4) + rng.NormFloat64()*0.01}
		}
		boxes[i] = orb.Bound{Min: p, Max: orb.Point{p[0] + rng.Float64()*0.001, p[1] + rng.Float64()*0.001}}
	}
	return boxes
}

func BenchmarkSearch(b *testing.B) {
	const n = 90_000
	boxes := clustered(n)
	tree := index.Build(boxes)
	rng := rand.New(rand.NewPCG(3, 3))
	queries := make([]orb.Bound, 256)
	for i := range queries { // about 500 m around a box
		p := boxes[rng.IntN(n)].Min
		queries[i] = orb.Bound{Min: orb.Point{p[0] - 0.0058, p[1] - 0.0045}, Max: orb.Point{p[0] + 0.0058, p[1] + 0.0045}}
	}
	run := func(name string, search func(orb.Bound, func(int) bool)) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			hits, i := 0, 0
			visit := func(int) bool { hits++; return true }
			for b.Loop() {
				search(queries[i%len(queries)], visit)
				i++
			}
			b.ReportMetric(float64(hits)/float64(i), "hits/op")
		})
	}
	run("tree", tree.Search)
	run("scan", func(q orb.Bound, visit func(int) bool) {
		for i := range boxes {
			if boxes[i].Intersects(q) && !visit(i) {
				return
			}
		}
	})
}

func BenchmarkBuild(b *testing.B) {
	boxes := clustered(90_000)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		n += index.Build(boxes).Len()
	}
	if n == 0 {
		b.Fatal("nothing built")
	}
}

// Nearest visits every box that a disc touches and no box that lies outside,
// once each, and finds the nearest where it is told to look no farther than
// what it has found; counting in the disc agrees with a scan.
func TestNearestAndCountInADisc(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		boxes := drawBoxes(t)
		tree := index.Build(boxes)
		side := func(label string) float64 { return rapid.Float64Range(-12, 12).Draw(t, label) }
		radius := rapid.Float64Range(0, 30).Draw(t, "radius")
		d := index.Disc{X: side("x"), Y: side("y"), KX: 2, KY: 3, In: radius * radius, Out: radius * radius}
		from := rapid.SampledFrom([]float64{0, 0, radius * radius / 3}).Draw(t, "from")
		span := func(b orb.Bound) (near, far float64) {
			dx := max(0, b.Min[0]-d.X, d.X-b.Max[0]) * d.KX
			dy := max(0, b.Min[1]-d.Y, d.Y-b.Max[1]) * d.KY
			fx := max(b.Max[0]-d.X, d.X-b.Min[0]) * d.KX
			fy := max(b.Max[1]-d.Y, d.Y-b.Min[1]) * d.KY
			return dx*dx + dy*dy, fx*fx + fy*fy
		}
		want := 0
		for _, b := range boxes {
			if near, far := span(b); !b.IsEmpty() && near <= d.Out && far >= from {
				want++
			}
		}
		seen := map[int]bool{}
		tree.Nearest(d, from, func(pos int, near, far float64) float64 {
			if n, f := span(tree.Box(pos)); n != near || f != far {
				t.Fatalf("%v lies between %v and %v, told %v and %v", tree.Box(pos), n, f, near, far)
			}
			if near > d.Out || far < from || seen[pos] {
				t.Fatalf("%v visited", tree.Box(pos))
			}
			seen[pos] = true
			return d.Out
		})
		if len(seen) < want { // more where a box was rounded outward
			t.Fatalf("%d visited, %d are wanted", len(seen), want)
		}
		// With the farthest lowered to the nearest so far, the nearest is among the visited.
		best, out := math.Inf(1), d.Out
		tree.Nearest(d, 0, func(pos int, near, far float64) float64 {
			if near > out {
				t.Fatalf("%v visited, beyond %v", near, out)
			}
			best = min(best, near)
			out = min(out, near)
			return out
		})
		for pos := range tree.Order() {
			if near, _ := span(tree.Box(pos)); near < best && near <= d.Out && !boxes[tree.Order()[pos]].IsEmpty() {
				t.Fatalf("%v is nearer than %v", near, best)
			}
		}
		exact := 0
		for pos, in := range tree.Order() {
			if near, _ := span(tree.Box(pos)); near <= d.Out && !boxes[in].IsEmpty() {
				exact++
			}
		}
		if n := tree.Count(&d, func(pos int) bool { near, _ := span(tree.Box(pos)); return near <= d.Out }); n != exact {
			t.Fatalf("%d counted, %d lie in the disc", n, exact)
		}
	})
}

package layers_test

import (
	"cmp"
	"context"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"

	"layoutmap/geo"
	"layoutmap/layers"
	"layoutmap/layers/made"

	"github.com/paulmach/orb"
)

// city is built once for all benchmarks; it takes some seconds.
var city = sync.OnceValues(func() (*layers.Layer, error) {
	return layers.Make("city", made.City(made.CityPoints, made.CityLines, made.CityPolygons))
})

// Queries over the generated city are the same as a scan of all its features.
func TestQueryAgreesWithAScan(t *testing.T) {
	l, err := layers.Make("town", made.City(4000, 1000, 1000))
	if err != nil {
		t.Fatal(err)
	}
	kind, _ := l.Column("kind")
	r := rand.New(rand.NewPCG(1, 2))
	for range 60 {
		at := orb.Point{116.5 + 0.45*r.Float64(), 39.6 + 0.45*r.Float64()}
		box := orb.Bound{Min: at, Max: orb.Point{at[0] + 0.05*r.Float64(), at[1] + 0.05*r.Float64()}}
		radius := geo.Metres(3000 * r.Float64())
		for name, c := range map[string]struct {
			q     layers.Query
			holds func(f *layers.Feature) bool
		}{
			"bbox": {layers.Query{Bounds: []orb.Bound{box}}, func(f *layers.Feature) bool { return geo.IntersectsBound(f.Geometry, box) }},
			"near": {layers.Query{Near: &layers.Circle{Centre: at, Radius: radius}}, func(f *layers.Feature) bool { return geo.DistanceTo(at, f.Geometry) <= radius }},
			"bbox and kind": {layers.Query{Bounds: []orb.Bound{box}, Equal: []layers.Equal{{Column: kind, Value: "kind-3"}}}, func(f *layers.Feature) bool {
				return f.Text("kind") == "kind-3" && geo.IntersectsBound(f.Geometry, box)
			}},
		} {
			c.q.Limit = l.Len()
			page, err := l.Query(context.Background(), c.q)
			if err != nil {
				t.Fatal(err)
			}
			var got, want []string
			for _, m := range page.Matches {
				got = append(got, m.ID)
			}
			for f := range l.All() {
				if c.holds(f) {
					want = append(want, f.ID)
				}
			}
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) || page.Matched != len(want) {
				t.Errorf("%s at %v, box %v, radius %v: %d features, a scan finds %d", name, at, box, radius, len(got), len(want))
			}
		}
	}
}

// Sorted by a property, a circle's page holds the first by it, near or far.
func TestCircleSortedByAProperty(t *testing.T) {
	l, err := layers.Make("town", made.City(4000, 1000, 1000))
	if err != nil {
		t.Fatal(err)
	}
	amount, _ := l.Column("amount")
	q := layers.Query{Near: &layers.Circle{Centre: orb.Point{116.7, 39.85}, Radius: 5000}, SortBy: []layers.SortKey{{Column: amount, Descending: true}}, Limit: l.Len()}
	all, err := l.Query(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	q.Limit = 20
	first, err := l.Query(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	if len(all.Matches) < 200 || len(first.Matches) != q.Limit {
		t.Fatalf("%d and %d matches: nothing to choose from", len(all.Matches), len(first.Matches))
	}
	for i, m := range first.Matches {
		if m.Feature != all.Matches[i].Feature || m.Distance != all.Matches[i].Distance {
			t.Errorf("place %d: %s, want %s", i, m.ID, all.Matches[i].ID)
		}
	}
}

// Pages of any size are the pieces of one list: by distance where there is a
// circle, by place in the file where there is a box, be it small or nearly all.
func TestPagesOfTheCity(t *testing.T) {
	l, err := layers.Make("town", made.City(4000, 1000, 1000))
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(3, 4))
	for i := range 12 {
		at := orb.Point{116.55 + 0.3*r.Float64(), 39.66 + 0.3*r.Float64()}
		var q layers.Query
		var want []*layers.Feature
		if i%2 == 0 {
			size := []float64{0.01, 0.1, 0.5}[i%3]
			q.Bounds = []orb.Bound{{Min: orb.Point{at[0] - size, at[1] - size}, Max: orb.Point{at[0] + size, at[1] + size}}}
			for f := range l.All() {
				if geo.IntersectsBound(f.Geometry, q.Bounds[0]) {
					want = append(want, f)
				}
			}
		} else {
			q.Near = &layers.Circle{Centre: at, Radius: geo.Metres([]float64{800, 5000, 40_000}[i%3])}
			for f := range l.All() {
				if geo.DistanceTo(at, f.Geometry) <= q.Near.Radius {
					want = append(want, f)
				}
			}
			slices.SortStableFunc(want, func(a, b *layers.Feature) int {
				return cmp.Compare(geo.DistanceTo(at, a.Geometry), geo.DistanceTo(at, b.Geometry))
			})
		}
		for _, limit := range []int{1 + len(want)/40, 100 + len(want)/3, 7000} {
			var got []*layers.Feature
			q.Limit, q.After = limit, ""
			for {
				page, err := l.Query(context.Background(), q)
				if err != nil {
					t.Fatal(err)
				}
				if page.Matched != len(want) || len(page.Matches) > limit {
					t.Fatalf("query %d: %d matched, %d in a page of %d; a scan finds %d", i, page.Matched, len(page.Matches), limit, len(want))
				}
				for _, m := range page.Matches {
					if q.Near != nil && m.Distance != geo.DistanceTo(at, m.Geometry) {
						t.Fatalf("query %d: %s at %v, want %v", i, m.ID, m.Distance, geo.DistanceTo(at, m.Geometry))
					}
					got = append(got, m.Feature)
				}
				if q.After = page.Next; q.After == "" {
					break
				}
			}
			if !slices.Equal(got, want) {
				t.Fatalf("query %d, pages of %d: %d features, not the %d of a scan in their order", i, limit, len(got), len(want))
			}
		}
	}
}

// BenchmarkCity asks the questions a feature server is asked, of the generated city.
func BenchmarkCity(b *testing.B) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	l, err := city()
	if err != nil {
		b.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	megabytes := float64(after.HeapAlloc-before.HeapAlloc) / 1e6
	kind, _ := l.Column("kind")
	at := orb.Point{116.67, 39.90}
	box := orb.Bound{Min: orb.Point{116.66, 39.89}, Max: orb.Point{116.68, 39.91}}
	near := &layers.Circle{Centre: at, Radius: 500}
	deep := layers.Query{Limit: 10_000}
	for range 100 {
		p, err := l.Query(context.Background(), deep)
		if err != nil {
			b.Fatal(err)
		}
		deep.After = p.Next
	}
	for _, c := range []struct {
		name string
		q    layers.Query
	}{
		{"bbox-100", layers.Query{Bounds: []orb.Bound{box}, Limit: 100}},
		{"bbox-1000", layers.Query{Bounds: []orb.Bound{box}, Limit: 1000}},
		{"near-500m-100", layers.Query{Near: near, Limit: 100}},
		{"near-500m-all", layers.Query{Near: near, Limit: 10_000}},
		{"near-500m-count", layers.Query{Near: near, Limit: 1}},
		{"bbox-and-kind-100", layers.Query{Bounds: []orb.Bound{box}, Equal: []layers.Equal{{Column: kind, Value: "kind-3"}}, Limit: 100}},
		{"page-behind-1000000", layers.Query{Limit: 100, After: deep.After}},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			matched := 0
			for b.Loop() {
				p, err := l.Query(context.Background(), c.q)
				if err != nil {
					b.Fatal(err)
				}
				matched = p.Matched
			}
			b.ReportMetric(float64(matched), "matched")
		})
	}
	b.Run("bbox-by-scan", func(b *testing.B) {
		b.ReportAllocs()
		matched := 0
		for b.Loop() {
			matched = 0
			for f := range l.All() {
				if geo.IntersectsBound(f.Geometry, box) {
					matched++
				}
			}
		}
		b.ReportMetric(float64(matched), "matched")
		b.ReportMetric(megabytes, "MB-layer")
	})
}

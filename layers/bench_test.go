package layers_test

import (
	"context"
	"testing"

	"layoutmap/layers"

	"github.com/paulmach/orb"
)

// BenchmarkOpenBuiltIn opens the whole built-in plan, 86 thousand demand cells included.
func BenchmarkOpenBuiltIn(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := layers.Open(layers.BuiltIn()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkQuery asks the demand layer, against a scan of all its features.
func BenchmarkQuery(b *testing.B) {
	l := layer(b, "demand-population")
	box := orb.Bound{Min: orb.Point{116.65, 39.89}, Max: orb.Point{116.68, 39.91}}
	at := &layers.Circle{Centre: orb.Point{116.6575, 39.9035}, Radius: 500}
	ask := func(b *testing.B, q layers.Query) {
		b.ReportAllocs()
		for b.Loop() {
			if p, err := l.Query(context.Background(), q); err != nil || p.Matched == 0 {
				b.Fatal(err, p.Matched)
			}
		}
	}
	b.Run("bbox", func(b *testing.B) { ask(b, layers.Query{Bounds: []orb.Bound{box}, Limit: 100}) })
	b.Run("bbox-by-scan", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			n := 0
			for f := range l.All() {
				if box.Contains(f.Geometry.(orb.Point)) {
					n++
				}
			}
			if n == 0 {
				b.Fatal("nothing found")
			}
		}
	})
	b.Run("near-500m", func(b *testing.B) { ask(b, layers.Query{Near: at, Limit: 100}) })
	b.Run("page-at-80000", func(b *testing.B) {
		q := layers.Query{Limit: 10_000}
		for range 8 {
			p, err := l.Query(context.Background(), q)
			if err != nil {
				b.Fatal(err)
			}
			q.After = p.Next
		}
		q.Limit = 100
		ask(b, q)
	})
}

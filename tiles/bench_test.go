package tiles_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"layoutmap/layers"
	"layoutmap/tiles"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/simplify"
)

// BenchmarkPlanCold renders and compresses the tiles of the full plan that touch
// the district, one per iteration, without a cache.
func BenchmarkPlanCold(b *testing.B) {
	ls := plan(b)
	ctx := context.Background()
	set := mercator(b)
	for z := uint8(8); z <= 16; z += 2 {
		b.Run(fmt.Sprintf("z%d", z), func(b *testing.B) {
			r := tiles.NewRenderer(tiles.Options{})
			var coords []tiles.Coord
			set.Covering(ls[0].Bound(), z, func(c tiles.Coord) bool { coords = append(coords, c); return true })
			if _, err := r.Pack(ctx, set, coords[0], ls...); err != nil { // tables are compiled once
				b.Fatal(err)
			}
			b.ReportAllocs()
			size, i := 0, 0
			for b.Loop() {
				tile, err := r.Pack(ctx, set, coords[i%len(coords)], ls...)
				if err != nil {
					b.Fatal(err)
				}
				size += len(tile.Data)
				i++
			}
			b.ReportMetric(float64(size)/float64(i), "bytes/tile")
		})
	}
}

// BenchmarkPlanHot asks for one tile of the full plan again and again.
func BenchmarkPlanHot(b *testing.B) {
	ls := plan(b)
	ctx := context.Background()
	set := mercator(b)
	r := tiles.NewRenderer(tiles.Options{})
	c := tiles.Coord{Z: 12, X: 3375, Y: 1552}
	b.ReportAllocs()
	size := 0
	for b.Loop() {
		tile, err := r.Tile(ctx, set, c, ls...)
		if err != nil {
			b.Fatal(err)
		}
		size += len(tile.Data)
	}
	if size == 0 {
		b.Fatal("empty tile")
	}
}

// benchTile is the tile that cityLayer is made around.
var benchTile = tiles.Coord{Z: 11, X: 1690, Y: 798}

// cityLayer makes 6,000 points, 3,000 lines of 40 vertices and 1,000 polygons of
// 60 over benchTile and a tenth of its size around, from a fixed seed.
func cityLayer(b *testing.B) *layers.Layer {
	rng := rand.New(rand.NewPCG(5, 5))
	box := mercator(b).Bound(benchTile, 0)
	w, h := box.Max[0]-box.Min[0], box.Max[1]-box.Min[1]
	kinds := []string{"公园", "学校", "医院", "商场", "住宅", "工厂", "车站", "道路"}
	var features []string
	for i := range 10000 {
		p := orb.Point{box.Min[0] - 0.1*w + 1.2*w*rng.Float64(), box.Min[1] - 0.1*h + 1.2*h*rng.Float64()}
		var g orb.Geometry = p
		switch {
		case i >= 9000:
			ring := make(orb.Ring, 61)
			for j := range 60 {
				t := 2 * math.Pi * float64(j) / 60
				r := 0.01 * (1 + 0.2*rng.Float64())
				ring[j] = orb.Point{p[0] + r*w*math.Cos(t), p[1] + r*h*math.Sin(t)}
			}
			ring[60] = ring[0]
			g = orb.Polygon{ring}
		case i >= 6000:
			line := make(orb.LineString, 40)
			a := rng.Float64() * 2 * math.Pi
			for j := range line {
				line[j] = p
				a += rng.NormFloat64() * 0.2
				p[0] += math.Cos(a) * w * 0.002
				p[1] += math.Sin(a) * h * 0.002
			}
			g = line
		}
		text, err := geojson.NewGeometry(g).MarshalJSON()
		if err != nil {
			b.Fatal(err)
		}
		features = append(features, feature(fmt.Sprint("city-", i), string(text),
			fmt.Sprintf(`"name_zh":"设施%d","kind":%q,"seq":%d,"size":%v,"big":%v`, i%3000, kinds[i%8], i%20, float64(i%500)*1.5, i%2 == 0)))
	}
	return openLayer(b, "city", features...)
}

// orbCity holds the same features, with the same attributes, for orb's encoder.
func orbCity(l *layers.Layer) *geojson.FeatureCollection {
	fc := geojson.NewFeatureCollection()
	for f := range l.All() {
		g := geojson.NewFeature(f.Geometry)
		g.ID = f.Num
		g.Properties["id"] = f.ID
		for _, p := range l.Columns() {
			if v := f.Value(p.Name); p.Tile && v != nil && p.Type != layers.Strings {
				g.Properties[p.Name] = v
			}
		}
		fc.Append(g)
	}
	return fc
}

// orbTile is the usual pipeline on orb: project, clip, simplify, marshal. Its
// steps write into their input, so it starts with a copy.
func orbTile(fc *geojson.FeatureCollection) ([]byte, error) {
	copied := &geojson.FeatureCollection{Features: make([]*geojson.Feature, len(fc.Features))}
	for i, f := range fc.Features {
		g := *f
		g.Geometry = orb.Clone(f.Geometry)
		copied.Features[i] = &g
	}
	l := mvt.NewLayer("city", copied)
	l.Version = 2
	l.ProjectToTile(maptile.New(benchTile.X, benchTile.Y, maptile.Zoom(benchTile.Z)))
	l.Clip(orb.Bound{Min: orb.Point{-64, -64}, Max: orb.Point{tiles.Extent + 64, tiles.Extent + 64}})
	l.Simplify(simplify.DouglasPeucker(1))
	l.RemoveEmpty(1, 1)
	return mvt.Marshal(mvt.Layers{l})
}

// BenchmarkCity compares this package with orb's pipeline on the same 10,000
// features, and shows gzip, which both need on top, on its own.
func BenchmarkCity(b *testing.B) {
	l := cityLayer(b)
	fc := orbCity(l)
	ctx := context.Background()
	set := mercator(b)
	r := tiles.NewRenderer(tiles.Options{})
	dst, stats, err := r.Render(ctx, nil, set, benchTile, l)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("tiles", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if dst, _, err = r.Render(ctx, dst[:0], set, benchTile, l); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(len(dst)), "bytes/tile")
		b.ReportMetric(float64(stats.Features), "features")
	})
	b.Run("orb", func(b *testing.B) {
		b.ReportAllocs()
		var raw []byte
		for b.Loop() {
			if raw, err = orbTile(fc); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(len(raw)), "bytes/tile")
	})
	b.Run("gzip", func(b *testing.B) {
		b.ReportAllocs()
		size := 0
		for b.Loop() {
			packed, err := r.Compress(dst)
			if err != nil {
				b.Fatal(err)
			}
			size = len(packed)
		}
		b.ReportMetric(float64(size), "bytes/tile")
	})
}

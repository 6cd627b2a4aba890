package tiles_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"layoutmap/layers"
	"layoutmap/tiles"

	"github.com/paulmach/orb"
)

// cityLayers are three generated layers crowded around centres in the
// district's box: points, roads and buildings. Seeded.
func cityLayers(t testing.TB, points, roads, buildings int) []*layers.Layer {
	r := rand.New(rand.NewPCG(2026, 11))
	place := func() (x, y float64) {
		return 116.55 + 0.04*float64(r.IntN(9)) + 0.02*r.NormFloat64(), 39.66 + 0.04*float64(r.IntN(9)) + 0.015*r.NormFloat64()
	}
	make := func(id string, n int, geometry func() string) *layers.Layer {
		features := make([]string, 0, n)
		for i := range n {
			features = append(features, feature(fmt.Sprintf("%s-%06d", id, i), geometry(), fmt.Sprintf(`"kind":"k%d","seq":%d`, r.IntN(20), i)))
		}
		return openLayer(t, id, features...)
	}
	return []*layers.Layer{
		make("buildings", buildings, func() string {
			x, y := place()
			n := 4 + r.IntN(4)
			var ring []string
			for k := range n + 1 {
				a := 2 * math.Pi * float64(k%n) / float64(n)
				ring = append(ring, fmt.Sprintf("[%.6f,%.6f]", x+0.0003*math.Cos(a), y+0.00025*math.Sin(a)))
			}
			return `{"type":"Polygon","coordinates":[[` + strings.Join(ring, ",") + `]]}`
		}),
		make("roads", roads, func() string {
			x, y := place()
			turn := 2 * math.Pi * r.Float64()
			var line []string
			for range 4 + r.IntN(8) {
				line = append(line, fmt.Sprintf("[%.6f,%.6f]", x, y))
				turn += 0.3 * r.NormFloat64()
				x, y = x+0.0006*math.Cos(turn), y+0.0005*math.Sin(turn)
			}
			return `{"type":"LineString","coordinates":[` + strings.Join(line, ",") + `]}`
		}),
		make("points", points, func() string {
			x, y := place()
			return fmt.Sprintf(`{"type":"Point","coordinates":[%.6f,%.6f]}`, x, y)
		}),
	}
}

// No tile of a crowded city is over its budget, all are valid, and each tells
// how many features it left out; the smallest layers and what is alone stay.
func TestByteBudget(t *testing.T) {
	ls := append(cityLayers(t, 40_000, 6_000, 4_000), openLayer(t, "few", feature("one", `{"type":"Point","coordinates":[116.7,39.8]}`, ``)))
	var log bytes.Buffer
	const budget = 100_000
	r := tiles.NewRenderer(tiles.Options{MaxBytes: budget, Log: slog.New(slog.NewTextHandler(&log, nil))})
	again := tiles.NewRenderer(tiles.Options{MaxBytes: budget})
	free := tiles.NewRenderer(tiles.Options{MaxBytes: -1})
	bound := tiles.BoundOf(ls...)
	thinned, most := 0, 0
	for z := uint8(8); z <= 11; z++ {
		mercator(t).Covering(bound, z, func(c tiles.Coord) bool {
			tile, err := r.Tile(context.Background(), mercator(t), c, ls...)
			if err != nil {
				t.Fatal(err)
			}
			whole, err := free.Tile(context.Background(), mercator(t), c, ls...)
			if err != nil {
				t.Fatal(err)
			}
			most = max(most, len(whole.Data))
			if len(tile.Data) > budget {
				t.Errorf("%v has %d bytes", c, len(tile.Data))
			}
			if whole.Thinned > 0 || (tile.Thinned > 0) != (len(whole.Data) > budget) {
				t.Errorf("%v: %d left out, %d without a budget; whole it has %d bytes", c, tile.Thinned, whole.Thinned, len(whole.Data))
			}
			if sum, want := tile.Features+tile.Dropped, whole.Features+whole.Dropped; tile.Thinned == 0 && sum != want || sum < want {
				t.Errorf("%v: %d features and %d dropped, whole %d and %d", c, tile.Features, tile.Dropped, whole.Features, whole.Dropped)
			}
			if tile.Thinned == 0 {
				return true
			}
			thinned++
			if len(tile.Data) < budget*3/4 {
				t.Errorf("%v was thinned to %d bytes, far below its %d", c, len(tile.Data), budget)
			}
			if !strings.Contains(log.String(), "tile="+c.String()+" left_out="+fmt.Sprint(tile.Thinned)) {
				t.Errorf("%v is not in the log", c)
			}
			same, err := again.Tile(context.Background(), mercator(t), c, ls...)
			if err != nil || !bytes.Equal(same.Data, tile.Data) {
				t.Errorf("%v comes out differently a second time (%v)", c, err)
			}
			got, err := tiles.Decode(gunzip(t, tile.Data))
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range tiles.Check(got).Problems {
				t.Errorf("%v: %v", c, p)
			}
			if last := got[len(got)-1]; mercator(t).Bound(c, 0).Contains(orb.Point{116.7, 39.8}) && last.Name != "few" {
				t.Errorf("%v lost the layer of one feature", c)
			}
			return true
		})
	}
	if thinned < 3 {
		t.Errorf("only %d tiles were thinned; the largest has %d bytes", thinned, most)
	}
	t.Logf("%d tiles thinned; the largest had %d bytes", thinned, most)
}

// A budget too small for a single feature leaves an empty tile, which says so.
func TestByteBudgetOfNothing(t *testing.T) {
	r := tiles.NewRenderer(tiles.Options{MaxBytes: 30})
	tile, err := r.Tile(context.Background(), mercator(t), at(t, 12), shapesLayer(t))
	if err != nil || tile.Raw != 0 || tile.Thinned == 0 || tile.Features != 0 {
		t.Errorf("%d bytes, %d features, %d left out (%v)", tile.Raw, tile.Features, tile.Thinned, err)
	}
}

func gunzip(t testing.TB, data []byte) []byte {
	t.Helper()
	zr, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(zr)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

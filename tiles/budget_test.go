package tiles_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"

	"layoutmap/layers"
	"layoutmap/layers/made"
	"layoutmap/tiles"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
)

// cityLayers are the first so many points, roads and buildings of the generated
// city, a layer each.
func cityLayers(t testing.TB, points, roads, buildings int) []*layers.Layer {
	texts := map[string]*strings.Builder{"buildings": {}, "roads": {}, "points": {}}
	i := 0
	for f := range made.City(points, roads, buildings) {
		text := texts["points"]
		switch f.Geometry.(type) {
		case orb.LineString:
			text = texts["roads"]
		case orb.Polygon:
			text = texts["buildings"]
		}
		geometry, err := geojson.NewGeometry(f.Geometry).MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		if text.Len() > 0 {
			text.WriteByte(',')
		}
		text.WriteString(feature(f.ID, string(geometry), fmt.Sprintf(`"kind":%q,"seq":%d`, f.Kind, i)))
		i++
	}
	var ls []*layers.Layer
	for _, id := range []string{"buildings", "roads", "points"} {
		ls = append(ls, openLayer(t, id, texts[id].String()))
	}
	return ls
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

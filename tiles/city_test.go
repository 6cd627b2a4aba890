package tiles_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"layoutmap/tiles"
)

// The generated city, exported from zoom 0 to 14 and read again: no broken
// ring, no wrong winding, no unstable id, no tile over the budget, no feature
// lost from one zoom level to the next without being counted, and the archive
// holds what is rendered live. By default a twentieth of it, which takes
// seconds; the whole, of 1,000,000 points, 200,000 roads and 200,000 buildings:
//
//	LAYOUTMAP_CITY=whole go test ./tiles -run WholeCity -v -timeout 60m
func TestWholeCity(t *testing.T) {
	points, roads, buildings, deepest := 50_000, 10_000, 10_000, uint8(13)
	if os.Getenv("LAYOUTMAP_CITY") == "whole" {
		points, roads, buildings, deepest = 1_000_000, 200_000, 200_000, 14
	} else {
		t.Log("a twentieth of the city, to zoom 13; the whole with LAYOUTMAP_CITY=whole")
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	ls := cityLayers(t, points, roads, buildings)
	ctx := context.Background()
	e := tiles.Export{About: tiles.NewTileJSON("", ls...), Layers: ls, MaxZoom: deepest, Bound: tiles.BoundOf(ls...)}
	r := tiles.NewRenderer(tiles.Options{})
	if _, err := r.Tile(ctx, mercator(t), at(t, 14), ls...); err != nil { // compiles the tables
		t.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	path := filepath.Join(t.TempDir(), "city.pmtiles")
	began := time.Now()
	done, err := r.Export(ctx, path, e)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("layers and tables %d MB; exported in %.1f s: %d tiles, %d bytes, the largest %d; %d dropped, %d thinned",
		(after.HeapAlloc-before.HeapAlloc)>>20, time.Since(began).Seconds(), done.Tiles, done.Bytes, done.Largest, done.Dropped, done.Thinned)
	a, err := tiles.OpenArchive(path)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	// Each tile is rendered once more and compared with the archive's; the
	// certificate is of the live ones, which know what they dropped.
	doc, err := tiles.Verify(ctx, tiles.Verification{
		Name: "city", Set: mercator(t), MaxZoom: deepest, Bound: e.Bound, Counted: true,
		Tile: func(ctx context.Context, c tiles.Coord) (tiles.Tile, error) {
			live, err := r.Uncached(ctx, mercator(t), c, ls...)
			if err != nil {
				return live, err
			}
			kept, err := a.Tile(ctx, c)
			if err != nil || live.Raw > 0 && !bytes.Equal(kept, live.Data) || live.Raw == 0 && kept != nil {
				t.Errorf("%v: the archive has %d bytes, live are %d (%v)", c, len(kept), len(live.Data), err)
			}
			return live, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if !doc.Good() || doc.Tiles != done.Tiles || *doc.Dropped != done.Dropped || doc.Rings < buildings || doc.IDs < points+roads+buildings {
		text, _ := json.MarshalIndent(doc, "", "  ")
		t.Errorf("%s", text)
	}
}

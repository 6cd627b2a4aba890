package tiles_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"layoutmap/layers"
	"layoutmap/tiles"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

const layerYAML = `
id: %s
title: {zh: 试, en: Test}
description: {zh: 试, en: test}
geometry: Geometry
data: features.geojson
provenance: {source: drawn for this test, licence: CC0-1.0, retrieved: "2026-11-01", method: digitised, crs_original: WGS84, accuracy_m: 50, open: true}
schema:
  - {name: seq, type: integer, title: {zh: 序, en: Order}, tile: true}
  - {name: size, type: number, title: {zh: 大小, en: Size}, tile: true}
  - {name: big, type: boolean, title: {zh: 大, en: Big}, tile: true}
  - {name: hidden, type: string, title: {zh: 隐, en: Hidden}}
  - {name: list, type: strings, title: {zh: 列, en: List}, tile: true}
`

// openLayer builds a layer of GeoJSON features.
func openLayer(t testing.TB, id string, features ...string) *layers.Layer {
	t.Helper()
	data := `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + "]}"
	c, err := layers.Open(fstest.MapFS{
		id + "/layer.yaml":       {Data: fmt.Appendf(nil, layerYAML, id)},
		id + "/features.geojson": {Data: []byte(data)},
	})
	if err != nil {
		t.Fatal(err)
	}
	l, _ := c.Layer(id)
	return l
}

func feature(id, geometry, properties string) string {
	return fmt.Sprintf(`{"type":"Feature","id":%q,"geometry":%s,"properties":{%s}}`, id, geometry, properties)
}

// shapesLayer has every geometry type, borders in common, thin parts and places
// near tile corners.
func shapesLayer(t testing.TB) *layers.Layer {
	return openLayer(t, "shapes",
		feature("point", `{"type":"Point","coordinates":[116.65,39.9]}`, `"name_zh":"甲","seq":-3,"size":2,"big":true,"hidden":"x","list":["a","b"]`),
		feature("points", `{"type":"MultiPoint","coordinates":[[116.6,39.8],[116.7,39.9],[116.7,39.9000001]]}`, `"name_zh":"points","seq":4`),
		feature("line", `{"type":"LineString","coordinates":[[116.5,39.7],[116.6,39.85],[116.61,39.85],[116.9,39.95]]}`, `"big":false`),
		feature("lines", `{"type":"MultiLineString","coordinates":[[[116.5,39.8],[116.9,39.8]],[[116.7,39.7],[116.7,40.0]]]}`, ``),
		feature("there and back", `{"type":"LineString","coordinates":[[116.6,39.9],[116.7,39.9],[116.65,39.9]]}`, ``),
		feature("west", `{"type":"Polygon","coordinates":[[[116.5,39.7],[116.7,39.7],[116.71,39.8],[116.69,39.85],[116.7,40.0],[116.5,40.0],[116.5,39.7]],[[116.55,39.75],[116.55,39.76],[116.6,39.76],[116.6,39.75],[116.55,39.75]]]}`, `"label_point":[116.6,39.9]`),
		feature("east", `{"type":"Polygon","coordinates":[[[116.7,39.7],[116.9,39.7],[116.9,40.0],[116.7,40.0],[116.69,39.85],[116.71,39.8],[116.7,39.7]]]}`, ``),
		feature("islands", `{"type":"MultiPolygon","coordinates":[[[[116.3,39.7],[116.5,39.7],[116.5,39.9],[116.3,39.9],[116.3,39.7]],[[116.35,39.75],[116.35,39.85],[116.45,39.85],[116.45,39.75],[116.35,39.75]]],[[[116.38,39.78],[116.42,39.78],[116.42,39.82],[116.38,39.82],[116.38,39.78]]]]}`, ``),
		feature("comb", `{"type":"Polygon","coordinates":[[[116.6,39.6],[116.8,39.6],[116.8,39.601],[116.601,39.601],[116.601,39.602],[116.8,39.602],[116.8,39.603],[116.601,39.603],[116.601,39.604],[116.8,39.604],[116.8,39.605],[116.6,39.605],[116.6,39.6]]]}`, ``),
		feature("sliver", `{"type":"Polygon","coordinates":[[[116.6,39.65],[116.9,39.66],[116.6,39.650001],[116.6,39.65]]]}`, ``),
		feature("hole at a corner", `{"type":"Polygon","coordinates":[[[116.6,39.9],[116.62,39.9],[116.62,39.92],[116.6,39.92],[116.6,39.9]],[[116.6,39.9],[116.61,39.915],[116.615,39.91],[116.6,39.9]]]}`, ``),
		feature("speck", `{"type":"Polygon","coordinates":[[[116.65,39.91],[116.65001,39.91],[116.65001,39.91001],[116.65,39.91]]]}`, ``),
		feature("mixed", `{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[116.66,39.89]},{"type":"LineString","coordinates":[[116.66,39.89],[116.67,39.88]]}]}`, ``),
		feature("nowhere", `null`, `"method":"unlocated","accuracy_m":null`),
	)
}

func mercator(t testing.TB) *tiles.MatrixSet {
	t.Helper()
	m, ok := tiles.LookupMatrixSet("WebMercatorQuad")
	if !ok {
		t.Fatal("no WebMercatorQuad")
	}
	return m
}

// render decodes the tile and fails the test unless it passes every check.
func render(t testing.TB, r *tiles.Renderer, c tiles.Coord, ls ...*layers.Layer) ([]tiles.DecodedLayer, tiles.Stats) {
	t.Helper()
	raw, stats, err := r.Render(context.Background(), nil, mercator(t), c, ls...)
	if err != nil {
		t.Fatal(err)
	}
	out, err := tiles.Decode(raw)
	if err != nil {
		t.Fatalf("%v: %v", c, err)
	}
	report := tiles.Check(out)
	for _, p := range report.Problems {
		t.Errorf("%v: %v", c, p)
	}
	if report.Unused > 0 || report.Features != stats.Features {
		t.Errorf("%v: %d unused keys and values; %d features, stats say %d", c, report.Unused, report.Features, stats.Features)
	}
	return out, stats
}

// checkIDs compares the ids and names in a tile with the layers it was made of.
func checkIDs(t testing.TB, c tiles.Coord, got []tiles.DecodedLayer, ls ...*layers.Layer) {
	t.Helper()
	byName := map[string]*layers.Layer{}
	for _, l := range ls {
		byName[l.ID] = l
		if labels := l.Labels(); labels != nil {
			byName[labels.ID] = l // a label has the id of the feature it stands for
		}
	}
	for i := range got {
		l := byName[got[i].Name]
		if l == nil {
			t.Fatalf("%v: unknown tile layer %q", c, got[i].Name)
		}
		for k := range got[i].Features {
			f := &got[i].Features[k]
			a := got[i].Attributes(f)
			id, _ := a["id"].(string)
			want, ok := l.ByID(id)
			if !ok || want.Num != f.ID {
				t.Errorf("%v %s: feature %d has id %q, number %d", c, l.ID, k, id, f.ID)
				continue
			}
			if zh := want.Text("name_zh"); zh != "" && a["name_zh"] != zh {
				t.Errorf("%v %s: name_zh of %s is %v, want %q", c, l.ID, id, a["name_zh"], zh)
			}
		}
	}
}

// at is the tile of a zoom level that holds the point of shapesLayer.
func at(t testing.TB, z uint8) (c tiles.Coord) {
	p := orb.Point{116.65, 39.9}
	mercator(t).Covering(p.Bound(), z, func(found tiles.Coord) bool { c = found; return true })
	return c
}

func TestEveryTileIsValid(t *testing.T) {
	l := shapesLayer(t)
	r := tiles.NewRenderer(tiles.Options{})
	count, repaired := 0, 0
	seen := map[string]bool{}
	for z := uint8(0); z <= 16; z++ {
		visit := func(c tiles.Coord) bool {
			got, stats := render(t, r, c, l)
			checkIDs(t, c, got, l)
			for i := range got {
				for k := range got[i].Features {
					seen[got[i].Name+"/"+got[i].Attributes(&got[i].Features[k])["id"].(string)] = true
				}
			}
			count++
			repaired += stats.Repaired
			return true
		}
		b := l.Bound()
		if z > 13 { // the busy corner only
			b = orb.Bound{Min: orb.Point{116.58, 39.88}, Max: orb.Point{116.72, 39.93}}
		}
		mercator(t).Covering(b, z, visit)
	}
	if repaired == 0 {
		t.Errorf("nothing repaired in %d tiles: the shapes are too tame", count)
	}
	for f := range l.All() {
		if want := f.Geometry != nil; seen["shapes/"+f.ID] != want {
			t.Errorf("feature %s in a tile: %v, want %v", f.ID, !want, want)
		}
	}
	if !seen["shapes-labels/west"] {
		t.Errorf("no label of west: %v", seen)
	}
}

func TestAttributes(t *testing.T) {
	l := shapesLayer(t)
	got, _ := render(t, tiles.NewRenderer(tiles.Options{}), at(t, 10), l)
	if len(got) != 2 || got[0].Name != "shapes" || got[1].Name != "shapes-labels" {
		t.Fatalf("layers %v", got)
	}
	attributes := map[string]map[string]any{}
	for i := range got[0].Features {
		a := got[0].Attributes(&got[0].Features[i])
		attributes[a["id"].(string)] = a
	}
	want := map[string]any{
		"id": "point", "name_zh": "甲", "seq": int64(-3), "size": 2.0, "big": true, "method": "digitised", "accuracy_m": 50.0,
	}
	if d := cmp.Diff(want, attributes["point"]); d != "" {
		t.Errorf("point (-want +got):\n%s", d)
	}
	want = map[string]any{"id": "points", "name_zh": "points", "seq": uint64(4), "method": "digitised", "accuracy_m": 50.0}
	if d := cmp.Diff(want, attributes["points"]); d != "" {
		t.Errorf("points, whose name is its id (-want +got):\n%s", d)
	}
}

func TestSameBytesFromEveryRenderer(t *testing.T) {
	ctx := context.Background()
	coords := []tiles.Coord{at(t, 0), at(t, 8), at(t, 10), at(t, 12), at(t, 14)}
	var first []tiles.Tile
	for run := range 3 {
		l := shapesLayer(t) // loaded anew
		r := tiles.NewRenderer(tiles.Options{})
		if run == 1 {
			slices.Reverse(coords) // buffers used before leave no trace
		}
		var all []tiles.Tile
		for _, c := range coords {
			tile, err := r.Tile(ctx, mercator(t), c, l)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, tile)
		}
		if run == 1 {
			slices.Reverse(coords)
			slices.Reverse(all)
		}
		if run == 0 {
			first = all
		}
		if d := cmp.Diff(first, all); d != "" {
			t.Errorf("run %d (-first +now):\n%s", run, d)
		}
	}
	raw, _, err := tiles.NewRenderer(tiles.Options{}).Render(ctx, nil, mercator(t), coords[2], shapesLayer(t))
	if err != nil {
		t.Fatal(err)
	}
	zr, err := gzip.NewReader(bytes.NewReader(first[2].Data))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(zr)
	if err != nil || !bytes.Equal(plain, raw) || first[2].Raw != len(raw) {
		t.Errorf("cached tile unpacks to %d bytes (Raw %d), rendered are %d: %v", len(plain), first[2].Raw, len(raw), err)
	}
	if !zr.ModTime.IsZero() || zr.Name != "" {
		t.Errorf("gzip header has time %v, name %q", zr.ModTime, zr.Name)
	}
	if first[1].ETag == first[2].ETag || first[1].ETag[0] != '"' {
		t.Errorf("etags %s and %s", first[1].ETag, first[2].ETag)
	}
}

func TestEmptyTile(t *testing.T) {
	tile, err := tiles.NewRenderer(tiles.Options{}).Tile(context.Background(), mercator(t), tiles.Coord{Z: 5}, shapesLayer(t))
	if err != nil || tile.Raw != 0 || len(tile.Data) == 0 || tile.ETag == "" {
		t.Errorf("tile %+v, error %v; want the gzip of nothing", tile, err)
	}
}

func TestOneRenderPerTile(t *testing.T) {
	l := shapesLayer(t)
	r := tiles.NewRenderer(tiles.Options{Workers: 1, Queue: 1})
	set, c := mercator(t), at(t, 10)
	var wg sync.WaitGroup
	errs := make([]error, 1000)
	for i := range errs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			_, errs[i] = r.Tile(context.Background(), set, c, l)
		}()
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil || r.Renders() != 1 {
		t.Errorf("%d renders for 1000 requests of one tile, error %v", r.Renders(), err)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	r := tiles.NewRenderer(tiles.Options{})
	if _, err := r.Tile(ctx, mercator(t), tiles.Coord{}, shapesLayer(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
	if _, err := r.Tile(context.Background(), mercator(t), tiles.Coord{}, shapesLayer(t)); err != nil {
		t.Errorf("after a cancelled request: %v", err)
	}
}

func TestBusy(t *testing.T) {
	l := shapesLayer(t)
	set := mercator(t)
	r := tiles.NewRenderer(tiles.Options{Workers: 1, Queue: 1})
	release := r.Occupy()
	ctx, cancel := context.WithCancel(context.Background())
	waits := make(chan error)
	go func() {
		_, err := r.Tile(ctx, set, at(t, 10), l)
		waits <- err
	}()
	for r.Waiting() == 0 {
		runtime.Gosched()
	}
	if _, err := r.Tile(context.Background(), set, at(t, 11), l); !errors.Is(err, tiles.ErrBusy) {
		t.Errorf("error %v with a full queue, want ErrBusy", err)
	}
	cancel()
	if err := <-waits; !errors.Is(err, context.Canceled) {
		t.Errorf("waiting request ends with %v, want context.Canceled", err)
	}
	release()
	if _, err := r.Tile(context.Background(), set, at(t, 11), l); err != nil {
		t.Errorf("when the worker is free again: %v", err)
	}
}

func TestOldLayersAreForgotten(t *testing.T) {
	r := tiles.NewRenderer(tiles.Options{})
	kept := shapesLayer(t)
	for range 5 {
		render(t, r, at(t, 10), shapesLayer(t)) // a layer and its labels
	}
	render(t, r, at(t, 10), kept)
	for range 100 {
		if r.Tables() == 2 {
			break
		}
		runtime.GC()
		time.Sleep(time.Millisecond) // cleanups run on a goroutine of their own
	}
	if n := r.Tables(); n != 2 {
		t.Errorf("%d layers are compiled, want the 2 that are in use", n)
	}
	runtime.KeepAlive(kept)
}

// A tile of points, roads and buildings is encoded without an allocation per
// feature: what a layer costs does not grow with what is in it.
func TestEncoderDoesNotAllocate(t *testing.T) {
	ls := cityLayers(t, 4000, 1000, 1000)
	r := tiles.NewRenderer(tiles.Options{})
	ctx, set := context.Background(), mercator(t)
	var dst []byte
	for _, c := range []tiles.Coord{at(t, 9), at(t, 12)} {
		var stats tiles.Stats
		var err error
		allocs := testing.AllocsPerRun(20, func() { dst, stats, err = r.Render(ctx, dst[:0], set, c, ls...) })
		if err != nil || stats.Features < 100 {
			t.Fatalf("%v: %d features (%v)", c, stats.Features, err)
		}
		if allocs > 10 {
			t.Errorf("%v: %v allocations for %d features", c, allocs, stats.Features)
		}
	}
}

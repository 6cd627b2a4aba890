package layers_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"layoutmap/geo"
	"layoutmap/layers"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

const stopsYAML = `
id: stops
title: {zh: 站, en: Stops}
description: {zh: 试, en: test}
geometry: Geometry
data: features.geojson
provenance: {source: drawn for this test, licence: CC0-1.0, retrieved: "2026-11-01", method: digitised, crs_original: WGS84, accuracy_m: 50, open: true}
schema:
  - {name: line, type: string, title: {zh: 线, en: Line}, tile: true}
  - {name: seq, type: integer, title: {zh: 序, en: Order}}
  - {name: names, type: strings, title: {zh: 名, en: Names}}
`

const stopsGeoJSON = `{"type":"FeatureCollection","features":[
{"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[116.65,39.90]},"properties":{"name_zh":"甲","line":"1","seq":1,"names":["x","y"]}},
{"type":"Feature","id":"b","geometry":{"type":"Point","coordinates":[116.66,39.90]},"properties":{"name_zh":"乙","line":"1","seq":2,"accuracy_m":900,"method":"schematic"}},
{"type":"Feature","id":"c","geometry":null,"properties":{"line":"2","method":"unlocated","accuracy_m":null}},
{"type":"Feature","id":"d","geometry":{"type":"Polygon","coordinates":[[[116.7,39.8],[116.8,39.8],[116.8,39.9],[116.7,39.8]]]},"properties":{"line":"2","label_point":[116.77,39.83]}}
]}`

func folder(yaml, data string) fs.FS {
	return fstest.MapFS{"stops/layer.yaml": {Data: []byte(yaml)}, "stops/features.geojson": {Data: []byte(data)}}
}

func openStops(t *testing.T) *layers.Layer {
	t.Helper()
	c, err := layers.Open(folder(stopsYAML, stopsGeoJSON))
	if err != nil {
		t.Fatal(err)
	}
	l, ok := c.Layer("stops")
	if !ok {
		t.Fatal("no layer stops")
	}
	return l
}

func ids(p layers.Page) string {
	var out []string
	for _, m := range p.Matches {
		out = append(out, m.ID)
	}
	return strings.Join(out, " ")
}

func TestFeatureTakesTheLayersProvenanceUnlessItStatesItsOwn(t *testing.T) {
	l := openStops(t)
	for _, c := range []struct {
		id, property string
		want         any
	}{
		{"a", "method", "digitised"}, {"a", "accuracy_m", 50.0}, {"a", "open", true},
		{"b", "method", "schematic"}, {"b", "accuracy_m", 900.0},
		{"c", "accuracy_m", nil}, {"a", "seq", int64(1)}, {"a", "name_en", nil},
		{"a", "names", []string{"x", "y"}}, {"d", "label_point", [2]float64{116.77, 39.83}},
	} {
		f, ok := l.ByID(c.id)
		if !ok {
			t.Fatalf("no feature %s", c.id)
		}
		if diff := cmp.Diff(c.want, f.Value(c.property)); diff != "" {
			t.Errorf("%s.%s: %s", c.id, c.property, diff)
		}
	}
}

func TestQuery(t *testing.T) {
	l := openStops(t)
	line, _ := l.Column("line")
	names, _ := l.Column("names")
	box := func(w, s, e, n float64) []orb.Bound {
		return []orb.Bound{{Min: orb.Point{w, s}, Max: orb.Point{e, n}}}
	}
	for _, c := range []struct {
		name string
		q    layers.Query
		want string
	}{
		{"all, in file order", layers.Query{}, "a b c d"},
		{"box: exact, unlocated match", layers.Query{Bounds: box(116.6, 39.89, 116.655, 39.91)}, "a c"},
		{"box in the triangle's box but not in the triangle", layers.Query{Bounds: box(116.70, 39.88, 116.72, 39.90)}, "c"},
		{"a box's edge counts", layers.Query{Bounds: box(116.66, 39.90, 116.9, 39.95)}, "b c d"},
		{"two boxes", layers.Query{Bounds: append(box(116.64, 39.89, 116.651, 39.91), box(116.659, 39.89, 116.661, 39.91)...)}, "a b c"},
		{"near: by distance, never the unlocated", layers.Query{Near: &layers.Circle{Centre: orb.Point{116.659, 39.9}, Radius: 1000}}, "b a"},
		{"near: inside a polygon is distance 0", layers.Query{Near: &layers.Circle{Centre: orb.Point{116.78, 39.83}, Radius: 1}}, "d"},
		{"equal", layers.Query{Equal: []layers.Equal{{Column: line, Value: "2"}}}, "c d"},
		{"a list contains", layers.Query{Equal: []layers.Equal{{Column: names, Value: "y"}}}, "a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.q.Limit = 10
			p, err := l.Query(context.Background(), c.q)
			if err != nil {
				t.Fatal(err)
			}
			if got := ids(p); got != c.want || p.Matched != len(p.Matches) || p.Next != "" {
				t.Errorf("got %q (matched %d, next %q), want %q", got, p.Matched, p.Next, c.want)
			}
		})
	}
}

// Paging gives every feature once, whatever the limits on the way.
func TestPagingIsComplete(t *testing.T) {
	l := openStops(t)
	for name, q := range map[string]layers.Query{
		"all":  {},
		"box":  {Bounds: []orb.Bound{{Min: orb.Point{116, 39}, Max: orb.Point{117, 40}}}},
		"near": {Near: &layers.Circle{Centre: orb.Point{116.7, 39.85}, Radius: 50_000}},
	} {
		q.Limit = 10
		whole, err := l.Query(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for limit := 1; ; limit = 3 - limit { // 1, 2, 1, 2 …
			q.Limit = limit
			p, err := l.Query(context.Background(), q)
			if err != nil {
				t.Fatal(err)
			}
			if p.Matched != whole.Matched {
				t.Errorf("%s: matched %d on a later page, %d on the first", name, p.Matched, whole.Matched)
			}
			got = append(got, ids(p))
			if q.After = p.Next; q.After == "" {
				break
			}
		}
		if g := strings.Join(got, " "); g != ids(whole) {
			t.Errorf("%s: pages give %q, the whole is %q", name, g, ids(whole))
		}
	}
}

func TestForeignCursor(t *testing.T) {
	l := openStops(t)
	other, err := layers.Open(folder(strings.Replace(stopsYAML, "试", "另", 1), stopsGeoJSON))
	if err != nil {
		t.Fatal(err)
	}
	o, _ := other.Layer("stops")
	p, err := o.Query(context.Background(), layers.Query{Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, after := range []string{"x", "e30", p.Next, "eyJ2IjoiIiwiciI6OTk5fQ"} {
		if _, err := l.Query(context.Background(), layers.Query{Limit: 1, After: after}); !errors.Is(err, layers.ErrCursor) {
			t.Errorf("cursor %q: %v, want ErrCursor", after, err)
		}
	}
}

func TestOpenSaysWhatIsWrongAndWhere(t *testing.T) {
	swap := func(s, old, new string) string {
		if !strings.Contains(s, old) {
			panic("the test's own text changed: " + old)
		}
		return strings.Replace(s, old, new, 1)
	}
	for _, c := range []struct{ name, yaml, data, want string }{
		{"unknown field", stopsYAML + "colour: red\n", stopsGeoJSON, "colour"},
		{"no licence", swap(stopsYAML, "licence: CC0-1.0, ", ""), stopsGeoJSON, "provenance.licence is missing"},
		{"no accuracy", swap(stopsYAML, "accuracy_m: 50, ", ""), stopsGeoJSON, "provenance.accuracy_m"},
		{"unknown method", swap(stopsYAML, "method: digitised", "method: guessed"), stopsGeoJSON, "guessed"},
		{"wrong count", stopsYAML + "count: 5\n", stopsGeoJSON, "5 features"},
		{"property outside of the schema", stopsYAML, swap(stopsGeoJSON, `"seq":1`, `"sequence":1`), `feature 1: a: property "sequence"`},
		{"wrong type", stopsYAML, swap(stopsGeoJSON, `"seq":1`, `"seq":"one"`), "feature 1: a"},
		{"unknown status", stopsYAML, swap(stopsGeoJSON, `"seq":1`, `"status":"maybe"`), "maybe"},
		{"id twice", stopsYAML, swap(stopsGeoJSON, `"id":"b"`, `"id":"a"`), `id "a" stands twice`},
		{"no id", stopsYAML, swap(stopsGeoJSON, `"id":"b",`, ``), "feature 2: id is missing"},
		{"self-crossing", stopsYAML, swap(stopsGeoJSON, "[[[116.7,39.8],[116.8,39.8],[116.8,39.9],[116.7,39.8]]]", "[[[116.7,39.8],[116.8,39.9],[116.8,39.8],[116.7,39.9],[116.7,39.8]]]"), "feature 4: d"},
		{"metres instead of degrees", stopsYAML, swap(stopsGeoJSON, "[116.65,39.90]", "[484000,4390000]"), "feature 1: a: coordinates"},
		{"not JSON", stopsYAML, stopsGeoJSON[:len(stopsGeoJSON)/2], "feature"},
		{"not GeoJSON", stopsYAML, "[]", "not a GeoJSON object"},
		{"cut off in a feature", stopsYAML, `{"type":"FeatureCollection","features":[{"type":"Feature","id":"a"`, "feature 1 (byte 40): the file ends before this is whole"},
		{"cut off before the features", stopsYAML, `{"name":"stops","fea`, "byte 16: the file ends before this is whole"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := layers.Open(folder(c.yaml, c.data))
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "stops") {
				t.Errorf("got %v, want an error that names stops and %q", err, c.want)
			}
		})
	}
}

// A layer may also be a CSV file with well-known text; heights are left out, not mistaken for longitudes.
func TestOpenCSV(t *testing.T) {
	yaml := strings.Replace(stopsYAML, "features.geojson", "features.csv", 1)
	open := func(csv string) (*layers.Layer, error) {
		c, err := layers.Open(fstest.MapFS{"stops/layer.yaml": {Data: []byte(yaml)}, "stops/features.csv": {Data: []byte(csv)}})
		if err != nil {
			return nil, err
		}
		l, _ := c.Layer("stops")
		return l, nil
	}
	l, err := open("\ufeffid,wkt,name_zh,seq,names,label_point\n" +
		"a,POINT Z (116.65 39.9 45),甲,1,x;y,\n" +
		"b,\"POLYGON Z ((116.7 39.8 1, 116.8 39.8 2, 116.8 39.9 3, 116.7 39.8 1))\",,,,116.77 39.83\n" +
		"c,,丙,,,\n")
	if err != nil {
		t.Fatal(err)
	}
	a, b, c := mustByID(t, l, "a"), mustByID(t, l, "b"), mustByID(t, l, "c")
	if a.Geometry != (orb.Point{116.65, 39.9}) || a.Value("seq") != int64(1) || a.Text("method") != "digitised" || c.Geometry != nil {
		t.Errorf("a is %v, seq %v, %s; c is %v", a.Geometry, a.Value("seq"), a.Text("method"), c.Geometry)
	}
	want := orb.Polygon{{{116.7, 39.8}, {116.8, 39.8}, {116.8, 39.9}, {116.7, 39.8}}}
	if diff := cmp.Diff(orb.Geometry(want), b.Geometry); diff != "" || b.Value("label_point") != [2]float64{116.77, 39.83} {
		t.Errorf("%s %v", diff, b.Value("label_point"))
	}
	for text, want := range map[string]string{
		"id,seq\na,1\n":                             "no place: a column wkt",
		"id,wkt,colour\na,,red\n":                   `field "colour"`,
		"id,wkt\na,POINT (1 2\n":                    "line 2: wkt",
		"id,wkt,seq\na,POINT (116 39),one\n":        `line 2: "a": value does not fit the schema: seq`,
		"id,wkt\na,POINT (116 39)\na,POINT (1 2)\n": `id "a" stands twice`,
		"id,wkt,status\na,POINT (116 39),maybe\n":   "maybe",
	} {
		if _, err := open(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want an error with %q", text, err, want)
		}
	}
}

func TestLaterSourceReplacesALayer(t *testing.T) {
	first := folder(stopsYAML, stopsGeoJSON)
	second := folder(stopsYAML, `{"type":"FeatureCollection","features":[{"type":"Feature","id":"z","geometry":null,"properties":{}}]}`)
	c, err := layers.Open(first, second)
	if err != nil {
		t.Fatal(err)
	}
	one, _ := layers.Open(first)
	if l, _ := c.Layer("stops"); l.Len() != 1 || c.Digest() == one.Digest() {
		t.Errorf("%v, digest %s: the later source did not replace the earlier", l, c.Digest())
	}
}

// The digest of a Shapefile is that of all its files: a change of the .dbf
// alone is a change of the layer, which tiles and cursors are kept by.
func TestDigestTakesInTheFilesBesides(t *testing.T) {
	parts := unzip(t, seedOf(t, "shp"))
	digest := func(change string) string {
		files := fstest.MapFS{}
		for _, extension := range []string{".shp", ".dbf", ".prj", ".cpg"} {
			data := bytes.Clone(parts["mixed-polygons"+extension])
			if extension == change {
				data = append(bytes.TrimRight(data, "\x1a"), "\x1a\x1a"...)
			}
			files["a"+extension] = &fstest.MapFile{Data: data}
		}
		c, err := layers.Open(files)
		if err != nil {
			t.Fatal(err)
		}
		return c.Digest()
	}
	if a, b := digest(""), digest(""); a != b {
		t.Errorf("the same files give %s and %s", a, b)
	}
	if a, b := digest(""), digest(".dbf"); a == b {
		t.Errorf("another .dbf gives the same digest %s", a)
	}
}

func TestSharingKeepsTheLayersThatAreTheSame(t *testing.T) {
	old, err := layers.Open(folder(stopsYAML, stopsGeoJSON))
	if err != nil {
		t.Fatal(err)
	}
	before, _ := old.Layer("stops")
	for name, c := range map[string]struct {
		yaml string
		kept bool
	}{"the same files": {stopsYAML, true}, "another title": {stopsYAML + "# changed\n", false}} {
		fresh, err := layers.Open(folder(c.yaml, stopsGeoJSON))
		if err != nil {
			t.Fatal(err)
		}
		if after, _ := fresh.Sharing(old).Layer("stops"); (after == before) != c.kept {
			t.Errorf("%s: kept %v, want %v", name, after == before, c.kept)
		}
	}
}

func TestLabels(t *testing.T) {
	l := openStops(t)
	labels := l.Labels()
	if labels == nil || labels.Len() != 1 || labels.ID != "stops-labels" {
		t.Fatalf("labels: %v", labels)
	}
	if b := labels.Bound(); b.Min != (orb.Point{116.77, 39.83}) || b.Max != b.Min {
		t.Errorf("bound of the labels: %v", b)
	}
	f, d := mustByID(t, labels, "d"), mustByID(t, l, "d")
	if f.ID != "d" || f.Num != d.Num || f.Text("line") != "2" || f.Geometry != (orb.Point{116.77, 39.83}) {
		t.Errorf("label of d: %s %d %v %v", f.ID, f.Num, f.Text("line"), f.Geometry)
	}
}

func mustByID(t *testing.T, l *layers.Layer, id string) *layers.Feature {
	t.Helper()
	f, ok := l.ByID(id)
	if !ok {
		t.Fatalf("no feature %s", id)
	}
	return f
}

func TestTileID(t *testing.T) {
	for id, want := range map[string]uint64{"17": 17, "9007199254740991": 1<<53 - 1} {
		if got := layers.TileID(id); got != want {
			t.Errorf("TileID(%q) = %d, want %d", id, got, want)
		}
	}
	for _, id := range []string{"017", "-1", "9007199254740992", "st-1-01", ""} {
		if got := layers.TileID(id); got >= 1<<53 || got < 1000 {
			t.Errorf("TileID(%q) = %d, want a hash below 2^53", id, got)
		}
	}
}

func TestAppendFeature(t *testing.T) {
	l := openStops(t)
	got := string((&layers.Document{Page: layers.Page{Layer: l, Near: true}}).AppendFeature(nil, layers.Match{Feature: mustByID(t, l, "b"), Distance: geo.Metres(12.34567)}))
	for _, want := range []string{`{"type":"Feature","id":"b","geometry":{"type":"Point","coordinates":[116.66,39.9]},"properties":{"name_zh":"乙"`, `"names":null`, `"distance_m":12.3457}}`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s\nlacks %s", got, want)
		}
	}
	if got := string((&layers.Document{Page: layers.Page{Layer: l}}).AppendFeature(nil, layers.Match{Feature: mustByID(t, l, "c")})); !strings.Contains(got, `"geometry":null`) {
		t.Error(got)
	}
}

func ExampleOpen() {
	c, err := layers.Open(folder(stopsYAML, stopsGeoJSON))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, l := range c.Layers() {
		fmt.Println(l.ID, l.Len(), l.Title.EN)
	}
	// Output: stops 4 Stops
}

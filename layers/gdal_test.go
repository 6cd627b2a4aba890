package layers_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"layoutmap/geo/crs"
	"layoutmap/geo/witness"
	"layoutmap/layers"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
)

// mixed has every geometry type, a feature without a place, every property
// type, nulls, and texts that formats stumble over.
const mixedYAML = `
id: mixed
title: {zh: 杂, en: Mixed}
description: {zh: 各种几何, en: Every geometry}
geometry: Geometry
data: features.geojson
provenance: {source: 为测试绘制, licence: CC0-1.0, retrieved: "2026-11-01", method: digitised, crs_original: WGS84, accuracy_m: 50, open: true}
schema:
  - {name: seq, type: integer, title: {zh: 序, en: Order}}
  - {name: area, type: number, title: {zh: 面积, en: Area}}
  - {name: built, type: boolean, title: {zh: 建成, en: Built}}
  - {name: names, type: strings, title: {zh: 名, en: Names}}
  - {name: NAME_ZH, type: string, title: {zh: 同名, en: Same name in capitals}}
  - {name: a_name_longer_than_ten, type: string, title: {zh: 长, en: Long}}
  - {name: a_name_longer_than_eleven, type: string, title: {zh: 长, en: Long}}
`

const mixedGeoJSON = `{"type":"FeatureCollection","features":[
{"type":"Feature","id":"point","geometry":{"type":"Point","coordinates":[116.6512345,39.9012345]},"properties":{"name_zh":"漷县镇","seq":9007199254740991,"area":1.5,"built":true,"names":["甲","乙"],"NAME_ZH":"大写"}},
{"type":"Feature","id":"multipoint","geometry":{"type":"MultiPoint","coordinates":[[116.6,39.9],[116.7,39.8]]},"properties":{"name_zh":"逗号,引号\"分号;","name_en":"<&> new\nline","seq":-1,"area":-0.000001,"built":false,"a_name_longer_than_ten":"一","a_name_longer_than_eleven":"二"}},
{"type":"Feature","id":"line","geometry":{"type":"LineString","coordinates":[[116.6,39.9],[116.7,39.8],[116.75,39.85]]},"properties":{"name_zh":"六环高线公园"}},
{"type":"Feature","id":"multiline","geometry":{"type":"MultiLineString","coordinates":[[[116.6,39.9],[116.7,39.8]],[[116.5,39.7],[116.55,39.75]]]},"properties":{"seq":0}},
{"type":"Feature","id":"polygon","geometry":{"type":"Polygon","coordinates":[[[116.6,39.8],[116.8,39.8],[116.8,39.95],[116.6,39.95],[116.6,39.8]],[[116.65,39.85],[116.65,39.9],[116.7,39.9],[116.7,39.85],[116.65,39.85]]]},"properties":{"label_point":[116.62,39.82]}},
{"type":"Feature","id":"multipolygon","geometry":{"type":"MultiPolygon","coordinates":[[[[116.6,39.8],[116.61,39.8],[116.61,39.81],[116.6,39.8]]],[[[116.7,39.8],[116.72,39.8],[116.72,39.82],[116.7,39.8]]]]},"properties":{"area":123456789.125}},
{"type":"Feature","id":"nowhere","geometry":null,"properties":{"name_zh":"未定位","method":"unlocated","accuracy_m":null}}
]}`

func openMixed(t testing.TB) *layers.Layer {
	t.Helper()
	c, err := layers.Open(folder(mixedYAML, mixedGeoJSON))
	if err != nil {
		t.Fatal(err)
	}
	return c.Layers()[0]
}

// whole is everything of a layer, as a file has it.
func whole(t testing.TB, l *layers.Layer) layers.Document {
	t.Helper()
	p, err := l.Query(context.Background(), layers.Query{Limit: l.Len() + 1})
	if err != nil {
		t.Fatal(err)
	}
	return layers.Document{Page: p}
}

func encode(t testing.TB, format string, d layers.Document) []byte {
	t.Helper()
	e, ok := layers.EncoderNamed(format)
	if !ok {
		t.Fatalf("no format %s", format)
	}
	var buf bytes.Buffer
	if err := e.Encode(&buf, d); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// gdalFile writes a document to a file as GDAL wants it named.
func gdalFile(t testing.TB, format string, d layers.Document) string {
	t.Helper()
	e, _ := layers.EncoderNamed(format)
	name := filepath.Join(t.TempDir(), d.Layer.ID+e.Extension)
	if err := os.WriteFile(name, encode(t, format, d), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// gdalReads gives the features GDAL finds in a file, as GeoJSON in CRS84, by id.
func gdalReads(t testing.TB, ogr2ogr, file string, args ...string) map[string]*geojson.Feature {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out.geojson")
	args = append([]string{"-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=9", "-lco", "RFC7946=NO", out, file}, args...)
	if msg, err := exec.Command(ogr2ogr, args...).CombinedOutput(); err != nil || strings.Contains(string(msg), "ERROR") || strings.Contains(string(msg), "Warning") {
		t.Fatalf("ogr2ogr %s: %v\n%s", strings.Join(args, " "), err, msg)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	fc, err := geojson.UnmarshalFeatureCollection(data)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]*geojson.Feature{}
	for _, f := range fc.Features {
		id, _ := f.Properties["id"].(string)
		if id == "" {
			id, _ = f.ID.(string)
		}
		if found[id] != nil {
			t.Errorf("%s: id %q stands twice", file, id)
		}
		found[id] = f
	}
	return found
}

// sameGeometry compares to 1e-7 degrees, through what formats may change: a
// single part of a multi geometry, the sense and start of rings.
func sameGeometry(a, b orb.Geometry) error {
	if a == nil || b == nil {
		if a == nil && b == nil {
			return nil
		}
		return fmt.Errorf("%v and %v", a, b)
	}
	x, y := flatParts(a), flatParts(b)
	if len(x) != len(y) || a.Dimensions() != b.Dimensions() {
		return fmt.Errorf("%d parts and %d", len(x), len(y))
	}
	for i := range x {
		if len(x[i]) != len(y[i]) {
			return fmt.Errorf("part %d: %d vertices and %d", i, len(x[i]), len(y[i]))
		}
		if !sameRun(x[i], y[i]) {
			reversed := orb.LineString(y[i]).Clone()
			reversed.Reverse()
			if a.Dimensions() != 2 || !sameRun(x[i], reversed) {
				return fmt.Errorf("part %d: %v and %v", i, x[i], y[i])
			}
		}
	}
	return nil
}

func sameRun(a, b []orb.Point) bool {
	for i := range a {
		if !(math.Abs(a[i][0]-b[i][0]) <= 1e-7 && math.Abs(a[i][1]-b[i][1]) <= 1e-7) {
			return false
		}
	}
	return true
}

func flatParts(g orb.Geometry) [][]orb.Point {
	var out [][]orb.Point
	switch g := g.(type) {
	case orb.Point:
		return [][]orb.Point{{g}}
	case orb.MultiPoint:
		for _, p := range g {
			out = append(out, []orb.Point{p})
		}
	case orb.LineString:
		return [][]orb.Point{g}
	case orb.MultiLineString:
		for _, l := range g {
			out = append(out, l)
		}
	case orb.Polygon:
		for _, r := range g {
			out = append(out, r)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			out = append(out, flatParts(p)...)
		}
	case orb.Collection:
		for _, m := range g {
			out = append(out, flatParts(m)...)
		}
	}
	return out
}

// sameValue compares what GDAL read of a field with the feature's value: a
// number may have come as text, a list as text or JSON.
func sameValue(want, got any) bool {
	switch w := want.(type) {
	case nil:
		return got == nil || got == ""
	case bool:
		return got == w || got == fmt.Sprint(w) || got == map[bool]string{true: "T", false: "F"}[w] || got == map[bool]float64{true: 1}[w]
	case int64:
		return got == float64(w) || got == fmt.Sprint(w)
	case float64:
		if g, ok := got.(float64); ok {
			return math.Abs(g-w) <= 1e-9*math.Max(1, math.Abs(w))
		}
		text, _ := got.(string)
		g, err := strconv.ParseFloat(text, 64)
		return err == nil && math.Abs(g-w) <= 1e-9*math.Max(1, math.Abs(w))
	case []string, [2]float64:
		list, _ := json.Marshal(w)
		if text, ok := got.(string); ok {
			return text == string(list) || text == strings.Join(strings.Fields(strings.NewReplacer("[", "", "]", "", ",", " ").Replace(string(list))), " ") || strings.ReplaceAll(text, ";", `","`) == strings.Trim(string(list), `["]`)
		}
		if got == nil { // a text format's empty list
			return string(list) == "[]"
		}
		g, _ := json.Marshal(got)
		return string(g) == string(list)
	}
	return got == want
}

// GDAL reads each format it has a driver for, and finds the same features.
func TestGDALReadsWhatIsWritten(t *testing.T) {
	ogr2ogr := witness.Tool(t, "ogr2ogr", "gdal-bin")
	builtIn, err := layers.Open(layers.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	all := []*layers.Layer{openMixed(t)}
	for _, id := range []string{"rail-stations", "layout", "key-projects", "road-grid"} {
		l, ok := builtIn.Layer(id)
		if !ok {
			t.Fatal(id)
		}
		all = append(all, l)
	}
	for _, format := range []string{"csv", "ndjson", "geojsonseq", "fgb", "gpkg", "kml"} {
		for _, l := range all {
			t.Run(format+"/"+l.ID, func(t *testing.T) {
				file := gdalFile(t, format, whole(t, l))
				var args []string
				if format == "csv" {
					args = []string{"-oo", "GEOM_POSSIBLE_NAMES=wkt", "-oo", "KEEP_GEOM_COLUMNS=NO", "-oo", "AUTODETECT_TYPE=NO", "-a_srs", "OGC:CRS84"}
				}
				found := gdalReads(t, ogr2ogr, file, args...)
				if len(found) != l.Len() {
					t.Errorf("GDAL finds %d features, the layer has %d", len(found), l.Len())
				}
				for f := range l.All() {
					compareFound(t, f, found[f.ID])
				}
			})
		}
	}
}

func compareFound(t *testing.T, f *layers.Feature, got *geojson.Feature) {
	t.Helper()
	if got == nil {
		t.Errorf("%s is not found", f.ID)
		return
	}
	if err := sameGeometry(f.Geometry, got.Geometry); err != nil {
		t.Errorf("%s: geometry: %v", f.ID, err)
	}
	for _, c := range f.Layer().Columns() {
		name := c.Name
		if v, ok := got.Properties[name+"_2"]; ok && name == "NAME_ZH" {
			if !sameValue(f.Value(name), v) {
				t.Errorf("%s.%s: got %v, want %v", f.ID, name, v, f.Value(name))
			}
			continue
		}
		if !sameValue(f.Value(name), got.Properties[name]) {
			t.Errorf("%s.%s: got %v (%T), want %v", f.ID, name, got.Properties[name], got.Properties[name], f.Value(name))
		}
	}
}

// What is written in another system comes back to the same place, by GDAL's own transformation.
func TestGDALReprojectsWhatIsWritten(t *testing.T) {
	ogr2ogr := witness.Tool(t, "ogr2ogr", "gdal-bin")
	l := openMixed(t)
	for _, format := range []string{"fgb", "gpkg"} {
		for _, c := range crs.All() {
			if c.Code() == "OGC:CRS84" || c.SRID() == 0 {
				continue
			}
			t.Run(format+"/"+c.Code(), func(t *testing.T) {
				d := whole(t, l)
				d.CRS = c
				found := gdalReads(t, ogr2ogr, gdalFile(t, format, d), "-t_srs", "OGC:CRS84")
				for f := range l.All() {
					got := found[f.ID]
					if got == nil {
						t.Fatalf("%s is not found", f.ID)
					}
					if err := sameGeometry(f.Geometry, got.Geometry); err != nil {
						t.Errorf("%s: %v", f.ID, err)
					}
				}
			})
		}
	}
}

// GDAL finds by box, through the files' own spatial indexes, what the layer finds.
func TestGDALSearchesTheIndex(t *testing.T) {
	ogr2ogr := witness.Tool(t, "ogr2ogr", "gdal-bin")
	builtIn, err := layers.Open(layers.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	l, _ := builtIn.Layer("rail-stations")
	box := orb.Bound{Min: orb.Point{116.6, 39.8}, Max: orb.Point{116.7, 39.9}}
	want, err := l.Query(context.Background(), layers.Query{Bounds: []orb.Bound{box}, Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"fgb", "gpkg"} {
		found := gdalReads(t, ogr2ogr, gdalFile(t, format, whole(t, l)), "-spat", "116.6", "39.8", "116.7", "39.9")
		if len(found) != want.Matched || want.Matched == 0 {
			t.Errorf("%s: GDAL finds %d in the box, want %d", format, len(found), want.Matched)
		}
	}
}

// A Shapefile holds one kind of geometry, ten letters of a name and 254 bytes
// of a text: GDAL finds every feature in the file of its kind, under the names
// the .txt states.
func TestGDALReadsShapefiles(t *testing.T) {
	ogr2ogr := witness.Tool(t, "ogr2ogr", "gdal-bin")
	builtIn, err := layers.Open(layers.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	stations, _ := builtIn.Layer("rail-stations")
	projects, _ := builtIn.Layer("key-projects")
	for _, c := range []struct {
		layer *layers.Layer
		crs   string
		files []string
	}{
		{openMixed(t), "OGC:CRS84", []string{"mixed-points", "mixed-multipoints", "mixed-lines", "mixed-polygons"}},
		{openMixed(t), "EPSG:4548", []string{"mixed-points", "mixed-multipoints", "mixed-lines", "mixed-polygons"}},
		{openMixed(t), "EPSG:4527", []string{"mixed-points"}},
		{stations, "EPSG:4490", []string{"rail-stations"}},
		{projects, "OGC:CRS84", nil},
	} {
		t.Run(c.layer.ID+"/"+c.crs, func(t *testing.T) {
			d := whole(t, c.layer)
			if d.CRS, err = crs.Lookup(c.crs); err != nil {
				t.Fatal(err)
			}
			name := gdalFile(t, "shp", d)
			short, files := zipContents(t, name, c.layer.ID)
			for _, want := range c.files {
				if !slices.Contains(files, want+".shp") {
					t.Errorf("no %s.shp among %v", want, files)
				}
			}
			found := map[string]*geojson.Feature{}
			for _, f := range files {
				if strings.HasSuffix(f, ".shp") {
					maps.Copy(found, gdalReads(t, ogr2ogr, "/vsizip/"+name+"/"+f, "-t_srs", "OGC:CRS84"))
				}
			}
			if len(found) != c.layer.Len() {
				t.Errorf("GDAL finds %d features, the layer has %d", len(found), c.layer.Len())
			}
			for f := range c.layer.All() {
				got := found[f.ID]
				if got == nil {
					t.Errorf("%s is not found", f.ID)
					continue
				}
				if err := sameGeometry(f.Geometry, got.Geometry); err != nil {
					t.Errorf("%s: %v", f.ID, err)
				}
				for _, p := range c.layer.Columns() {
					want := f.Value(p.Name)
					if text, ok := want.(string); ok && len(text) > 254 {
						cut, _ := got.Properties[short[p.Name]].(string)
						if want = cut; !strings.HasPrefix(text, cut) || len(cut) < 250 {
							t.Errorf("%s.%s: cut to %q", f.ID, p.Name, cut)
						}
					}
					if !sameValue(want, got.Properties[short[p.Name]]) {
						t.Errorf("%s.%s (%s): got %v, want %v", f.ID, p.Name, short[p.Name], got.Properties[short[p.Name]], want)
					}
				}
			}
		})
	}
}

// zipContents lists a Shapefile's zip, and the short field name of each property from its .txt.
func zipContents(t *testing.T, name, id string) (map[string]string, []string) {
	t.Helper()
	zr, err := zip.OpenReader(name)
	if err != nil {
		t.Fatal(err)
	}
	defer zr.Close()
	short, files := map[string]string{}, []string{}
	for _, f := range zr.File {
		files = append(files, f.Name)
		if f.Name != id+".txt" {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		_, table, _ := strings.Cut(string(text), ".dbf: ")
		for _, line := range strings.Split(table, "\n") {
			if w := strings.Fields(line); len(w) >= 2 {
				short[w[1]] = w[0]
			}
		}
		if !strings.Contains(string(text), "method: ") {
			t.Errorf("no provenance in\n%s", text)
		}
	}
	return short, files
}

// What GDAL writes of a layer, in several systems and with Chinese texts in
// UTF-8 and GBK, opens as a layer with the same features.
func TestFilesOfGDALOpen(t *testing.T) {
	ogr2ogr := witness.Tool(t, "ogr2ogr", "gdal-bin")
	l := openMixed(t)
	source := gdalFile(t, "ndjson", whole(t, l))
	for name, c := range map[string]struct {
		file string
		args []string
	}{
		"GeoPackage":                    {"a.gpkg", []string{"-f", "GPKG"}},
		"GeoPackage in 4548":            {"b.gpkg", []string{"-f", "GPKG", "-t_srs", "EPSG:4548"}},
		"GeoPackage with heights":       {"h.gpkg", []string{"-f", "GPKG", "-dim", "XYZ"}},
		"FlatGeobuf":                    {"c.fgb", []string{"-f", "FlatGeobuf", "-mapFieldType", "StringList=String,RealList=String", "-lco", "SPATIAL_INDEX=NO"}},
		"FlatGeobuf in 32650 with tree": {"d.fgb", []string{"-f", "FlatGeobuf", "-mapFieldType", "StringList=String,RealList=String", "-t_srs", "EPSG:32650", "-where", "name_zh <> '未定位' OR name_zh IS NULL"}},
		"GeoJSON in 4527":               {"e.geojson", []string{"-f", "GeoJSON", "-t_srs", "EPSG:4527", "-lco", "COORDINATE_PRECISION=6"}},
		"KML":                           {"f.kml", []string{"-f", "LIBKML"}},
		"CSV":                           {"g.csv", []string{"-f", "CSV", "-lco", "GEOMETRY=AS_WKT", "-lco", "GEOMETRY_NAME=wkt"}},
		"Shapefile in UTF-8":            {"i.shp", []string{"-f", "ESRI Shapefile", "-lco", "ENCODING=UTF-8", "-where", "OGR_GEOMETRY = 'POLYGON' OR OGR_GEOMETRY = 'MULTIPOLYGON'"}},
		"Shapefile in GBK and 4548":     {"j.shp", []string{"-f", "ESRI Shapefile", "-lco", "ENCODING=GBK", "-t_srs", "EPSG:4548", "-where", "OGR_GEOMETRY = 'LINESTRING' OR OGR_GEOMETRY = 'MULTILINESTRING'"}},
		"Shapefile of points":           {"k.shp", []string{"-f", "ESRI Shapefile", "-lco", "ENCODING=GBK", "-where", "OGR_GEOMETRY = 'POINT'"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			args := append(append([]string{}, c.args...), filepath.Join(dir, c.file), source)
			if out, err := exec.Command(ogr2ogr, args...).CombinedOutput(); err != nil {
				t.Fatalf("ogr2ogr %v: %v\n%s", args, err, out)
			}
			o, err := layers.Open(os.DirFS(dir))
			if err != nil {
				t.Fatal(err)
			}
			if len(o.Layers()) != 1 || o.Layers()[0].Len() == 0 {
				t.Fatalf("%v", o.Layers())
			}
			texts := 0
			for f := range o.Layers()[0].All() {
				id := f.ID
				want, ok := l.ByID(id)
				if !ok {
					t.Errorf("an unknown feature %q", id)
					continue
				}
				if err := sameGeometry(want.Geometry, f.Geometry); err != nil {
					t.Errorf("%s: %v", id, err)
				}
				if got := f.Text("name_zh"); got != want.Text("name_zh") {
					t.Errorf("%s: name_zh %q, want %q", id, got, want.Text("name_zh"))
				} else if got != "" {
					texts++
				}
			}
			if texts == 0 && !strings.HasPrefix(c.file, "i") {
				t.Error("no Chinese text was compared")
			}
		})
	}
}

package layers_test

import (
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"layoutmap/geo/crs"
	"layoutmap/layers"

	"github.com/paulmach/orb"
)

// readable are the formats that are written and read.
var readable = []string{"csv", "fgb", "gpkg", "kml", "parquet"}

// described opens a written file as the data of a folder whose layer.yaml is the original's.
func described(t testing.TB, yaml, file string, data []byte) (*layers.Layer, error) {
	t.Helper()
	yaml = strings.Replace(yaml, "features.geojson", file, 1)
	c, err := layers.Open(fstest.MapFS{"it/layer.yaml": {Data: []byte(yaml)}, "it/" + file: {Data: data}})
	if err != nil {
		return nil, err
	}
	return c.Layers()[0], nil
}

// What is written is read back: every feature, place, and value.
func TestWrittenFilesAreReadBack(t *testing.T) {
	l := openMixed(t)
	for _, format := range readable {
		for _, c := range crs.All() {
			e, _ := layers.EncoderNamed(format)
			if !e.Writes(c) || format == "csv" && !c.IsCRS84() {
				continue
			}
			t.Run(format+"/"+c.Code(), func(t *testing.T) {
				d := whole(t, l)
				d.CRS = c
				yaml := mixedYAML
				if format != "csv" { // there a second NAME_ZH is a name of its own
					yaml = strings.Replace(yaml, "name: NAME_ZH", "name: NAME_ZH_2", 1)
				}
				if format == "fgb" {
					yaml = mixedYAML
				}
				if format == "kml" {
					yaml = strings.Replace(yaml, "schema:", "schema:\n  - {name: name, type: string, title: {zh: 名, en: Name}}", 1)
				}
				back, err := described(t, yaml, "mixed"+e.Extension, encode(t, format, d))
				if err != nil {
					t.Fatal(err)
				}
				compareLayers(t, l, back)
			})
		}
	}
}

func compareLayers(t *testing.T, l, back *layers.Layer) {
	t.Helper()
	if back.Len() != l.Len() {
		t.Errorf("%d features came back of %d", back.Len(), l.Len())
	}
	for f := range l.All() {
		got, ok := back.ByID(f.ID)
		if !ok {
			t.Errorf("%s did not come back", f.ID)
			continue
		}
		if err := sameGeometry(f.Geometry, got.Geometry); err != nil {
			t.Errorf("%s: %v", f.ID, err)
		}
		for _, p := range l.Columns() {
			v := got.Value(p.Name)
			if _, ok := back.Column(p.Name + "_2"); ok {
				v = got.Value(p.Name + "_2")
			}
			want := f.Value(p.Name)
			if text, ok := want.(string); ok { // line ends inside of texts follow the format
				want = strings.ReplaceAll(text, "\r\n", "\n")
			}
			if !reflect.DeepEqual(v, want) {
				t.Errorf("%s.%s: got %#v, want %#v", f.ID, p.Name, v, want)
			}
		}
	}
}

// A Shapefile's zip comes back kind by kind, under the short names.
func TestWrittenShapefilesAreReadBack(t *testing.T) {
	l := openMixed(t)
	for _, code := range []string{"OGC:CRS84", "EPSG:4490", "EPSG:4548", "EPSG:4527", "EPSG:3857", "EPSG:32650"} {
		d := whole(t, l)
		var err error
		if d.CRS, err = crs.Lookup(code); err != nil {
			t.Fatal(err)
		}
		data := encode(t, "shp", d)
		seen := 0
		for _, table := range []string{"mixed-points", "mixed-multipoints", "mixed-lines", "mixed-polygons"} {
			head, _, _ := strings.Cut(mixedYAML, "schema:")
			back, err := described(t, head+"table: "+table+"\n", "features.geojson", nil)
			if err == nil {
				t.Fatal("nothing was read as GeoJSON", back)
			}
			c, err := layers.Open(fstest.MapFS{
				"it/layer.yaml": {Data: []byte(strings.Replace(head, "features.geojson", "m.shp.zip", 1) + "table: " + table + "\n")}, "it/m.shp.zip": {Data: data}})
			if err != nil {
				t.Fatalf("%s %s: %v", code, table, err)
			}
			for f := range c.Layers()[0].All() {
				seen++
				want, ok := l.ByID(f.ID)
				if !ok {
					t.Fatalf("an unknown %s", f.ID)
				}
				if err := sameGeometry(want.Geometry, f.Geometry); err != nil {
					t.Errorf("%s %s: %v", code, f.ID, err)
				}
				if f.Text("name_zh") != want.Text("name_zh") || fmt.Sprint(f.Value("seq")) != fmt.Sprint(want.Value("seq")) || fmt.Sprint(f.Value("built")) != fmt.Sprint(want.Value("built")) {
					t.Errorf("%s: %s %v %v", f.ID, f.Text("name_zh"), f.Value("seq"), f.Value("built"))
				}
			}
		}
		if seen != l.Len() {
			t.Errorf("%s: %d features came back of %d", code, seen, l.Len())
		}
	}
}

// Files that lie in a folder by themselves are layers; what nobody stated is unknown.
func TestBareFiles(t *testing.T) {
	l := openMixed(t)
	d := whole(t, l)
	files := fstest.MapFS{"README.md": {Data: []byte("not a layer")}, "other.json": {Data: []byte("{}")}}
	for _, format := range readable {
		e, _ := layers.EncoderNamed(format)
		files["Plan of "+format+e.Extension] = &fstest.MapFile{Data: encode(t, format, d)}
	}
	files["通州.geojson"] = &fstest.MapFile{Data: []byte(mixedGeoJSON)}
	c, err := layers.Open(files)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Layers()) != len(readable)+1 || len(c.Notes()) < len(c.Layers()) {
		t.Errorf("%d layers, notes %q", len(c.Layers()), c.Notes())
	}
	for _, want := range []string{"plan-of-csv", "plan-of-fgb", "mixed", "plan-of-kml", "plan-of-parquet"} {
		got, ok := c.Layer(want)
		if !ok {
			t.Errorf("no layer %s among %v", want, c.Layers())
			continue
		}
		if got.Provenance.Method != "unknown" || got.Provenance.AccuracyM != nil || got.Len() != l.Len() || got.Geometry != "Geometry" {
			t.Errorf("%s: %+v, %d features, %s", want, got.Provenance, got.Len(), got.Geometry)
		}
		f := mustByID(t, got, "point")
		if f.Text("name_zh") != "漷县镇" || fmt.Sprint(f.Value("seq")) != "9007199254740991" && fmt.Sprint(f.Value("seq")) != fmt.Sprint(9007199254740991.0) || fmt.Sprint(f.Value("built")) != "true" {
			t.Errorf("%s: %v %v %v", want, f.Text("name_zh"), f.Value("seq"), f.Value("built"))
		}
		// What each feature says of itself is kept.
		if f.Text("method") != "digitised" || f.Text("source") != "为测试绘制" {
			t.Errorf("%s: method %q, source %q", want, f.Text("method"), f.Text("source"))
		}
	}
}

// A word of the office's own in a column of a common name does not end the start.
func TestBareFileKeepsItsOwnWords(t *testing.T) {
	c, err := layers.Open(fstest.MapFS{"sites.csv": {Data: []byte("lon,lat,status,name_zh,code,n\n116.6,39.9,在建,一号,007,1.5\n116.7,39.8,已建,二号,008,2\n,,,三号,,\n")}})
	if err != nil {
		t.Fatal(err)
	}
	l := c.Layers()[0]
	f := l.Feature(0)
	if l.ID != "sites" || f.ID != "1" || f.Text("file_status") != "在建" || f.Value("status") != nil || f.Text("name_zh") != "一号" || f.Text("code") != "007" || f.Value("n") != 1.5 || f.Geometry != (orb.Point{116.6, 39.9}) {
		t.Errorf("%s %s %v %v %v", l.ID, f.ID, f.Value("file_status"), f.Value("code"), f.Geometry)
	}
	if l.Len() != 3 || l.Feature(2).Geometry != nil {
		t.Errorf("%d features", l.Len())
	}
	if !strings.Contains(strings.Join(c.Notes(), "\n"), "file_status") {
		t.Errorf("notes %q", c.Notes())
	}
}

// GCJ-02 input is declared in layer.yaml, old GeoJSON states its own system.
func TestInputInAnotherSystem(t *testing.T) {
	gcj, err := crs.Lookup("GCJ-02")
	if err != nil {
		t.Fatal(err)
	}
	at := orb.Point{116.65, 39.9}
	bent := gcj.Forward(at)
	body := func(p orb.Point, member string) string {
		return fmt.Sprintf(`{"type":"FeatureCollection",%s"features":[{"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[%.12g,%.12g]},"properties":{}}]}`, member, p[0], p[1])
	}
	gk, _ := crs.Lookup("EPSG:4548")
	for name, c := range map[string]struct{ yaml, data string }{
		"GCJ-02 in layer.yaml":    {mixedYAML + "crs: GCJ-02\n", body(bent, "")},
		"EPSG:4548 in the file":   {mixedYAML, body(gk.Forward(at), `"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4548"}},`)},
		"EPSG:4548 in layer.yaml": {mixedYAML + "crs: EPSG:4548\n", body(gk.Forward(at), "")},
	} {
		o, err := layers.Open(folder(c.yaml, c.data))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err := sameGeometry(at, o.Layers()[0].Feature(0).Geometry); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, c := range map[string]struct{ yaml, data, want string }{
		"unknown in layer.yaml": {mixedYAML + "crs: EPSG:2000\n", body(at, ""), "EPSG:2000"},
		"unknown in the file":   {mixedYAML, body(at, `"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::2000"}},`), "EPSG::2000"},
	} {
		if _, err := layers.Open(folder(c.yaml, c.data)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want an error with %s", name, err, c.want)
		}
	}
}

// The GeoPackage that OGC publishes for CQL2 gives its three layers.
func TestPublishedGeoPackage(t *testing.T) {
	dir := os.DirFS("../../shared/conformance/cql2")
	data, err := fs.ReadFile(dir, "ne110m4cql2.gpkg")
	if err != nil {
		t.Skip("left out: ../shared/conformance/cql2 is not beside this checkout")
	}
	c, err := layers.Open(fstest.MapFS{"ne110m4cql2.gpkg": {Data: data}})
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{"ne_110m_admin_0_countries": 177, "ne_110m_populated_places_simple": 243, "ne_110m_rivers_lake_centerlines": 13} // ogrinfo 3.6
	if len(c.Layers()) != 3 {
		t.Errorf("%d layers, want 3", len(c.Layers()))
	}
	for _, l := range c.Layers() {
		if l.Len() != counts[l.ID] {
			t.Errorf("%s: %d features, want %d", l.ID, l.Len(), counts[l.ID])
		}
	}
}

package layers_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/fstest"

	"layoutmap/layers"
)

// seedOf is a small file of a format that has every kind of value.
func seedOf(t testing.TB, format string) []byte { return encode(t, format, whole(t, openMixed(t))) }

// opens opens bytes as a bare file: layers whose features can be written again, or an error.
func opens(t *testing.T, files fstest.MapFS) {
	t.Helper()
	c, err := layers.Open(files)
	if err != nil {
		return
	}
	for _, l := range c.Layers() {
		d := whole(t, l)
		for f := range l.All() {
			if f.Geometry != nil && f.Geometry.Bound().IsEmpty() {
				t.Errorf("%s: an empty geometry is not nil", f.ID)
			}
		}
		for _, e := range layers.Encoders() {
			if e.Name == "gpkg" { // a file on disk each: too slow for fuzzing
				continue
			}
			if err := e.Encode(io.Discard, d); err != nil && e.Name != "shp" { // names and records may be too many for dBASE
				t.Errorf("%s: %v", e.Name, err)
			}
		}
	}
}

func FuzzOpenGPKG(f *testing.F) {
	f.Add(seedOf(f, "gpkg"))
	f.Add([]byte("SQLite format 3\x00"))
	f.Fuzz(func(t *testing.T, data []byte) { opens(t, fstest.MapFS{"a.gpkg": {Data: data}}) })
}

func FuzzOpenFGB(f *testing.F) {
	f.Add(seedOf(f, "fgb"))
	f.Add([]byte("fgb\x03fgb\x00\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, data []byte) { opens(t, fstest.MapFS{"a.fgb": {Data: data}}) })
}

func FuzzOpenParquet(f *testing.F) {
	f.Add(seedOf(f, "parquet"))
	f.Add([]byte("PAR1PAR1"))
	f.Fuzz(func(t *testing.T, data []byte) { opens(t, fstest.MapFS{"a.parquet": {Data: data}}) })
}

func FuzzOpenKML(f *testing.F) {
	f.Add(seedOf(f, "kml"))
	f.Add([]byte(`<kml><Placemark id="a"><name>x</name><MultiGeometry><MultiGeometry><Point><coordinates>1,2,3</coordinates></Point></MultiGeometry></MultiGeometry></Placemark></kml>`))
	f.Fuzz(func(t *testing.T, data []byte) { opens(t, fstest.MapFS{"a.kml": {Data: data}}) })
}

func FuzzOpenCSV(f *testing.F) {
	f.Add(seedOf(f, "csv"))
	f.Add([]byte("lon,lat,status\n1,2,x\n"))
	f.Fuzz(func(t *testing.T, data []byte) { opens(t, fstest.MapFS{"a.csv": {Data: data}}) })
}

func FuzzOpenBareGeoJSON(f *testing.F) {
	f.Add([]byte(mixedGeoJSON))
	f.Add([]byte(`{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:4548"}},"features":[{"properties":{"a":[1],"b":{"c":1},"id":"x"},"geometry":null}]}`))
	f.Fuzz(func(t *testing.T, data []byte) { opens(t, fstest.MapFS{"a.geojson": {Data: data}}) })
}

func FuzzOpenShapefile(f *testing.F) {
	parts := unzip(f, seedOf(f, "shp"))
	for _, stem := range []string{"mixed-points", "mixed-lines", "mixed-polygons", "mixed-multipoints"} {
		f.Add(parts[stem+".shp"], parts[stem+".dbf"], string(parts[stem+".prj"]), "UTF-8")
		f.Add(parts[stem+".shp"], parts[stem+".dbf"], string(parts[stem+".prj"]), "GBK")
	}
	f.Fuzz(func(t *testing.T, shp, dbf []byte, prj, cpg string) {
		opens(t, fstest.MapFS{"a.shp": {Data: shp}, "a.dbf": {Data: dbf}, "a.prj": {Data: []byte(prj)}, "a.cpg": {Data: []byte(cpg)}})
	})
}

func unzip(t testing.TB, data []byte) map[string][]byte {
	t.Helper()
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range zr.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if out[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// A file cut anywhere, or with a byte turned over, never crashes the reader.
func TestDamagedFilesAreRefusedOrRead(t *testing.T) {
	for _, format := range []string{"fgb", "kml", "csv", "gpkg", "parquet"} {
		e, _ := layers.EncoderNamed(format)
		data := seedOf(t, format)
		step := max(1, len(data)/150)
		for at := 0; at < len(data); at += step {
			opens(t, fstest.MapFS{"a" + e.Extension: {Data: data[:at]}})
			turned := bytes.Clone(data)
			turned[at] ^= 0xff
			opens(t, fstest.MapFS{"a" + e.Extension: {Data: turned}})
		}
	}
	parts := unzip(t, seedOf(t, "shp"))
	for _, extension := range []string{".shp", ".dbf", ".prj"} {
		for at := range parts["mixed-polygons"+extension] {
			if at%7 != 0 {
				continue
			}
			files := fstest.MapFS{}
			for _, other := range []string{".shp", ".dbf", ".prj", ".cpg"} {
				files["a"+other] = &fstest.MapFile{Data: parts["mixed-polygons"+other]}
			}
			files["a"+extension] = &fstest.MapFile{Data: parts["mixed-polygons"+extension][:at]}
			opens(t, files)
		}
	}
}

// Files made to exhaust or mislead get a refusal that names what is wrong.
func TestHostileFiles(t *testing.T) {
	deep := strings.Repeat("<MultiGeometry>", 100_000)
	shp := unzip(t, seedOf(t, "shp"))
	huge := bytes.Clone(shp["mixed-lines.shp"])
	copy(huge[100+8+4+32:], []byte{0xff, 0xff, 0xff, 0x7f}) // two thousand million parts
	for name, c := range map[string]struct {
		files fstest.MapFS
		want  string
	}{
		"KML nested 100 000 deep":       {fstest.MapFS{"a.kml": {Data: []byte("<kml><Placemark>" + deep)}}, "deeper than"},
		"KML with an entity":            {fstest.MapFS{"a.kml": {Data: []byte(`<!DOCTYPE kml [<!ENTITY a "aaaa">]><kml><Placemark><name>&a;</name></Placemark></kml>`)}}, "entity"},
		"a text that is no GeoPackage":  {fstest.MapFS{"a.gpkg": {Data: []byte("hello")}}, "not a GeoPackage"},
		"FlatGeobuf of another version": {fstest.MapFS{"a.fgb": {Data: []byte("fgb\x02fgb\x00\x00\x00\x00\x00")}}, "version 3"},
		"FlatGeobuf with a huge header": {fstest.MapFS{"a.fgb": {Data: []byte("fgb\x03fgb\x00\xff\xff\xff\xff")}}, "cut short"},
		"Shapefile with parts nowhere":  {fstest.MapFS{"a.shp": {Data: huge}, "a.dbf": {Data: shp["mixed-lines.dbf"]}, "a.prj": {Data: shp["mixed-lines.prj"]}}, "cut short"},
		"Shapefile without a .prj":      {fstest.MapFS{"a.shp": {Data: shp["mixed-lines.shp"]}, "a.dbf": {Data: shp["mixed-lines.dbf"]}}, "a.prj is missing"},
		"Shapefile in an unknown CRS":   {fstest.MapFS{"a.shp": {Data: shp["mixed-lines.shp"]}, "a.dbf": {Data: shp["mixed-lines.dbf"]}, "a.prj": {Data: []byte(`PROJCS["Beijing_1954_GK_Zone_20",GEOGCS["x"]]`)}}, "Beijing_1954_GK_Zone_20"},
		"CSV without a place":           {fstest.MapFS{"a.csv": {Data: []byte("a,b\n1,2\n")}}, "no place"},
		"a zip without a Shapefile":     {fstest.MapFS{"a.zip": {Data: []byte("PK\x05\x06" + strings.Repeat("\x00", 18))}}, "no Shapefile"},
		"coordinates off the globe":     {fstest.MapFS{"a.csv": {Data: []byte("lon,lat\n500000,4400000\n")}}, "not longitude and latitude"},
	} {
		if _, err := layers.Open(c.files); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want an error with %q", name, err, c.want)
		}
	}
}

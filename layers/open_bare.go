package layers

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"layoutmap/geo/crs"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
)

// isBare tells whether a file that lies in a source by itself, without a
// layer.yaml, is read as a layer.
func isBare(name string) bool {
	_, ok := bareReader(name)
	return ok && !strings.HasPrefix(name, ".")
}

func bareReader(name string) (tableReader, bool) {
	if strings.EqualFold(path.Ext(name), ".geojson") {
		return tableReader{".geojson", openBareGeoJSON, nil}, true
	}
	return readerOf(name)
}

// openBare reads a file that nobody described: its layer.yaml is guessed, and
// the notes say how. A file with several tables
// gives a layer for each. What
// nobody stated stays unstated: method unknown, no accuracy, no licence.
func openBare(fsys fs.FS, name string) ([]*Layer, []string, error) {
	data, err := readLimited(fsys, name)
	if err != nil {
		return nil, nil, err
	}
	reader, _ := bareReader(name)
	tables := []string{""}
	if reader.tables != nil {
		if tables, err = reader.tables(data); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	var out []*Layer
	var notes []string
	for _, tableName := range tables {
		file, err := openBareTable(reader, dataFile{fsys: fsys, path: name, data: data, table: tableName}, titleOfFile(name, tableName))
		if err != nil {
			if tableName != "" {
				err = fmt.Errorf("table %s: %w", tableName, err)
			}
			return nil, nil, fmt.Errorf("%s: %w", name, err)
		}
		out = append(out, file.Layer)
		notes = append(notes, file.Notes...)
	}
	return out, notes, nil
}

// titleOfFile is what a file without a description is called: by its table, or by itself.
func titleOfFile(name, table string) string {
	if table != "" {
		return table
	}
	return strings.TrimSuffix(strings.TrimSuffix(path.Base(name), path.Ext(name)), ".shp")
}

func openBareTable(reader tableReader, f dataFile, title string) (File, error) {
	f.digest = sha256.New()
	t, err := reader.open(f)
	if err != nil {
		return File{}, err
	}
	open := false
	m := Meta{
		ID: guessID(title), Title: Text{title, title}, Data: path.Base(f.path), Table: f.table, Geometry: "Geometry",
		Description: Text{"文件 " + path.Base(f.path) + "，无说明。", "The file " + path.Base(f.path) + ", which nobody described."},
		Provenance:  Provenance{Source: path.Base(f.path), Licence: "not stated", Method: "unknown", CRSOriginal: t.crs.Code(), Open: &open},
	}
	renamed, err := t.adapt()
	if err != nil {
		return File{}, err
	}
	f.digest.Write([]byte(m.ID + "\n"))
	f.digest.Write(f.data)
	l, err := t.layer(m, hex.EncodeToString(f.digest.Sum(nil)[:12]))
	if err != nil {
		return File{}, err
	}
	notes := []string{fmt.Sprintf("%s has no layer.yaml: opened as layer %s (%d features, %s, %d fields, coordinates in %s; source, licence and accuracy are not stated)",
		f.path, l.ID, l.Len(), l.Geometry, len(t.columns), t.crs)}
	for _, r := range renamed {
		notes = append(notes, fmt.Sprintf("%s: %s", f.path, r))
	}
	file := File{Layer: l, Notes: notes}
	for _, c := range t.columns {
		if at, ok := l.column[c.name]; ok {
			file.Columns = append(file.Columns, at)
		}
	}
	return file, nil
}

// layer makes a layer of the table; its schema is the table's columns.
func (t *table) layer(m Meta, digest string) (*Layer, error) {
	m.Schema = t.schema()
	if err := m.check(); err != nil {
		return nil, err
	}
	b := newBuilder(m, digest)
	b.system = t.crs
	if err := b.readTable(t); err != nil {
		return nil, err
	}
	b.layer.Geometry = b.layer.oneGeometry()
	return b.finish()
}

// oneGeometry is the GeoJSON type of all features, Geometry where they differ.
func (l *Layer) oneGeometry() string {
	one := ""
	for i := range l.features {
		g := l.features[i].Geometry
		if g == nil {
			continue
		}
		if one != "" && one != g.GeoJSONType() {
			return "Geometry"
		}
		one = g.GeoJSONType()
	}
	if one == "" || one == "GeometryCollection" {
		return "Geometry"
	}
	return one
}

var notID = regexp.MustCompile(`[^a-z0-9_-]+`)

// guessID makes an id of a name; a name without a usable letter gives a digest of it.
func guessID(name string) string {
	id := strings.Trim(notID.ReplaceAllString(strings.ToLower(name), "-"), "-_")
	if len(id) > 64 {
		id = strings.Trim(id[:64], "-_")
	}
	if id == "" {
		sum := sha256.Sum256([]byte(name))
		id = "layer-" + hex.EncodeToString(sum[:4])
	}
	return id
}

// adapt fits the columns to what their values are: one of a common name whose
// values do not fit there (a status in the office's own words) is called
// file_<name>, and one whose values are not of the type the file states is text.
// It returns what it changed.
func (t *table) adapt() ([]string, error) {
	common := CommonProperties()
	expected := make([]Property, len(t.columns))
	for i, c := range t.columns {
		if c.name == "geometry" {
			t.columns[i].name = "file_geometry"
		}
		expected[i] = Property{Name: c.name, Type: c.kind}
		if at := slices.IndexFunc(common, func(p Property) bool { return p.Name == c.name }); at >= 0 {
			expected[i] = common[at]
		}
	}
	faults := make([]error, len(t.columns))
	if err := t.each(func(r record) error {
		for i := range expected {
			if faults[i] == nil {
				_, faults[i] = expected[i].fromFile(r.values[i])
			}
		}
		return nil
	}); err != nil {
		return nil, err
	}
	var notes []string
	for i, fault := range faults {
		if fault == nil {
			continue
		}
		name := t.columns[i].name
		if slices.ContainsFunc(common, func(p Property) bool { return p.Name == name }) {
			t.columns[i].name = "file_" + name
		}
		if !t.fits(i) {
			t.columns[i].kind = String
		}
		notes = append(notes, fmt.Sprintf("field %s is served as %s (%s): %v", excerpt(name), excerpt(t.columns[i].name), t.columns[i].kind, fault))
	}
	return notes, nil
}

// fits tells whether all values of a column are of the type the file states.
func (t *table) fits(i int) bool {
	p := Property{Name: t.columns[i].name, Type: t.columns[i].kind}
	return t.each(func(r record) error { _, err := p.fromFile(r.values[i]); return err }) == nil
}

// schema is the properties the columns make beyond the common ones.
func (t *table) schema() []Property {
	common := CommonProperties()
	var out []Property
	for _, c := range t.columns {
		if c.name == "id" || slices.ContainsFunc(common, func(p Property) bool { return p.Name == c.name }) {
			continue
		}
		out = append(out, Property{Name: c.name, Type: c.kind, Title: Text{c.name, c.name}})
	}
	return out
}

// openBareGeoJSON reads a FeatureCollection without knowing its schema: a
// property's type is what all its values have in common, text where they differ.
func openBareGeoJSON(f dataFile) (*table, error) {
	t := &table{crs: crs.CRS84()}
	var names []string
	kinds := map[string]Type{}
	system, err := eachGeoJSON(f.data, func(n int, feature *geoJSONFeature) error {
		fresh := make([]string, 0, len(feature.Properties))
		for name, raw := range feature.Properties {
			kind := jsonKind(raw)
			known, ok := kinds[name]
			switch {
			case !ok:
				fresh = append(fresh, name)
				kinds[name] = kind
			case known == "" || known == Integer && kind == Number:
				kinds[name] = kind
			case kind != known && kind != "" && !(known == Number && kind == Integer):
				kinds[name] = String
			}
		}
		slices.Sort(fresh) // a map has no order; files list the same names in each feature
		names = append(names, fresh...)
		return nil
	})
	if err != nil {
		return nil, err
	}
	t.crs = system
	for _, name := range names {
		if kinds[name] == "" {
			kinds[name] = String
		}
		t.columns = append(t.columns, column{name, kinds[name]})
	}
	t.each = func(yield func(record) error) error {
		_, err := eachGeoJSON(f.data, func(n int, feature *geoJSONFeature) error {
			r := record{id: feature.id(), values: make([]any, len(names))}
			if len(feature.Geometry) > 0 && string(feature.Geometry) != "null" {
				g, err := geojson.UnmarshalGeometry(feature.Geometry)
				if err != nil {
					return fmt.Errorf("feature %d: geometry: %w", n, err)
				}
				r.geometry = orb.Clone(g.Geometry())
			}
			for i, name := range names {
				r.values[i] = jsonValue(feature.Properties[name])
			}
			return yield(r)
		})
		return err
	}
	return t, nil
}

// jsonKind is the type of a JSON value, "" for null.
func jsonKind(raw json.RawMessage) Type {
	switch jsonValue(raw).(type) {
	case nil:
		return ""
	case bool:
		return Boolean
	case int64:
		return Integer
	case float64:
		return Number
	case []string:
		return Strings
	}
	return String
}

// jsonValue is a JSON value as a file's; an object, or a list of other things
// than texts, is its own JSON text.
func jsonValue(raw json.RawMessage) any {
	var list []string
	var v any
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return nil
	case raw[0] == '[' && json.Unmarshal(raw, &list) == nil:
		return list
	case raw[0] == '[' || raw[0] == '{':
		return string(raw)
	case raw[0] != '"' && raw[0] != 't' && raw[0] != 'f':
		var n int64
		if json.Unmarshal(raw, &n) == nil {
			return n
		}
	}
	if json.Unmarshal(raw, &v) != nil {
		return string(raw)
	}
	return v
}

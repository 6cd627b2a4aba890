package layers

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"layoutmap/geo/crs"

	"github.com/paulmach/orb"
)

// table is a data file with a schema of its own, as its reader leaves it.
type table struct {
	columns []column
	crs     crs.CRS
	each    func(yield func(record) error) error // features in the order of the file; may be called again
}

// column is an attribute of the file under the type it states there.
type column struct {
	name string
	kind Type
}

// record is one feature: geometry in the file's CRS, x (east) before y (north),
// nil without a place; values by column, nil for null.
type record struct {
	id       string // where the format itself has one
	at       string // where it stands, such as "line 5"; "" is its number
	geometry orb.Geometry
	values   []any // string, int64, float64, bool, []string, time.Time
}

// dataFile is a data file on its way in.
type dataFile struct {
	fsys  fs.FS
	path  string
	data  []byte
	table string // of a file with several; "" for its only one

	system string    // the CRS as layer.yaml states it; "" is as the file states it
	digest hash.Hash // takes in what is read besides data: it makes the layer too
}

// fileCRS is the system layer.yaml states, else what the file's own says.
func (f *dataFile) fileCRS(own func() (crs.CRS, error)) (crs.CRS, error) {
	if f.system != "" {
		return lookupCRS(f.system)
	}
	return own()
}

// tableReader reads one format.
type tableReader struct {
	extension string
	open      func(dataFile) (*table, error)
	tables    func(data []byte) ([]string, error) // names of the tables; nil where a file is one
}

// tableReaders lists the formats that bring a schema of their own. GeoJSON
// with a layer.yaml is read beside them, strictly by its schema.
func tableReaders() []tableReader {
	return []tableReader{
		{".gpkg", openGPKG, gpkgFeatureTables},
		{".fgb", openFGB, nil},
		{".shp", openShapefile, nil},
		{".zip", openZippedShapefile, zippedShapefiles},
		{".kml", openKML, nil},
		{".parquet", openParquet, nil},
		{".csv", openCSV, nil},
	}
}

// readerOf finds the reader for a file by its extension.
func readerOf(name string) (tableReader, bool) {
	for _, r := range tableReaders() {
		if strings.EqualFold(path.Ext(name), r.extension) {
			return r, true
		}
	}
	return tableReader{}, false
}

// readTable adds the table's features. A column named id gives the ids; without
// one, and without ids of the format's own, they are the numbers from 1.
func (b *builder) readTable(t *table) error {
	l := b.layer
	targets := make([]int, len(t.columns)) // in Layer.columns, -1 for the id
	for i, c := range t.columns {
		if c.name == "id" {
			targets[i] = -1
			continue
		}
		at, ok := l.column[c.name]
		if !ok {
			return fmt.Errorf("field %s is not in the schema of layer.yaml", excerpt(c.name))
		}
		targets[i] = at
	}
	method, accuracy := l.column["method"], l.column["accuracy_m"]
	n := 0
	return t.each(func(r record) error {
		n++
		id := r.id
		for i, at := range targets {
			if at < 0 && r.values[i] != nil {
				id = formatText(r.values[i])
			}
		}
		if id == "" {
			id = strconv.Itoa(n)
		}
		at := r.at
		if at == "" {
			at = "feature " + strconv.Itoa(n)
		}
		if err := b.row(id, b.place(r.geometry)); err != nil {
			return fmt.Errorf("%s: %w", at, err)
		}
		stated := false
		for i, c := range targets {
			if c < 0 || r.values[i] == nil {
				continue
			}
			v, err := l.columns[c].fromFile(r.values[i])
			if err != nil {
				return fmt.Errorf("%s: %s: %w", at, excerpt(id), err)
			}
			if v != nil {
				b.set(c, v)
			}
			stated = stated || c == method
		}
		if blank := slices.Index(targets, accuracy); stated && blank >= 0 && r.values[blank] == nil {
			b.set(accuracy, nil) // who states the method states the accuracy too: here that there is none
		}
		return nil
	})
}

// fromFile turns a value as a file has it into one of the property's type: a
// number may come as text, a list as text in JSON or with semicolons. An empty
// text is null for all but strings.
func (p *Property) fromFile(v any) (any, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case time.Time:
		if p.Type == Date {
			return p.fromText(v.Format(time.DateOnly))
		}
		return p.fromText(v.UTC().Format(time.RFC3339Nano))
	case []string:
		if p.Type == Strings {
			return v, nil
		}
		return p.fromFile(string(appendValue(nil, v)))
	case bool:
		if p.Type == Boolean {
			return v, nil
		}
	case int64:
		switch p.Type {
		case Integer:
			return v, nil
		case Number:
			return float64(v), nil
		case Boolean:
			if v == 0 || v == 1 {
				return v == 1, nil
			}
		}
	case float64:
		switch {
		case math.IsNaN(v) || math.IsInf(v, 0):
			return nil, nil // what files write for null
		case p.Type == Number:
			return v, nil
		case p.Type == Integer && v == math.Trunc(v) && math.Abs(v) < 1<<63:
			return int64(v), nil
		}
	case string:
		text := strings.TrimSpace(v)
		if p.Type != String && text == "" {
			return nil, nil
		}
		switch p.Type {
		case Boolean:
			if i := slices.Index([]string{"0", "1", "f", "t", "F", "T", "N", "Y"}, text); i >= 0 {
				return i%2 == 1, nil
			}
			return p.fromText(strings.ToLower(text))
		case Integer, Number, Date, DateTime:
			return p.fromText(text)
		case Strings, Point:
			if strings.HasPrefix(text, "[") {
				dec := json.NewDecoder(strings.NewReader(text))
				dec.UseNumber()
				var list any
				if err := dec.Decode(&list); err != nil {
					return nil, fmt.Errorf("%w: %s: %v", ErrValue, p.Name, err)
				}
				return p.fromJSON(list)
			}
		}
		return p.fromText(v)
	}
	if p.Type == String {
		return p.fromText(formatText(v))
	}
	return nil, fmt.Errorf("%w: %s is not a %s: %v", ErrValue, p.Name, p.Type, v)
}

// place is a file's geometry as a layer keeps it; an empty one is none.
func (b *builder) place(g orb.Geometry) orb.Geometry {
	if g == nil || g.Bound().IsEmpty() {
		return nil
	}
	return orient(b.onGlobe(g))
}

// onGlobe brings a geometry to CRS84 and takes back what rounding put beyond
// the antimeridian or a pole, so that -180 to 180.00000000000006 is the whole world.
func (b *builder) onGlobe(g orb.Geometry) orb.Geometry {
	const noise = 1e-9 // degrees, 0.1 mm
	return crs.Map(g, func(p orb.Point) orb.Point {
		p = b.system.Inverse(p)
		for i, limit := range [...]float64{180, 90} {
			if over := math.Abs(p[i]) - limit; over > 0 && over <= noise {
				p[i] = math.Copysign(limit, p[i])
			}
		}
		return p
	})
}

// orient turns rings to RFC 7946's sense: exteriors counter-clockwise, holes
// clockwise. It writes into the geometry, which the reader has just made.
func orient(g orb.Geometry) orb.Geometry {
	switch g := g.(type) {
	case orb.Polygon:
		for i, r := range g {
			if o := r.Orientation(); i == 0 && o == orb.CW || i > 0 && o == orb.CCW {
				r.Reverse()
			}
		}
	case orb.MultiPolygon:
		for _, p := range g {
			orient(p)
		}
	case orb.Collection:
		for _, m := range g {
			orient(m)
		}
	}
	return g
}

// excerpt quotes what a file says where a fault or a note speaks of it, so that
// no byte of it reaches a terminal as it is, and no more than a line's worth.
func excerpt(text string) string {
	const most = 60 // characters
	n := 0
	for at := range text {
		if n++; n > most {
			return strconv.Quote(text[:at]) + "…"
		}
	}
	return strconv.Quote(text)
}

// errTruncated says that a file ends before what it announces.
var errTruncated = errors.New("the file is cut short or damaged")

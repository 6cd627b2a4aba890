package layers

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"layoutmap/geo/crs"

	"github.com/paulmach/orb"
)

// Encoder writes a document in one file format. It streams: beside the
// document's own list of matches it holds one feature at a time, and what its
// format must know beforehand (an index of boxes, the widths of columns).
// Equal documents give equal bytes.
type Encoder struct {
	Name      string // the value of f= and of --format
	Title     string
	MediaType string
	Extension string // of a file's name, with its dot
	systems   systems
	encode    func(io.Writer, *Document) error
}

// systems says which coordinate reference systems a format can carry.
type systems int

const (
	crs84Only  systems = iota
	registered         // those of the EPSG register: the file states the code
	everyone           // those of the URIs here too: the file names its URI, or the sender does
)

// Writes tells whether the format can carry coordinates of a CRS.
func (e *Encoder) Writes(c crs.CRS) bool {
	return c.IsCRS84() || e.systems == everyone || e.systems == registered && !c.DisplayOnly()
}

// Encoders lists every file format, in the order they are offered. GeoJSON and
// HTML are not among them: their pages carry links, which only the API knows. Read-only.
func Encoders() []Encoder { return encoders }

var encoders = []Encoder{
	{"jsonfg", "JSON-FG", "application/vnd.ogc.fg+json", ".fg.json", everyone, encodeJSONFG},
	{"ndjson", "GeoJSON, a feature a line", "application/x-ndjson", ".ndjson", crs84Only, encodeNDJSON},
	{"geojsonseq", "GeoJSON text sequence (RFC 8142)", "application/geo+json-seq", ".geojsons", crs84Only, encodeGeoJSONSeq},
	{"csv", "CSV", "text/csv; charset=utf-8", ".csv", everyone, encodeCSV},
	{"fgb", "FlatGeobuf", "application/vnd.flatgeobuf", ".fgb", registered, encodeFGB},
	{"gpkg", "GeoPackage", "application/geopackage+sqlite3", ".gpkg", registered, encodeGPKG},
	{"kml", "KML", "application/vnd.google-earth.kml+xml", ".kml", crs84Only, encodeKML},
	{"shp", "Shapefile (zipped)", "application/zip", ".shp.zip", registered, encodeShapefile},
	{"parquet", "GeoParquet", "application/vnd.apache.parquet", ".parquet", registered, encodeParquet},
}

// EncoderNamed finds a format by its name.
func EncoderNamed(name string) (Encoder, bool) {
	for _, e := range encoders {
		if e.Name == name {
			return e, true
		}
	}
	return Encoder{}, false
}

// Encode writes the document. It fails when the writer does, and when the
// document asks for a CRS that the format cannot carry.
func (e *Encoder) Encode(w io.Writer, d Document) error {
	if !e.Writes(d.CRS) {
		return fmt.Errorf("%w: %s cannot carry %s", ErrCRS, e.Name, d.CRS)
	}
	if err := e.encode(w, &d); err != nil {
		return fmt.Errorf("encode %s: %w", e.Name, err)
	}
	return nil
}

// Document is a page on its way into a file.
type Document struct {
	Page
	CRS     crs.CRS // of the file's coordinates; zero is CRS84
	Columns []int   // of Layer.Columns, in this order; nil is all of them
	BOM     bool    // CSV starts with a byte order mark, which spreadsheets need to see UTF-8
	Links   []byte  // JSON array of links for formats that have a place for them; nil for none
	list    []field // what fields gives, once asked
	before  textRow // what appendProperties wrote last
}

// A field of a file that is no column of the layer.
const (
	idField       = -1
	distanceField = -2
)

// field is one attribute of a file.
type field struct {
	*Property
	column int    // in Layer.Columns, or idField, distanceField
	key    string // the name as a JSON object has it, with its colon
}

// The fields that are no columns.
var (
	idProperty       = Property{Name: "id", Type: String}
	distanceProperty = Property{Name: "distance_m", Type: Number, Unit: "m"}
)

// fields are the attributes of the file: the id, the columns, and for a radius query the distance.
func (d *Document) fields() []field {
	if d.list != nil {
		return d.list
	}
	out := append(make([]field, 0, len(d.Layer.columns)+2), field{&idProperty, idField, `"id":`})
	column := func(c int) { out = append(out, field{&d.Layer.columns[c], c, d.Layer.keys[c]}) }
	if d.Columns == nil {
		for c := range d.Layer.columns {
			column(c)
		}
	}
	for _, c := range d.Columns {
		column(c)
	}
	if d.Near {
		out = append(out, field{&distanceProperty, distanceField, `"distance_m":`})
	}
	d.list = out
	return out
}

// metres is the match's distance as files state it: to a tenth of a millimetre.
func (m Match) metres() float64 { return math.Round(float64(m.Distance)*1e4) / 1e4 }

// value is a field of a feature, as Feature.Value gives it.
func (f *field) value(m Match) any {
	switch f.column {
	case idField:
		return m.ID
	case distanceField:
		return m.metres()
	}
	return m.layer.Value(m.layer.Ref(m.Row(), f.column))
}

// geometry is a feature's place in the document's CRS, x (east) before y
// (north) as files have it, whatever the CRS itself prescribes; nil where unknown.
func (d *Document) geometry(m Match) orb.Geometry {
	if m.Geometry == nil || d.CRS.Geographic() && !d.CRS.DisplayOnly() {
		return m.Geometry
	}
	return crs.Map(m.Geometry, d.CRS.Forward)
}

// bound is the box around all geometries of the document in its CRS; empty where there are none.
func (d *Document) bound() orb.Bound {
	b := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	for _, m := range d.Matches {
		if g := d.geometry(m); g != nil {
			b = b.Union(g.Bound())
		}
	}
	return b
}

// formatText is a value as text files carry it, "" for null: lists are joined
// with semicolons, a point is "longitude latitude". Property.fromText reads it back.
func formatText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	case []string:
		return strings.Join(v, ";")
	case [2]float64:
		return formatText(v[0]) + " " + formatText(v[1])
	}
	return fmt.Sprint(v)
}

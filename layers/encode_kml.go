package layers

import (
	"bufio"
	"encoding/xml"
	"io"

	"github.com/paulmach/orb"
)

// encodeKML writes OGC KML 2.3 (12-007r2): a Placemark each, with a Schema of
// typed fields and the values in ExtendedData. KML knows WGS 84 longitude and
// latitude alone. The provenance is the document's description.
func encodeKML(out io.Writer, d *Document) error {
	w := &kmlWriter{w: bufio.NewWriter(out)}
	w.raw(xml.Header + `<kml xmlns="http://www.opengis.net/kml/2.2"><Document id="layer"><name>`)
	w.text(d.Layer.Title.ZH + " · " + d.Layer.Title.EN)
	w.raw("</name><description>")
	w.text(d.about())
	w.raw("</description>\n<Schema name=\"")
	w.text(d.Layer.ID)
	w.raw(`" id="schema">`)
	fields := d.fields()
	names := uniqueNames(fields, 0, "name", "description")
	for i, f := range fields {
		w.raw(`<SimpleField name="`)
		w.text(names[i])
		w.raw(`" type="` + kmlType(f.Type) + `"><displayName>`)
		w.text(titleOf(*f.Property))
		w.raw("</displayName></SimpleField>")
	}
	w.raw("</Schema>\n<Folder><name>")
	w.text(d.Layer.ID)
	w.raw("</name>\n")
	for _, m := range d.Matches {
		w.raw("<Placemark><name>")
		w.text(kmlName(m))
		w.raw(`</name><ExtendedData><SchemaData schemaUrl="#schema">`)
		for i := range fields {
			v := fields[i].value(m)
			if v == nil {
				continue
			}
			w.raw(`<SimpleData name="`)
			w.text(names[i])
			w.raw(`">`)
			if b, ok := v.(bool); ok { // xsd:boolean, and what GDAL reads of it, is 1 or 0
				v = map[bool]int64{true: 1, false: 0}[b]
			}
			w.text(formatText(v))
			w.raw("</SimpleData>")
		}
		w.raw("</SchemaData></ExtendedData>")
		if m.Geometry != nil {
			w.geometry(m.Geometry)
		}
		w.raw("</Placemark>\n")
	}
	w.raw("</Folder></Document></kml>\n")
	if w.err != nil {
		return w.err
	}
	return w.w.Flush()
}

// kmlName is what a globe writes beside the feature.
func kmlName(m Match) string {
	for _, name := range []string{"name_zh", "name_en"} {
		if s := m.Text(name); s != "" {
			return s
		}
	}
	return m.ID
}

func kmlType(t Type) string {
	switch t {
	case Integer, Number:
		// KML's int has 32 bits; a double keeps every whole number below 2^53.
		return "double"
	case Boolean:
		return "bool"
	}
	return "string"
}

// kmlWriter keeps the first error, so that the document reads as a document.
type kmlWriter struct {
	w   *bufio.Writer
	buf []byte
	err error
}

func (k *kmlWriter) raw(s string) {
	if k.err == nil {
		_, k.err = k.w.WriteString(s)
	}
}

func (k *kmlWriter) text(s string) {
	if k.err == nil {
		k.err = xml.EscapeText(k.w, []byte(s))
	}
}

func (k *kmlWriter) coordinates(points ...orb.Point) {
	k.raw("<coordinates>")
	k.buf = k.buf[:0]
	for i, p := range points {
		if i > 0 {
			k.buf = append(k.buf, ' ')
		}
		k.buf = appendNumber(k.buf, p[0])
		k.buf = append(k.buf, ',')
		k.buf = appendNumber(k.buf, p[1])
	}
	if k.err == nil {
		_, k.err = k.w.Write(k.buf)
	}
	k.raw("</coordinates>")
}

func (k *kmlWriter) geometry(g orb.Geometry) {
	switch g := g.(type) {
	case orb.Point:
		k.raw("<Point>")
		k.coordinates(g)
		k.raw("</Point>")
	case orb.LineString:
		k.raw("<LineString>")
		k.coordinates(g...)
		k.raw("</LineString>")
	case orb.Polygon:
		k.raw("<Polygon>")
		for i, r := range g {
			tag := "outerBoundaryIs>"
			if i > 0 {
				tag = "innerBoundaryIs>"
			}
			k.raw("<" + tag + "<LinearRing>")
			k.coordinates(r...)
			k.raw("</LinearRing></" + tag)
		}
		k.raw("</Polygon>")
	default:
		k.raw("<MultiGeometry>")
		for _, m := range members(g) {
			k.geometry(m)
		}
		k.raw("</MultiGeometry>")
	}
}

// members are the single geometries of a multi geometry or a collection.
func members(g orb.Geometry) []orb.Geometry {
	var out []orb.Geometry
	switch g := g.(type) {
	case orb.MultiPoint:
		for _, p := range g {
			out = append(out, p)
		}
	case orb.MultiLineString:
		for _, l := range g {
			out = append(out, l)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			out = append(out, p)
		}
	case orb.Collection:
		out = g
	}
	return out
}

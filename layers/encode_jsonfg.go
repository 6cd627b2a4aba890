package layers

import (
	"io"
	"strconv"

	"layoutmap/geo/crs"
)

// jsonFGCore is the class of OGC Features and Geometries JSON 1.0 (21-045r1) that the documents meet.
const jsonFGCore = "http://www.opengis.net/spec/json-fg-1/1.0/conf/core"

// encodeJSONFG writes JSON-FG: GeoJSON with the feature type, the coordinate
// reference system, time (null: the features state none) and place. In CRS84
// the place is null and the geometry GeoJSON's own; in another system the
// place has the geometry in that system's axis order, and the geometry is null.
func encodeJSONFG(w io.Writer, d *Document) error {
	l, p := d.Layer, d.Layer.Provenance
	other := !d.CRS.IsCRS84()
	buf := append([]byte(nil), `{"type":"FeatureCollection","conformsTo":["`+jsonFGCore+`"],"featureType":`...)
	buf = appendString(buf, l.ID)
	buf = append(buf, `,"coordRefSys":`...)
	buf = appendString(buf, d.CRS.URI())
	buf = append(buf, `,"title":`...)
	buf = appendString(buf, l.Title.ZH+" · "+l.Title.EN)
	buf = append(buf, `,"source":`...)
	buf = appendString(buf, p.Source)
	buf = append(buf, `,"provenance":`...)
	provenance, err := d.provenanceJSON()
	if err != nil {
		return err
	}
	buf = append(buf, provenance...)
	buf = append(buf, `,"features":[`...)
	for i, m := range d.Matches {
		if i > 0 {
			buf = append(buf, ',', '\n')
		}
		buf = append(buf, `{"type":"Feature","id":`...)
		buf = appendString(buf, m.ID)
		buf = appendTime(append(buf, `,"time":`...), m.Feature)
		buf = append(buf, `,"place":`...)
		if other && m.Geometry != nil {
			buf = append(AppendGeometry(buf, crs.Map(m.Geometry, d.CRS.Wire)), `,"geometry":null`...)
		} else {
			buf = append(buf, `null,"geometry":`...)
			buf = AppendGeometry(buf, m.Geometry)
		}
		buf = append(buf, `,"properties":`...)
		buf = append(d.appendProperties(buf, m), '}')
		if _, err := w.Write(buf); err != nil {
			return err
		}
		buf = buf[:0]
	}
	buf = append(buf, `],"numberMatched":`...)
	buf = strconv.AppendInt(buf, int64(d.Matched), 10)
	buf = append(buf, `,"numberReturned":`...)
	buf = strconv.AppendInt(buf, int64(len(d.Matches)), 10)
	if d.Links != nil {
		buf = append(append(buf, `,"links":`...), d.Links...)
	}
	_, err = w.Write(append(buf, '}', '\n'))
	return err
}

package layers

import "io"

// GeoJSON is the encoder of an RFC 7946 FeatureCollection as a file, without
// the links that a page of the API has.
func GeoJSON() Encoder {
	return Encoder{"geojson", "GeoJSON", "application/geo+json", ".geojson", crs84Only, encodeCollection}
}

func encodeCollection(w io.Writer, d *Document) error {
	provenance, err := d.provenanceJSON()
	if err != nil {
		return err
	}
	buf := append([]byte(`{"type":"FeatureCollection","provenance":`), provenance...)
	buf = append(buf, `,"features":[`...)
	for i, m := range d.Matches {
		if i > 0 {
			buf = append(buf, ',', '\n')
		}
		buf = d.AppendFeature(buf, m)
		if _, err := w.Write(buf); err != nil {
			return err
		}
		buf = buf[:0]
	}
	_, err = w.Write(append(buf, "]}\n"...))
	return err
}

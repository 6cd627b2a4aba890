package layers

import "io"

// encodeNDJSON writes a GeoJSON feature a line, in CRS84.
func encodeNDJSON(w io.Writer, d *Document) error { return encodeLines(w, d, nil) }

// encodeGeoJSONSeq writes RFC 8142: a record separator before each feature.
func encodeGeoJSONSeq(w io.Writer, d *Document) error { return encodeLines(w, d, []byte{0x1e}) }

func encodeLines(w io.Writer, d *Document, before []byte) error {
	var buf []byte
	for _, m := range d.Matches {
		buf = append(buf[:0], before...)
		buf = d.AppendFeature(buf, m)
		buf = append(buf, '\n')
		if _, err := w.Write(buf); err != nil {
			return err
		}
	}
	return nil
}

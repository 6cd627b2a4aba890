package layers

import (
	"bytes"
	"io"
)

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

// appendProperties appends the document's columns, and the distance where there is one, as a JSON object.
func (d *Document) appendProperties(dst []byte, m Match) []byte {
	dst = append(dst, '{')
	for _, f := range d.fields()[1:] { // the id stands on the feature
		dst = appendString(dst, f.Name)
		dst = append(dst, ':')
		dst = append(appendValue(dst, f.value(m)), ',')
	}
	return append(bytes.TrimSuffix(dst, []byte{','}), '}')
}

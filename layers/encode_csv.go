package layers

import (
	"encoding/csv"
	"io"

	"github.com/twpayne/go-geom/encoding/wkt"
)

// encodeCSV writes RFC 4180 in UTF-8: id, every property, and the geometry as
// well-known text in the column wkt, empty for null. Provenance stands in the
// columns, on every row: CSV has no other place for it.
func encodeCSV(w io.Writer, d *Document) error {
	if d.BOM {
		if _, err := io.WriteString(w, "\ufeff"); err != nil {
			return err
		}
	}
	fields := d.fields()
	cw := csv.NewWriter(w)
	cw.UseCRLF = true // RFC 4180, section 2, rule 1
	rec := make([]string, 0, len(fields)+1)
	for _, f := range fields {
		rec = append(rec, f.Name)
	}
	if err := cw.Write(append(rec, "wkt")); err != nil {
		return err
	}
	for _, m := range d.Matches {
		rec = rec[:0]
		for i := range fields {
			rec = append(rec, formatText(fields[i].value(m)))
		}
		text := ""
		if g := d.geometry(m); g != nil {
			t, err := toGeom(g)
			if err != nil {
				return err
			}
			if text, err = wkt.Marshal(t); err != nil {
				return err
			}
		}
		if err := cw.Write(append(rec, text)); err != nil {
			return err
		}
	}
	cw.Flush()
	return cw.Error()
}

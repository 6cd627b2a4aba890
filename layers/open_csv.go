package layers

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
)

// readCSV reads features from CSV (RFC 4180, UTF-8, with or without BOM): the
// columns id and wkt, the geometry in CRS84 as well-known text, empty for a
// feature without a place; every other column is a property of the schema,
// empty for null.
func (b *builder) readCSV(data []byte) error {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	r.ReuseRecord = true
	head, err := r.Read()
	if err != nil {
		return err
	}
	head = slices.Clone(head)
	columns := make([]int, len(head))
	id, wkt := -1, -1
	for i, name := range head {
		switch name {
		case "id":
			id = i
		case "wkt":
			wkt = i
		default:
			c, ok := b.layer.column[name]
			if !ok {
				return fmt.Errorf("column %q is not in the schema of layer.yaml", name)
			}
			columns[i] = c
		}
	}
	if id < 0 || wkt < 0 {
		return errors.New("the columns id and wkt are needed")
	}
	for {
		rec, err := r.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		line, _ := r.FieldPos(0)
		g, err := parseWKT(rec[wkt])
		if err == nil {
			err = b.row(rec[id], g)
		}
		for i, text := range rec {
			if err != nil {
				break
			}
			if i == id || i == wkt || text == "" {
				continue
			}
			var v any
			if v, err = b.layer.columns[columns[i]].fromText(text); err == nil {
				b.set(columns[i], v)
			}
		}
		if err != nil {
			return fmt.Errorf("line %d: %w", line, err)
		}
	}
}

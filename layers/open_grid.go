package layers

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"

	"layoutmap/geo/crs"

	"github.com/paulmach/orb"
)

// readGrid reads cells from gzipped CSV: the columns col and row place the
// cell's centre at ((col+½)·cell, (row+½)·cell) in the grid's CRS; every other
// column is a property of the schema, empty for null.
func (b *builder) readGrid(data []byte) error {
	g := b.layer.Grid
	plane, err := crs.Lookup(g.CRS)
	if err != nil {
		return fmt.Errorf("grid.crs: %w", err)
	}
	zr, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return err
	}
	r := csv.NewReader(io.LimitReader(zr, maxDataBytes))
	r.ReuseRecord = true
	head, err := r.Read()
	if err != nil {
		return err
	}
	if len(head) < 2 || head[0] != "col" || head[1] != "row" {
		return errors.New("the first columns must be col,row")
	}
	columns := make([]int, len(head))
	for i, name := range head[2:] {
		c, ok := b.layer.column[name]
		if !ok {
			return fmt.Errorf("column %q is not in the schema of layer.yaml", name)
		}
		columns[i+2] = c
	}
	for line := 2; ; line++ {
		rec, err := r.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := b.addCell(rec, columns, plane); err != nil {
			return fmt.Errorf("line %d: %w", line, err)
		}
	}
}

func (b *builder) addCell(rec []string, columns []int, plane crs.CRS) error {
	g := b.layer.Grid
	col, err1 := strconv.ParseInt(rec[0], 10, 32)
	row, err2 := strconv.ParseInt(rec[1], 10, 32)
	if err1 != nil || err2 != nil {
		return fmt.Errorf("col,row %q,%q are not whole numbers", rec[0], rec[1])
	}
	centre := plane.Inverse(orb.Point{(float64(col) + 0.5) * g.CellM, (float64(row) + 0.5) * g.CellM})
	for i := range centre {
		centre[i] = math.Round(centre[i]*1e7) / 1e7 // 1 cm: a cell centre needs no more
	}
	if err := b.row(g.IDPrefix+"-"+rec[0]+"-"+rec[1], centre); err != nil {
		return err
	}
	b.set(b.layer.column["kind"], g.Kind)
	b.set(b.layer.column["status"], g.Status)
	for i := 2; i < len(rec); i++ {
		if rec[i] == "" {
			continue
		}
		v, err := b.layer.columns[columns[i]].Parse(rec[i])
		if err != nil {
			return err
		}
		b.set(columns[i], v)
	}
	return nil
}

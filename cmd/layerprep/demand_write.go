package main

import (
	"bytes"
	"fmt"
	"strconv"
	"time"

	"github.com/klauspost/compress/gzip" // pinned in go.mod: the standard library's bytes may change with the toolchain
)

// cellsGzip writes the cells as CSV with exactly 3 decimals, compressed without
// a name or time so that the bytes depend on the cells alone.
func cellsGzip(cells []cell) ([]byte, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	z.ModTime = time.Unix(0, 0) // no time (RFC 1952 §2.3.1); this package writes the year 1 for a zero Time
	line := []byte("col,row,township,people_even,people_roads\n")
	for _, c := range cells {
		if _, err := z.Write(line); err != nil {
			return nil, err
		}
		line = strconv.AppendInt(line[:0], c.col, 10)
		line = append(line, ',')
		line = strconv.AppendInt(line, c.row, 10)
		line = append(line, ',')
		line = append(line, c.township...)
		line = append(line, ',')
		line = thousandths(line, c.even)
		line = append(line, ',')
		line = thousandths(line, c.roads)
		line = append(line, '\n')
	}
	if _, err := z.Write(line); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func thousandths(b []byte, v int64) []byte {
	b = strconv.AppendInt(b, v/1000, 10)
	b = append(b, '.')
	return append(b, fmt.Sprintf("%03d", v%1000)...)
}

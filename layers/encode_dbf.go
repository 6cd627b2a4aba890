package layers

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// dBASE III, as Shapefiles have it.
const (
	dbfMaxText   = 254 // bytes of a character field
	dbfMaxFields = 255
	dbfMaxRecord = 65_500 // bytes; dBASE's own limit is 65 535
	dbfNumber    = 24     // characters of a number: every float64 fits
	dbfDecimals  = 15
)

// dbfColumn is a field of the table.
type dbfColumn struct {
	field
	name  string // at most 10 bytes of ASCII
	kind  byte   // C, N or L
	width int    // bytes
	cut   int    // texts that did not fit
}

// dbfColumns lays the table out: texts as wide as the widest, up to dbfMaxText.
func dbfColumns(d *Document, matches []Match) ([]dbfColumn, error) {
	fields := d.fields()
	names := uniqueNames(fields, 10)
	if len(fields) > dbfMaxFields {
		return nil, fmt.Errorf("%d fields, a Shapefile holds %d", len(fields), dbfMaxFields)
	}
	out := make([]dbfColumn, len(fields))
	record := 1
	for i, f := range fields {
		c := dbfColumn{field: f, name: names[i], kind: 'C', width: 1}
		switch f.Type {
		case Integer, Number:
			c.kind, c.width = 'N', dbfNumber
			if f.Type == Integer {
				c.width = 18 // what readers take for a whole number of 64 bits
			}
		case Boolean:
			c.kind = 'L'
		default:
			for _, m := range matches {
				n := len(formatText(f.value(m)))
				if n > dbfMaxText {
					c.cut++
				}
				c.width = max(c.width, min(n, dbfMaxText))
			}
		}
		record += c.width
		out[i] = c
	}
	if record > dbfMaxRecord {
		return nil, fmt.Errorf("a record takes %d bytes, a Shapefile holds %d", record, dbfMaxRecord)
	}
	return out, nil
}

// writeDBF writes the table in UTF-8; changed is a date YYYY-MM-DD.
func writeDBF(w *bufio.Writer, changed string, columns []dbfColumn, matches []Match) error {
	record := 1
	for _, c := range columns {
		record += c.width
	}
	head := make([]byte, 32)
	head[0] = 3
	if day, err := time.Parse(time.DateOnly, changed); err == nil {
		head[1], head[2], head[3] = byte(day.Year()-1900), byte(day.Month()), byte(day.Day())
	}
	binary.LittleEndian.PutUint32(head[4:], uint32(len(matches)))
	binary.LittleEndian.PutUint16(head[8:], uint16(32+32*len(columns)+1))
	binary.LittleEndian.PutUint16(head[10:], uint16(record))
	for _, c := range columns {
		var f [32]byte
		copy(f[:11], c.name)
		f[11], f[16] = c.kind, byte(c.width)
		if c.kind == 'N' && c.Type == Number {
			f[17] = dbfDecimals
		}
		head = append(head, f[:]...)
	}
	if _, err := w.Write(append(head, 0x0d)); err != nil {
		return err
	}
	buf := make([]byte, 0, record)
	for _, m := range matches {
		buf = append(buf[:0], ' ')
		for i := range columns {
			var err error
			if buf, err = columns[i].append(buf, columns[i].value(m)); err != nil {
				return fmt.Errorf("%s: %s: %w", m.ID, columns[i].Name, err)
			}
		}
		if _, err := w.Write(buf); err != nil {
			return err
		}
	}
	return w.WriteByte(0x1a)
}

// append adds a value, padded: texts on the right, numbers on the left; null is blank.
func (c *dbfColumn) append(buf []byte, v any) ([]byte, error) {
	text := ""
	switch v := v.(type) {
	case nil:
	case bool:
		text = map[bool]string{true: "T", false: "F"}[v]
	case float64:
		text = strconv.FormatFloat(v, 'f', -1, 64)
		if len(text) > c.width {
			text = strconv.FormatFloat(v, 'e', -1, 64)
		}
	default:
		text = formatText(v)
	}
	if c.kind != 'C' {
		if len(text) > c.width {
			return nil, fmt.Errorf("%s does not fit into %d characters", text, c.width)
		}
		return append(append(buf, strings.Repeat(" ", c.width-len(text))...), text...), nil
	}
	text = cut(text, c.width)
	return append(append(buf, text...), strings.Repeat(" ", c.width-len(text))...), nil
}

// noteColumns says what became of the fields: their names here, and texts that were cut.
func noteColumns(w io.Writer, file string, columns []dbfColumn) {
	fmt.Fprintf(w, "%s.dbf: field, property, title\n", file)
	for _, c := range columns {
		fmt.Fprintf(w, "%-10s  %s  %s", c.name, c.Name, titleOf(*c.Property))
		if c.cut > 0 {
			fmt.Fprintf(w, "  (%d texts were longer than %d bytes and are cut)", c.cut, dbfMaxText)
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintln(w)
}

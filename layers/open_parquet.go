package layers

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"layoutmap/geo/crs"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// maxParquetGrowth is how many times its own size a file may claim to unpack to.
const maxParquetGrowth = 1000

// openParquet reads GeoParquet with its geometry as WKB. Columns of numbers,
// texts, booleans and lists of texts are read; others are left out. Without
// geo metadata the file is refused: nothing says where its things are.
func openParquet(f dataFile) (t *table, err error) {
	defer parquetFault(&err)
	if err := checkParquetFooter(f.data); err != nil {
		return nil, err
	}
	file, err := parquet.OpenFile(bytes.NewReader(f.data), int64(len(f.data)), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, err
	}
	text, ok := file.Lookup("geo")
	if !ok {
		return nil, errors.New("no GeoParquet: the metadata geo is missing")
	}
	var geo geoMetadata
	if err := json.Unmarshal([]byte(text), &geo); err != nil {
		return nil, fmt.Errorf("metadata geo: %w", err)
	}
	primary, ok := geo.Columns[geo.PrimaryColumn]
	if !ok || primary.Encoding != "WKB" {
		return nil, fmt.Errorf("metadata geo: the primary column %q is not there or its encoding %q is not WKB", geo.PrimaryColumn, primary.Encoding)
	}
	var unpacked int64
	for _, g := range file.Metadata().RowGroups {
		for _, c := range g.Columns {
			unpacked += max(c.MetaData.TotalUncompressedSize, 0)
			if c.MetaData.Codec == format.Lz4Raw {
				// The library doubles its buffer until a damaged block fits, which it never does.
				return nil, errors.New("columns compressed by LZ4 are not read; write the file with zstd or snappy")
			}
		}
	}
	if unpacked > maxDataBytes || unpacked > maxParquetGrowth*int64(len(f.data)) {
		return nil, fmt.Errorf("the file claims to unpack to %d bytes", unpacked)
	}
	t = &table{}
	if t.crs, err = f.fileCRS(func() (crs.CRS, error) { return crsOfPROJJSON(primary.CRS) }); err != nil {
		return nil, err
	}
	place, targets := -1, map[int]int{} // leaf column → column of the table
	for _, c := range file.Root().Columns() {
		if c.Name() == geo.PrimaryColumn && c.Leaf() {
			place = c.Index()
			continue
		}
		if leaf, kind, ok := parquetKind(c); ok {
			targets[leaf] = len(t.columns)
			t.columns = append(t.columns, column{c.Name(), kind})
		}
	}
	if place < 0 {
		return nil, fmt.Errorf("the file has no column %q", geo.PrimaryColumn)
	}
	t.each = func(yield func(record) error) error {
		for _, g := range file.RowGroups() {
			if err := eachParquet(g, place, targets, t.columns, yield); err != nil {
				return err
			}
		}
		return nil
	}
	return t, nil
}

// parquetFault turns a panic of the library on a damaged file into an error.
func parquetFault(err *error) {
	if fault := recover(); fault != nil {
		*err = fmt.Errorf("%w: %v", errTruncated, fault)
	}
}

// crsOfPROJJSON finds the system by its id; none is CRS84, as GeoParquet says.
func crsOfPROJJSON(text json.RawMessage) (crs.CRS, error) {
	if len(text) == 0 {
		return crs.CRS84(), nil
	}
	var doc struct {
		Name string `json:"name"`
		ID   struct {
			Authority string `json:"authority"`
			Code      any    `json:"code"`
		} `json:"id"`
	}
	if err := json.Unmarshal(text, &doc); err != nil || doc.ID.Authority == "" {
		return crs.CRS{}, fmt.Errorf("%w: %q has no id; state it with crs: in layer.yaml", ErrCRS, doc.Name)
	}
	return lookupCRS(fmt.Sprintf("%s:%v", doc.ID.Authority, doc.ID.Code))
}

// parquetKind is the leaf that holds a column's values and their type; false for what is not read.
func parquetKind(c *parquet.Column) (leaf int, kind Type, ok bool) {
	if !c.Leaf() {
		if list := c.Column("list"); list != nil && len(c.Columns()) == 1 {
			if e := list.Column("element"); e != nil && e.Leaf() && e.Type().Kind() == parquet.ByteArray {
				return e.Index(), Strings, true
			} else if e != nil && e.Leaf() && e.Type().Kind() == parquet.Double {
				return e.Index(), Point, true
			}
		}
		return 0, "", false
	}
	if c.Repeated() {
		return 0, "", false
	}
	logical := ""
	if l := c.Type().LogicalType(); l != nil {
		logical = l.String()
	}
	says := func(names ...string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(logical, n) })
	}
	switch c.Type().Kind() {
	case parquet.Boolean:
		return c.Index(), Boolean, true
	case parquet.Int32, parquet.Int64:
		switch {
		case says("DATE"):
			return c.Index(), Date, true
		case says("TIME", "DECIMAL"): // also TIMESTAMP
			return 0, "", false
		}
		return c.Index(), Integer, true
	case parquet.Float, parquet.Double:
		return c.Index(), Number, true
	case parquet.ByteArray:
		return c.Index(), String, says("STRING", "JSON", "ENUM")
	}
	return 0, "", false
}

func eachParquet(g parquet.RowGroup, place int, targets map[int]int, columns []column, yield func(record) error) (err error) {
	defer parquetFault(&err)
	rows := g.Rows()
	defer rows.Close()
	var batch [64]parquet.Row
	for {
		n, err := rows.ReadRows(batch[:])
		if err != nil && err != io.EOF {
			return err
		}
		for _, row := range batch[:n] {
			r, bad := parquetRecord(row, place, targets, columns)
			if bad != nil {
				return bad
			}
			if bad := yield(r); bad != nil {
				return bad
			}
		}
		if err == io.EOF || n == 0 {
			return nil
		}
	}
}

func parquetRecord(row parquet.Row, place int, targets map[int]int, columns []column) (record, error) {
	r := record{values: make([]any, len(columns))}
	for _, v := range row {
		if v.Column() == place && !v.IsNull() {
			g, err := parseWKB(v.ByteArray())
			if err != nil {
				return r, err
			}
			r.geometry = g
		}
		at, ok := targets[v.Column()]
		if !ok {
			continue
		}
		switch kind := columns[at].kind; {
		case v.IsNull():
			if kind == Strings && v.DefinitionLevel() > 0 {
				r.values[at] = []string{}
			}
		case kind == Strings:
			list, _ := r.values[at].([]string)
			r.values[at] = append(list, string(v.ByteArray()))
		case kind == Point:
			text, _ := r.values[at].(string)
			r.values[at] = joinNumbers(text, v.Double())
		case kind == Date:
			r.values[at] = time.Unix(int64(v.Int32())*86400, 0).UTC()
		case v.Kind() == parquet.Boolean:
			r.values[at] = v.Boolean()
		case v.Kind() == parquet.Int32:
			r.values[at] = int64(v.Int32())
		case v.Kind() == parquet.Int64:
			r.values[at] = v.Int64()
		case v.Kind() == parquet.Float:
			r.values[at] = float64(v.Float())
		case v.Kind() == parquet.Double:
			r.values[at] = v.Double()
		default:
			r.values[at] = string(v.ByteArray())
		}
	}
	return r, nil
}

// joinNumbers makes the text of a point, number by number.
func joinNumbers(text string, n float64) string {
	if text != "" {
		text += " "
	}
	return text + formatText(n)
}

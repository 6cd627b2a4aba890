package layers

import (
	"encoding/json"
	"io"
	"slices"

	"github.com/parquet-go/parquet-go"
)

// parquetGroup is the rows of a row group, which a Parquet writer must hold.
const parquetGroup = 20_000

// Names of the geometry column and of the boxes around its values.
const (
	parquetGeometry = "geometry"
	parquetBox      = "bbox"
)

// boxSides are the fields of a box, as GeoParquet names them.
var boxSides = [...]string{"xmin", "ymin", "xmax", "ymax"}

// geoMetadata is GeoParquet 1.1's file metadata under the key "geo".
type geoMetadata struct {
	Version       string               `json:"version"`
	PrimaryColumn string               `json:"primary_column"`
	Columns       map[string]geoColumn `json:"columns"`
}

type geoColumn struct {
	Encoding      string          `json:"encoding"`
	GeometryTypes []string        `json:"geometry_types"`
	CRS           json.RawMessage `json:"crs,omitempty"` // PROJJSON; without it OGC:CRS84
	Orientation   string          `json:"orientation,omitempty"`
	Bbox          []float64       `json:"bbox,omitempty"`
	Covering      *geoCovering    `json:"covering,omitempty"`
}

// geoCovering names the columns that hold the box around each value, so that
// readers skip row groups by their statistics.
type geoCovering struct {
	Bbox map[string][2]string `json:"bbox"`
}

// encodeParquet writes GeoParquet 1.1: geometry as WKB, x before y in every
// system, with the box around each value in a column of its own, lists as Parquet lists, the
// provenance under the key "layoutmap:provenance". Columns are sorted by name.
func encodeParquet(w io.Writer, d *Document) error {
	fields := d.fields()
	names := uniqueNames(fields, 0, parquetGeometry, parquetBox)
	group := parquet.Group{parquetGeometry: parquet.Optional(parquet.Leaf(parquet.ByteArrayType))}
	box := parquet.Group{}
	for _, side := range boxSides {
		box[side] = parquet.Leaf(parquet.DoubleType)
	}
	group[parquetBox] = parquet.Optional(box)
	for i, f := range fields {
		group[names[i]] = parquet.Optional(parquetNode(f.Type))
	}
	schema := parquet.NewSchema(d.Layer.ID, group)
	geo, err := json.Marshal(d.geoMetadata())
	if err != nil {
		return err
	}
	provenance, err := d.provenanceJSON()
	if err != nil {
		return err
	}
	pw := parquet.NewWriter(w, schema, parquet.KeyValueMetadata("geo", string(geo)), parquet.KeyValueMetadata("layoutmap:provenance", string(provenance)),
		parquet.Compression(&parquet.Snappy), parquet.MaxRowsPerRowGroup(parquetGroup), parquet.CreatedBy("layoutmap", "", ""))
	place, sides, leaves := parquetLeaves(schema, fields, names)
	row := parquet.Row{}
	for _, m := range d.Matches {
		row = row[:0]
		wkb := parquet.NullValue().Level(0, 0, place)
		box := [len(boxSides)]parquet.Value{}
		if g := d.geometry(m); g != nil {
			data, err := appendWKB(nil, g)
			if err != nil {
				return err
			}
			wkb = parquet.ByteArrayValue(data).Level(0, 1, place)
			b := g.Bound()
			for i, v := range [...]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]} {
				box[i] = parquet.DoubleValue(v).Level(0, 1, sides[i])
			}
		} else {
			for i := range box {
				box[i] = parquet.NullValue().Level(0, 0, sides[i])
			}
		}
		row = append(append(row, wkb), box[:]...)
		for i := range fields {
			row = appendParquet(row, fields[i].value(m), leaves[i])
		}
		slices.SortStableFunc(row, func(a, b parquet.Value) int { return a.Column() - b.Column() })
		if _, err := pw.WriteRows([]parquet.Row{row}); err != nil {
			return err
		}
	}
	return pw.Close()
}

func (d *Document) geoMetadata() geoMetadata {
	covering := geoCovering{Bbox: map[string][2]string{}}
	for _, side := range boxSides {
		covering.Bbox[side] = [2]string{parquetBox, side}
	}
	c := geoColumn{Encoding: "WKB", GeometryTypes: []string{}, CRS: projjsonOf(d.CRS), Covering: &covering}
	for _, m := range d.Matches {
		if m.Geometry != nil && !slices.Contains(c.GeometryTypes, m.Geometry.GeoJSONType()) {
			c.GeometryTypes = append(c.GeometryTypes, m.Geometry.GeoJSONType())
		}
	}
	slices.Sort(c.GeometryTypes)
	if b := d.bound(); !b.IsEmpty() {
		c.Bbox = []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
	}
	return geoMetadata{"1.1.0", parquetGeometry, map[string]geoColumn{parquetGeometry: c}}
}

func parquetNode(t Type) parquet.Node {
	switch t {
	case Integer:
		return parquet.Leaf(parquet.Int64Type)
	case Number:
		return parquet.Leaf(parquet.DoubleType)
	case Boolean:
		return parquet.Leaf(parquet.BooleanType)
	case Strings:
		return parquet.List(parquet.String())
	case Point:
		return parquet.List(parquet.Leaf(parquet.DoubleType))
	}
	return parquet.String()
}

// parquetLeaves are the leaf columns of the geometry, of the sides of its box and of each field.
func parquetLeaves(schema *parquet.Schema, fields []field, names []string) (place int, sides [len(boxSides)]int, leaves []int) {
	at := func(path ...string) int {
		leaf, _ := schema.Lookup(path...) // every path is one the schema was made of
		return leaf.ColumnIndex
	}
	for i, f := range fields {
		if f.Type == Strings || f.Type == Point {
			leaves = append(leaves, at(names[i], "list", "element"))
		} else {
			leaves = append(leaves, at(names[i]))
		}
	}
	for i, side := range boxSides {
		sides[i] = at(parquetBox, side)
	}
	return at(parquetGeometry), sides, leaves
}

// appendParquet adds a value with its levels. Of a list: 0 is null, 1 empty, 2 an element.
func appendParquet(row parquet.Row, v any, column int) parquet.Row {
	switch v := v.(type) {
	case nil:
		return append(row, parquet.NullValue().Level(0, 0, column))
	case int64:
		return append(row, parquet.Int64Value(v).Level(0, 1, column))
	case float64:
		return append(row, parquet.DoubleValue(v).Level(0, 1, column))
	case bool:
		return append(row, parquet.BooleanValue(v).Level(0, 1, column))
	case []string:
		if len(v) == 0 {
			return append(row, parquet.NullValue().Level(0, 1, column))
		}
		for i, s := range v {
			row = append(row, parquet.ByteArrayValue([]byte(s)).Level(min(i, 1), 2, column))
		}
		return row
	case [2]float64:
		return append(row, parquet.DoubleValue(v[0]).Level(0, 2, column), parquet.DoubleValue(v[1]).Level(1, 2, column))
	}
	return append(row, parquet.ByteArrayValue([]byte(formatText(v))).Level(0, 1, column))
}

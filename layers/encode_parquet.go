package layers

import (
	"encoding/json"
	"io"
	"slices"

	"github.com/parquet-go/parquet-go"
)

// parquetGroup is the rows of a row group, which a Parquet writer must hold.
const parquetGroup = 20_000

// parquetGeometry is the name of the geometry column.
const parquetGeometry = "geometry"

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
}

// encodeParquet writes GeoParquet 1.1: geometry as WKB in CRS84, exteriors
// counter-clockwise where the layer has them so, lists as Parquet lists, the
// provenance under the key "layoutmap:provenance". Columns are sorted by name.
func encodeParquet(w io.Writer, d *Document) error {
	fields := d.fields()
	names := uniqueNames(fields, 0, parquetGeometry)
	group := parquet.Group{parquetGeometry: parquet.Optional(parquet.Leaf(parquet.ByteArrayType))}
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
	place, leaves := parquetLeaves(schema, fields, names)
	row := parquet.Row{}
	for _, m := range d.Matches {
		row = row[:0]
		wkb := parquet.NullValue().Level(0, 0, place)
		if g := d.geometry(m); g != nil {
			data, err := appendWKB(nil, g)
			if err != nil {
				return err
			}
			wkb = parquet.ByteArrayValue(data).Level(0, 1, place)
		}
		row = append(row, wkb)
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
	c := geoColumn{Encoding: "WKB", GeometryTypes: []string{}}
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

// parquetLeaves are the leaf columns of the geometry and of each field.
func parquetLeaves(schema *parquet.Schema, fields []field, names []string) (place int, leaves []int) {
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
	return at(parquetGeometry), leaves
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

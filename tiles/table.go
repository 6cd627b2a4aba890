package tiles

import (
	"encoding/binary"
	"math"
	"sync"

	"layoutmap/layers"
)

// idKey is the attribute that carries the feature's id as text; the numeric id
// of a vector tile feature cannot.
const idKey = "id"

// table is what a layer's tiles are written from: names and values encoded once,
// and the simplification of its lines and borders. It holds no reference to the layer, so
// that it may be cached without keeping an old catalog alive.
type table struct {
	name    string
	keys    [][]byte // encoded key fields: the id, then the columns carried
	columns int      // number of columns carried
	refs    []uint32 // value numbers, row by row, columns each; 0 is null
	ids     []uint32 // value number of each row's id
	blob    []byte   // encoded value fields, one after the other
	offsets []uint32 // value v is blob[offsets[v]:offsets[v+1]]
	keep    []float32

	geographic geographic
	ranking    sync.Once
	ranks      []uint32 // by position in Shapes.Shapes; see ranks
}

// newTable compiles a layer. Carried are the columns marked Tile of type string,
// integer, number and boolean; lists and points are not.
func newTable(l *layers.Layer) *table {
	t := &table{name: l.ID, keys: [][]byte{appendBytes(nil, tagLayerKey, idKey)}}
	var carried []int
	for c, p := range l.Columns() {
		if p.Tile && fieldType(p.Type) != "" {
			carried = append(carried, c)
			t.keys = append(t.keys, appendBytes(nil, tagLayerKey, p.Name))
		}
	}
	t.columns = len(carried)
	n := l.NumValues()
	used := make([]bool, n)
	t.refs = make([]uint32, 0, l.Len()*t.columns)
	for row := range l.Len() {
		for _, c := range carried {
			ref := l.Ref(row, c)
			used[ref] = true
			t.refs = append(t.refs, ref)
		}
	}
	texts := map[string]uint32{}
	t.offsets = append(t.offsets, 0)
	for ref := range n {
		if used[ref] {
			v := l.Value(uint32(ref))
			if s, ok := v.(string); ok {
				texts[s] = uint32(ref)
			}
			t.blob = appendValue(t.blob, v)
		}
		t.offsets = append(t.offsets, uint32(len(t.blob)))
	}
	t.ids = make([]uint32, l.Len())
	for row := range l.Len() {
		id := l.Feature(row).ID
		v, ok := texts[id] // an id that is also, say, a name stands in a tile once
		if !ok {
			v = uint32(len(t.offsets) - 1)
			t.blob = appendValue(t.blob, id)
			t.offsets = append(t.offsets, uint32(len(t.blob)))
		}
		t.ids[row] = v
	}
	t.keep = thresholds(l.Shapes())
	return t
}

func (t *table) numValues() int { return len(t.offsets) - 1 }

func (t *table) value(v uint32) []byte { return t.blob[t.offsets[v]:t.offsets[v+1]] }

// tags writes a row's attributes, those that are not null.
func (t *table) tags(row uint32, e *encoder) {
	e.tag(0, t.ids[row])
	for k, ref := range t.refs[int(row)*t.columns : (int(row)+1)*t.columns] {
		if ref != 0 {
			e.tag(uint32(k)+1, ref)
		}
	}
}

// fieldType is TileJSON's word for a property type, "" for types that tiles do not carry.
func fieldType(t layers.Type) string {
	switch t {
	case layers.String:
		return "String"
	case layers.Integer, layers.Number:
		return "Number"
	case layers.Boolean:
		return "Boolean"
	}
	return ""
}

// appendValue appends a value field. Whole numbers ≥ 0 go as uint, below as
// sint, which is shortest; a Number stays a double even where it is whole, so
// that a property has one type in all tiles. Null is a field of no length.
func appendValue(dst []byte, v any) []byte {
	var m []byte
	switch v := v.(type) {
	case string:
		m = appendBytes(nil, tagValueString, v)
	case int64:
		if v >= 0 {
			m = binary.AppendUvarint([]byte{tagValueUint}, uint64(v))
		} else {
			m = binary.AppendUvarint([]byte{tagValueSint}, uint64(v<<1)^uint64(v>>63))
		}
	case float64:
		m = binary.LittleEndian.AppendUint64([]byte{tagValueDouble}, math.Float64bits(v))
	case bool:
		m = []byte{tagValueBool, 0}
		if v {
			m[1] = 1
		}
	default:
		return dst
	}
	return appendBytes(dst, tagLayerValue, m)
}

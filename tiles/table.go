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
// and the simplification of its lines and borders. What is kept of a feature
// stands in the order of the layer's shapes, and values are numbered as they
// come up in that order: a tile reads what lies close together. It holds no
// reference to the layer, so that it may be cached without keeping an old
// catalog alive.
type table struct {
	name    string
	keys    [][]byte  // encoded key fields: the id, then the columns carried
	refs    []uint32  // by position in Shapes.Shapes, as many as keys: value numbers; 0 is null
	nums    []uint64  // by position: the numeric id of the feature
	sizes   []float32 // by position, of a label layer: see layers.Layer.LabelledSize; else nil
	blob    []byte    // encoded value fields, one after the other
	offsets []uint32  // value v is blob[offsets[v]:offsets[v+1]]

	mercator   outlines
	geographic geographic
	ranking    sync.Once
	ranks      []uint32 // by position; see ranks
}

// newTable compiles a layer. Carried are the columns marked Tile of type string,
// integer, number and boolean; lists and points are not.
func newTable(l *layers.Layer) *table {
	t := &table{name: l.ID, keys: [][]byte{appendBytes(nil, tagLayerKey, idKey)}, offsets: []uint32{0, 0}}
	var carried []int
	for c, p := range l.Columns() {
		if p.Tile && fieldType(p.Type) != "" {
			carried = append(carried, c)
			t.keys = append(t.keys, appendBytes(nil, tagLayerKey, p.Name))
		}
	}
	shapes := l.Shapes().Shapes
	t.refs = make([]uint32, 0, len(shapes)*len(t.keys))
	t.nums = make([]uint64, len(shapes))
	if l.Len() > 0 && !math.IsInf(float64(l.LabelledSize(0)), 1) {
		t.sizes = make([]float32, len(shapes))
	}
	numbers := make([]uint32, l.NumValues()) // of the layer's values in the table; 0: not yet, or null
	number := func(ref uint32) uint32 {
		if ref != 0 && numbers[ref] == 0 {
			numbers[ref] = t.add(l.Value(ref))
		}
		return numbers[ref]
	}
	texts := textsOf(l, carried)
	ids := make([]uint32, l.Len()) // value number of each row's id
	for pos := range shapes {
		row := int(shapes[pos].Row)
		f := l.Feature(row)
		t.nums[pos] = f.Num
		if t.sizes != nil {
			t.sizes[pos] = l.LabelledSize(uint32(row))
		}
		if ids[row] == 0 {
			if ref, ok := texts[f.ID]; ok {
				ids[row] = number(ref)
			} else {
				ids[row] = t.add(f.ID)
			}
		}
		t.refs = append(t.refs, ids[row])
		for _, c := range carried {
			t.refs = append(t.refs, number(l.Ref(row, c)))
		}
	}
	t.mercator = outlinesOf(l.Shapes())
	return t
}

// add encodes a value and returns its number.
func (t *table) add(v any) uint32 {
	t.blob = appendValue(t.blob, v)
	t.offsets = append(t.offsets, uint32(len(t.blob)))
	return uint32(len(t.offsets) - 2)
}

// textsOf finds the texts among the values of columns: an id that is also, say,
// a name stands in a tile once.
func textsOf(l *layers.Layer, columns []int) map[string]uint32 {
	texts := map[string]uint32{}
	for row := range l.Len() {
		for _, c := range columns {
			if ref := l.Ref(row, c); ref != 0 {
				if s, ok := l.Value(ref).(string); ok {
					texts[s] = ref
				}
			}
		}
	}
	return texts
}

func (t *table) numValues() int { return len(t.offsets) - 1 }

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

package layers

import (
	"fmt"
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"

	"layoutmap/geo/index"

	"github.com/paulmach/orb"
)

// Feature is one thing on the map: an id, a geometry and typed properties.
// It is a light, read-only view into its layer; callers never write to the geometry.
type Feature struct {
	ID       string       // unique in its layer, stable and readable
	Num      uint64       // the id in vector tiles, below 2^53; see TileID
	Geometry orb.Geometry // CRS84; nil where the place is not known
	layer    *Layer
	row      uint32
}

// Layer returns the layer the feature belongs to.
func (f *Feature) Layer() *Layer { return f.layer }

// Row is the feature's position in its layer, the order of the file.
func (f *Feature) Row() int { return int(f.row) }

// Value returns the property as string, int64, float64, bool, []string or
// [2]float64, and nil where it is null or not in the schema.
func (f *Feature) Value(name string) any {
	if c, ok := f.layer.column[name]; ok {
		return f.layer.Value(f.layer.Ref(int(f.row), c))
	}
	return nil
}

// Text returns a string property, "" where it is null.
func (f *Feature) Text(name string) string {
	s, _ := f.Value(name).(string)
	return s
}

// Layer is a set of features under one schema. It never changes once built.
type Layer struct {
	Meta
	digest   string
	columns  []Property // the common properties, then the layer's own
	column   map[string]int
	keys     []string // of columns, as JSON objects have them
	features []Feature
	byID     []uint32 // rows in the order of their ids
	values   []any    // interned; values[0] is null
	refs     []uint32 // one per feature and column, row by row, into values
	tree     *index.Tree
	shapes   Shapes
	null     []uint32 // rows without geometry
	bound    orb.Bound
	labels   *Layer
	labelled []float32 // of a label layer: by row, see LabelledSize
	spans    []Span    // by row, where the layer has a time
	span     Span      // around all of them that are stated
	times    *timeIndex
}

// Digest identifies the layer's content: equal bytes in, equal digest.
func (l *Layer) Digest() string { return l.digest }

// Len is the number of features.
func (l *Layer) Len() int { return len(l.features) }

// Feature returns the feature at a row, 0 ≤ row < Len.
func (l *Layer) Feature(row int) *Feature { return &l.features[row] }

// ByID finds a feature by its id.
func (l *Layer) ByID(id string) (*Feature, bool) {
	i, ok := slices.BinarySearchFunc(l.byID, id, func(row uint32, id string) int { return strings.Compare(l.features[row].ID, id) })
	if !ok {
		return nil, false
	}
	return &l.features[l.byID[i]], true
}

// All walks the features in the order of the file.
func (l *Layer) All() iter.Seq[*Feature] {
	return func(yield func(*Feature) bool) {
		for i := range l.features {
			if !yield(&l.features[i]) {
				return
			}
		}
	}
}

// Columns is the full schema, common properties first. Read-only.
func (l *Layer) Columns() []Property { return l.columns }

// Column finds a property's place in Columns.
func (l *Layer) Column(name string) (int, bool) {
	c, ok := l.column[name]
	return c, ok
}

// Ref is the interned value of a feature's column: an argument for Value. 0 is null.
func (l *Layer) Ref(row, column int) uint32 { return l.refs[row*len(l.columns)+column] }

// Value returns an interned value.
func (l *Layer) Value(ref uint32) any { return l.values[ref] }

// NumValues is the number of interned values, null included.
func (l *Layer) NumValues() int { return len(l.values) }

// Bound is the box around all geometries, CRS84; empty (IsEmpty) where there are none.
func (l *Layer) Bound() orb.Bound { return l.bound }

// Labels is the point layer <id>-labels with one label point for each areal and
// each linear feature, or nil where there are none. It shares ids and values
// with l; where lines are among them it has the property label_angle too.
func (l *Layer) Labels() *Layer { return l.labels }

// LabelledSize is, of a label layer, how large the thing is that a row is the
// label of: the longer side of its box in the unit square of Web Mercator. Of
// other layers it is +Inf.
func (l *Layer) LabelledSize(row uint32) float32 {
	if l.labelled == nil {
		return float32(math.Inf(1))
	}
	return l.labelled[row]
}

// Shapes are the geometries as tiles want them, in the order Search visits.
func (l *Layer) Shapes() *Shapes { return &l.shapes }

// Search visits, in ascending order, the positions in Shapes whose box may
// touch b (CRS84). A visit returning false ends the search. No allocation.
func (l *Layer) Search(b orb.Bound, visit func(pos int) bool) { l.tree.Search(b, visit) }

// FNV-1a, 64 bit (RFC 9923). In place of hash/fnv, which allocates for each id.
const (
	fnvOffset = 0xcbf29ce484222325
	fnvPrime  = 0x100000001b3
)

// TileID turns a feature id into the unsigned integer that vector tiles carry:
// the number itself where the id is one, otherwise FNV-1a folded to 53 bits, so
// that JavaScript keeps it exactly.
func TileID(id string) uint64 {
	if id != "" && id[0] >= '0' && id[0] <= '9' {
		if n, err := strconv.ParseUint(id, 10, 53); err == nil && strconv.FormatUint(n, 10) == id {
			return n
		}
	}
	s := uint64(fnvOffset)
	for i := range len(id) {
		s = (s ^ uint64(id[i])) * fnvPrime
	}
	return (s>>53 ^ s) & (1<<53 - 1)
}

// Methods counts the features by how their geometry was got.
func (l *Layer) Methods() map[string]int {
	counts := map[string]int{}
	c := l.column["method"]
	for row := range l.features {
		if m, ok := l.Value(l.Ref(row, c)).(string); ok {
			counts[m]++
		}
	}
	return counts
}

func (l *Layer) String() string { return fmt.Sprintf("layer %s (%d features)", l.ID, l.Len()) }

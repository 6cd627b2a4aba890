package layers

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"layoutmap/geo"
	"layoutmap/geo/crs"
	"layoutmap/geo/index"

	"github.com/paulmach/orb"
)

// builder gathers features and turns them into a Layer.
type builder struct {
	layer  *Layer
	system crs.CRS // of the data file's coordinates; the readers bring them to CRS84
	intern map[any]uint32
	floats map[float64]uint32 // apart from intern: most values of a demand surface are numbers
	base   []uint32           // the layer's own provenance, by column: what a feature has that says nothing
}

func newBuilder(m Meta, digest string) *builder {
	l := &Layer{Meta: m, digest: digest, values: []any{nil}}
	l.setColumns(slices.Concat(CommonProperties(), m.Schema))
	l.features = make([]Feature, 0, m.Count)
	l.refs = make([]uint32, 0, m.Count*len(l.columns))
	b := &builder{layer: l, intern: map[any]uint32{}, floats: map[float64]uint32{}}
	b.base = make([]uint32, len(l.columns))
	p := m.Provenance
	for name, v := range map[string]any{
		"source": p.Source, "licence": p.Licence, "open": *p.Open, "retrieved": p.Retrieved,
		"method": p.Method, "crs_original": p.CRSOriginal, "plan_ref": m.PlanRef,
	} {
		if v != "" {
			b.base[l.column[name]] = b.ref(v)
		}
	}
	if p.AccuracyM != nil {
		b.base[l.column["accuracy_m"]] = b.ref(*p.AccuracyM)
	}
	return b
}

func (l *Layer) setColumns(columns []Property) {
	l.columns, l.column, l.keys = columns, map[string]int{}, nil
	for i, c := range columns {
		l.column[c.Name] = i
		l.keys = append(l.keys, string(appendString(nil, c.Name))+":")
	}
}

// ref interns a value. Lists are kept as they come: they are few and not comparable.
func (b *builder) ref(v any) uint32 {
	switch v := v.(type) {
	case nil:
		return 0
	case float64:
		if r, ok := b.floats[v]; ok {
			return r
		}
		b.floats[v] = uint32(len(b.layer.values))
	case string, int64, bool, [2]float64:
		if r, ok := b.intern[v]; ok {
			return r
		}
		b.intern[v] = uint32(len(b.layer.values))
	}
	b.layer.values = append(b.layer.values, v)
	return uint32(len(b.layer.values) - 1)
}

// row starts a feature with the layer's own provenance; set changes single columns.
func (b *builder) row(id string, g orb.Geometry) error {
	l := b.layer
	if id == "" {
		return errors.New("id is missing")
	}
	if err := checkGeometry(g); err != nil {
		return fmt.Errorf("%s: %w", id, err)
	}
	row := uint32(len(l.features))
	l.features = append(l.features, Feature{ID: id, Num: TileID(id), Geometry: g, layer: l, row: row})
	l.refs = append(l.refs, b.base...)
	return nil
}

// set gives the newest feature a value already checked by its Property.
func (b *builder) set(column int, v any) {
	b.layer.refs[len(b.layer.refs)-len(b.base)+column] = b.ref(v)
}

// checkGeometry names the rule and place a geometry breaks. nil is a feature without a place.
func checkGeometry(g orb.Geometry) error {
	if g == nil {
		return nil
	}
	b := g.Bound()
	if b.IsEmpty() {
		return errors.New("geometry is empty; use null for a feature without a place")
	}
	if !(b.Min[0] >= -180 && b.Max[0] <= 180 && b.Min[1] >= -90 && b.Max[1] <= 90) { // NaN fails too
		return fmt.Errorf("coordinates [%g, %g] to [%g, %g] are not longitude and latitude in degrees", b.Min[0], b.Min[1], b.Max[0], b.Max[1])
	}
	if _, ok := g.(orb.Point); ok {
		return nil
	}
	return geo.Validate(g)
}

// finish indexes the features and returns the layer.
func (b *builder) finish() (*Layer, error) {
	l := b.layer
	if l.Count != 0 && l.Count != len(l.features) {
		return nil, fmt.Errorf("count: layer.yaml says %d features, %s has %d", l.Count, l.Data, len(l.features))
	}
	b.index()
	l.sortIDs()
	if err := l.checkIDs(); err != nil {
		return nil, err
	}
	if err := l.setSpans(); err != nil {
		return nil, err
	}
	l.values = slices.Clone(l.values) // growing left spare room; a layer stays for good
	l.labels = b.labelLayer()
	return l, nil
}

// sortIDs makes ByID a binary search: a quarter of a map's memory.
func (l *Layer) sortIDs() {
	l.byID = make([]uint32, len(l.features))
	for i := range l.byID {
		l.byID[i] = uint32(i)
	}
	slices.SortFunc(l.byID, func(a, b uint32) int { return strings.Compare(l.features[a].ID, l.features[b].ID) })
}

// checkIDs refuses ids that stand twice, or that tiles could not tell apart.
func (l *Layer) checkIDs() error {
	for i := 1; i < len(l.byID); i++ {
		if id := l.features[l.byID[i]].ID; id == l.features[l.byID[i-1]].ID {
			return fmt.Errorf("id %s stands twice", excerpt(id))
		}
	}
	byNum := slices.Clone(l.byID)
	slices.SortFunc(byNum, func(a, b uint32) int { return cmp.Compare(l.features[a].Num, l.features[b].Num) })
	for i := 1; i < len(byNum); i++ {
		if a, b := &l.features[byNum[i-1]], &l.features[byNum[i]]; a.Num == b.Num {
			return fmt.Errorf("ids %s and %s give the same tile id %d; rename one", excerpt(a.ID), excerpt(b.ID), a.Num)
		}
	}
	return nil
}

// index packs the geometries into the tree and lays the shapes out in its order.
func (b *builder) index() {
	l := b.layer
	l.bound = orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	var boxes []orb.Bound
	var rows []uint32
	for i := range l.features {
		g := l.features[i].Geometry
		if g == nil {
			l.null = append(l.null, uint32(i))
			continue
		}
		boxes = append(boxes, g.Bound())
		rows = append(rows, uint32(i))
		l.bound = l.bound.Union(g.Bound())
	}
	first := index.Build(boxes)
	l.shapes.grow(len(rows))
	for _, i := range first.Order() {
		f := &l.features[rows[i]]
		f.Geometry = orb.Clone(f.Geometry) // neighbours on the map become neighbours in memory
		l.shapes.add(rows[i], f.Geometry)
	}
	l.tree = first
	// A mixed collection has one shape per dimension: then the tree's positions
	// are no longer the shapes', and a tree over the shapes themselves is built.
	if len(l.shapes.Shapes) != len(rows) {
		l.splitIndex()
	}
}

// splitIndex indexes the shapes one by one, for layers with mixed collections.
func (l *Layer) splitIndex() {
	boxes := make([]orb.Bound, len(l.shapes.Shapes))
	for i, s := range l.shapes.Shapes {
		boxes[i] = l.features[s.Row].Geometry.Bound()
	}
	l.tree = index.Build(boxes)
	old := l.shapes.Shapes
	l.shapes.Shapes = make([]Shape, len(old))
	for pos, i := range l.tree.Order() {
		l.shapes.Shapes[pos] = old[i]
	}
}

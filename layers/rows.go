package layers

import (
	"context"
	"math/bits"

	"layoutmap/layers/cql2"
)

// Rows is a set of a layer's features by their row. It refers to no layer, and
// holds for every layer of the same content. The zero Rows is empty.
type Rows struct {
	words  []uint64
	labels *Rows // the label features of those
}

// Rows gives the features that a filter, compiled against the layer, is true of.
func (l *Layer) Rows(ctx context.Context, f *cql2.Filter) (*Rows, error) {
	rows := &Rows{words: make([]uint64, (l.Len()+63)/64)}
	if err := l.match(ctx, Query{Filter: f}, func(m Match) { rows.words[m.row/64] |= 1 << (m.row % 64) }); err != nil {
		return nil, err
	}
	rows.labels = rows.labelsIn(l)
	return rows, nil
}

// labelsIn is the set of the label features whose feature of l is in the set.
func (r *Rows) labelsIn(l *Layer) *Rows {
	if l.labels == nil {
		return nil
	}
	out := &Rows{words: make([]uint64, (l.labels.Len()+63)/64)}
	for row := range l.labels.Len() {
		if f, ok := l.ByID(l.labels.features[row].ID); ok && r.Has(f.row) {
			out.words[row/64] |= 1 << (row % 64)
		}
	}
	out.labels = out.labelsIn(l.labels)
	return out
}

// Has tells whether a row is in the set.
func (r *Rows) Has(row uint32) bool {
	return int(row/64) < len(r.words) && r.words[row/64]&(1<<(row%64)) != 0
}

// Len is the number of rows in the set.
func (r *Rows) Len() int {
	n := 0
	for _, w := range r.words {
		n += bits.OnesCount64(w)
	}
	return n
}

// Labels is the set for Layer.Labels, empty where there are none. Of a nil set,
// which stands for all rows, it is nil too.
func (r *Rows) Labels() *Rows {
	if r != nil && r.labels == nil {
		return &Rows{}
	}
	if r == nil {
		return nil
	}
	return r.labels
}

// Bytes is the memory the set takes.
func (r *Rows) Bytes() int {
	if r == nil {
		return 0
	}
	return 8*len(r.words) + r.labels.Bytes()
}

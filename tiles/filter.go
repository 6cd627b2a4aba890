package tiles

import (
	"context"
	"crypto/sha256"
	"errors"

	"layoutmap/layers"
	"layoutmap/layers/cql2"

	"github.com/maypok86/otter/v2"
)

const maxRowsBytes = 16 << 20 // of what is remembered of filters: of 100 filters of a million features

// A Filter chooses features of layers. It never changes.
type Filter struct {
	key [16]byte // digest of the canonical text: equal filters share their tiles, however they were written
	of  map[*layers.Layer]*cql2.Filter
}

// NewFilter fits a filter, its geometries in CRS84, to the layers of a tile. A
// layer that the filter does not fit, mostly because it lacks a property the
// filter names, has no feature that it is true of; the error, of the first
// layer, is for a filter that fits none.
func NewFilter(e cql2.Expr, ls ...*layers.Layer) (*Filter, error) {
	f := &Filter{of: map[*layers.Layer]*cql2.Filter{}}
	sum := sha256.Sum256(cql2.AppendText(nil, e))
	copy(f.key[:], sum[:])
	var first error
	for _, l := range ls {
		compiled, err := cql2.Compile(e, l)
		switch {
		case err == nil:
			f.of[l] = compiled
		case first == nil:
			first = err
		}
	}
	if len(f.of) == 0 && first != nil {
		return nil, first
	}
	return f, nil
}

// rowsKey names what a filter chooses of a layer, by content.
type rowsKey struct {
	layer  layersKey
	filter [16]byte
}

func newRowsCache() *otter.Cache[rowsKey, *layers.Rows] {
	return otter.Must(&otter.Options[rowsKey, *layers.Rows]{
		MaximumWeight: maxRowsBytes,
		Weigher:       func(_ rowsKey, r *layers.Rows) uint32 { return uint32(r.Bytes()) + tileOverhead },
	})
}

// choose gives what the filter, which may be nil, leaves of each layer; nil is all.
// The first tile of a filter asks it of all features, the following ones remember.
func (r *Renderer) choose(ctx context.Context, f *Filter, ls []*layers.Layer) ([]*layers.Rows, error) {
	if f == nil {
		return nil, nil
	}
	out := make([]*layers.Rows, len(ls))
	for i, l := range ls {
		compiled, ok := f.of[l]
		if !ok {
			out[i] = &layers.Rows{}
			continue
		}
		rows, err := fetch(ctx, r.rows, rowsKey{r.layersKey(ls[i : i+1]), f.key}, func(ctx context.Context) (*layers.Rows, error) {
			return l.Rows(ctx, compiled)
		})
		if err != nil {
			return nil, err
		}
		out[i] = rows
	}
	return out, nil
}

// fetch gets a value from a cache or makes it, once for all who ask meanwhile.
// The first of those may give up; whoever still waits then asks anew.
func fetch[K comparable, V any](ctx context.Context, c *otter.Cache[K, V], key K, load func(context.Context) (V, error)) (V, error) {
	for {
		v, err := c.Get(ctx, key, otter.LoaderFunc[K, V](func(ctx context.Context, _ K) (V, error) { return load(ctx) }))
		if err == nil || ctx.Err() != nil || !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) {
			return v, err
		}
	}
}

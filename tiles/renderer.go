package tiles

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"iter"
	"log/slog"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
	"weak"

	"layoutmap/layers"

	"github.com/klauspost/compress/gzip"
	"github.com/maypok86/otter/v2"
)

const (
	defaultCacheBytes = 32 << 20 // bytes of compressed tiles; the whole server stays below 100 MB
	defaultQueue      = 256      // renders: some screens full of tiles
	gzipLevel         = 4        // four fifths of the time of level 6 for one percent in size
	tileOverhead      = 256      // bytes, what a cached tile takes besides its data
	maxKeys           = 1024     // remembered layer lists; more than any map asks for
)

// ErrBusy says that too many renders wait already; ask again in a moment.
var ErrBusy = errors.New("too many tiles are waiting to be rendered")

// Options tune a Renderer. Zero values give the defaults.
type Options struct {
	CacheBytes uint64 // memory for cached tiles; 0 is 32 MB
	Workers    int    // renders at the same time; 0 is twice GOMAXPROCS
	Queue      int    // renders waiting for a worker before ErrBusy; 0 is 256
	// MaxBytes is the most a tile may have after gzip; 0 is 500,000, below 0 no
	// limit. What does not fit is left out by rank, the smallest first, and counted.
	MaxBytes int
	Log      *slog.Logger // hears of each tile that was thinned, when it is rendered; nil: nobody
}

// Tile is a finished tile. Read-only: it is shared with the cache.
type Tile struct {
	Data     []byte // the vector tile, gzip unless Encoded made it; an empty tile is the gzip of nothing
	Raw      int    // bytes of the vector tile before gzip
	ETag     string // strong entity tag of Data, in quotes: a digest of the vector tile, and the encoding where that is not gzip
	Features int    // features in all layers together
	Dropped  int    // features left out: smaller than the grid here, or thinned
	Thinned  int    // of them those left out to keep to the byte budget
	Repaired int    // polygons that snapping or clipping had broken, repaired
}

// Renderer makes tiles and keeps them. It is safe for concurrent use.
type Renderer struct {
	cache    *otter.Cache[tileKey, Tile]
	rows     *otter.Cache[rowsKey, *layers.Rows]
	workers  chan struct{}
	queue    int64
	waiting  atomic.Int64
	scratch  sync.Pool // *scratch
	zip      sync.Pool // *zipper
	tables   sync.Map  // weak.Pointer[layers.Layer] → func() *table
	mu       sync.RWMutex
	keys     map[string]layersKey
	renders  atomic.Int64
	maxBytes int
	log      *slog.Logger
}

// layersKey stands for a list of layers: a digest of their ids and digests.
type layersKey [16]byte

type tileKey struct {
	set    string
	coord  Coord
	layers layersKey
	filter [16]byte // of a Filter, zero without one
	as     Encoding
}

type zipper struct {
	w   *gzip.Writer
	buf bytes.Buffer
}

// NewRenderer returns a Renderer with an empty cache.
func NewRenderer(o Options) *Renderer {
	if o.CacheBytes == 0 {
		o.CacheBytes = defaultCacheBytes
	}
	if o.Workers <= 0 {
		o.Workers = 2 * runtime.GOMAXPROCS(0)
	}
	if o.Queue <= 0 {
		o.Queue = defaultQueue
	}
	if o.MaxBytes == 0 {
		o.MaxBytes = defaultMaxBytes
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Renderer{
		maxBytes: o.MaxBytes, log: o.Log,
		cache: otter.Must(&otter.Options[tileKey, Tile]{
			MaximumWeight: o.CacheBytes,
			Weigher:       func(_ tileKey, t Tile) uint32 { return uint32(len(t.Data)) + tileOverhead },
		}),
		rows:    newRowsCache(),
		workers: make(chan struct{}, o.Workers),
		queue:   int64(o.Queue),
		keys:    map[string]layersKey{},
	}
}

// Tile returns the tile of the given layers, in the order of the arguments, from
// the cache or rendered. However many callers ask for a tile that is not there,
// it is rendered once. The coordinate must be contained in the set. A layer with
// label points is followed by its layer <id>-labels. Errors: ErrBusy, or the context's.
func (r *Renderer) Tile(ctx context.Context, set *MatrixSet, c Coord, ls ...*layers.Layer) (Tile, error) {
	return r.tile(ctx, set, c, nil, ls)
}

func (r *Renderer) tile(ctx context.Context, set *MatrixSet, c Coord, f *Filter, ls []*layers.Layer) (Tile, error) {
	key := r.key(set, c, f, ls, Gzip)
	if t, ok := r.cache.GetIfPresent(key); ok {
		return t, nil
	}
	return fetch(ctx, r.cache, key, func(ctx context.Context) (Tile, error) {
		if err := r.acquire(ctx); err != nil {
			return Tile{}, err
		}
		defer func() { <-r.workers }()
		chosen, err := r.choose(ctx, f, ls)
		if err != nil {
			return Tile{}, err
		}
		return r.pack(ctx, set, c, ls, chosen)
	})
}

func (r *Renderer) key(set *MatrixSet, c Coord, f *Filter, ls []*layers.Layer, as Encoding) tileKey {
	key := tileKey{set: set.ID, coord: c, layers: r.layersKey(ls), as: as}
	if f != nil {
		key.filter = f.key
	}
	return key
}

// Uncached renders a tile as Tile does, past what is kept, in its turn among the renders.
func (r *Renderer) Uncached(ctx context.Context, set *MatrixSet, c Coord, ls ...*layers.Layer) (Tile, error) {
	if err := r.acquire(ctx); err != nil {
		return Tile{}, err
	}
	defer func() { <-r.workers }()
	return r.pack(ctx, set, c, ls, nil)
}

// Renders is the number of tiles rendered so far.
func (r *Renderer) Renders() int64 { return r.renders.Load() }

// acquire waits for a worker.
func (r *Renderer) acquire(ctx context.Context) error {
	select {
	case r.workers <- struct{}{}:
		return nil
	default:
	}
	if r.waiting.Add(1) > r.queue {
		r.waiting.Add(-1)
		return ErrBusy
	}
	defer r.waiting.Add(-1)
	select {
	case r.workers <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// pack renders and compresses. The gzip header has neither time nor name, so
// equal tiles have equal bytes.
func (r *Renderer) pack(ctx context.Context, set *MatrixSet, c Coord, ls []*layers.Layer, chosen []*layers.Rows) (Tile, error) {
	s := r.newScratch()
	defer r.scratch.Put(s)
	s.chosen = chosen
	defer func() { s.chosen = nil }()
	raw, data, stats, err := r.fit(ctx, s, set, c, ls)
	if err != nil {
		return Tile{}, err
	}
	if stats.Thinned > 0 {
		r.log.Warn("tile thinned to its byte budget", "set", set.ID, "tile", c.String(), "left_out", stats.Thinned, "kept", stats.Features, "bytes", len(data))
	}
	return Tile{
		Data: data, Raw: len(raw), ETag: etag(raw),
		Features: stats.Features, Dropped: stats.Dropped, Thinned: stats.Thinned, Repaired: stats.Repaired,
	}, nil
}

// etag is the strong entity tag of a vector tile in gzip, in quotes.
func etag(raw []byte) string {
	sum := sha256.Sum256(raw)
	return `"` + hex.EncodeToString(sum[:12]) + `"`
}

func (r *Renderer) compress(raw []byte) ([]byte, error) {
	z, _ := r.zip.Get().(*zipper)
	if z == nil {
		z = &zipper{}
		w, err := gzip.NewWriterLevel(&z.buf, gzipLevel)
		if err != nil {
			return nil, err
		}
		z.w = w
	}
	defer r.zip.Put(z)
	z.buf.Reset()
	z.w.Reset(&z.buf)
	z.w.ModTime = time.Unix(0, 0) // none, RFC 1952 §2.3.1; this package would write the year 1 for a zero Time
	if _, err := z.w.Write(raw); err != nil {
		return nil, err
	}
	if err := z.w.Close(); err != nil {
		return nil, err
	}
	return bytes.Clone(z.buf.Bytes()), nil
}

// Render appends the plain vector tile to dst, past cache, queue and byte budget.
func (r *Renderer) Render(ctx context.Context, dst []byte, set *MatrixSet, c Coord, ls ...*layers.Layer) ([]byte, Stats, error) {
	s := r.newScratch()
	defer r.scratch.Put(s)
	return r.render(ctx, s, dst, set, c, ls)
}

func (r *Renderer) newScratch() *scratch {
	if s, ok := r.scratch.Get().(*scratch); ok {
		return s
	}
	return &scratch{limit: everyone}
}

func (r *Renderer) render(ctx context.Context, s *scratch, dst []byte, set *MatrixSet, c Coord, ls []*layers.Layer) ([]byte, Stats, error) {
	var stats Stats
	r.renders.Add(1)
	bound := set.Bound(c, maxBuffer+1) // one unit more than the widest buffer: a box may round into it
	for l, rows := range s.each(ls) {
		if err := ctx.Err(); err != nil {
			return dst, stats, err
		}
		var err error
		if dst, err = s.layer(ctx, dst, set, c, bound, l, rows, r.table(l), &stats); err != nil {
			return dst, stats, err
		}
	}
	return dst, stats, nil
}

// each goes through layers, each followed by its labels, with what a filter left
// of them; nil rows are all.
func (s *scratch) each(ls []*layers.Layer) iter.Seq2[*layers.Layer, *layers.Rows] {
	return func(yield func(*layers.Layer, *layers.Rows) bool) {
		for i, l := range ls {
			var rows *layers.Rows
			if s.chosen != nil {
				rows = s.chosen[i]
			}
			for ; l != nil; l, rows = l.Labels(), rows.Labels() {
				if !yield(l, rows) {
					return
				}
			}
		}
	}
}

// table compiles a layer at its first use, once. Tables are kept by weak pointer
// and go when their layer goes, so old catalogs do not pile up.
func (r *Renderer) table(l *layers.Layer) *table {
	key := weak.Make(l)
	compile, ok := r.tables.Load(key)
	if !ok {
		// OnceValue lets go of the function, and so of the layer, when it has run.
		compile, ok = r.tables.LoadOrStore(key, sync.OnceValue(func() *table { return newTable(l) }))
		if !ok {
			runtime.AddCleanup(l, func(k weak.Pointer[layers.Layer]) { r.tables.Delete(k) }, key)
		}
	}
	return compile.(func() *table)()
}

// layersKey digests the list of layers. Lists seen before are remembered by the
// text they digest, so that a cached tile costs no digest.
func (r *Renderer) layersKey(ls []*layers.Layer) layersKey {
	var stack [2048]byte
	text := stack[:0]
	for _, l := range ls {
		text = append(append(text, l.ID...), 0)
		text = append(append(text, l.Digest()...), 0)
	}
	r.mu.RLock()
	key, ok := r.keys[string(text)]
	r.mu.RUnlock()
	if ok {
		return key
	}
	sum := sha256.Sum256(text)
	copy(key[:], sum[:])
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.keys) >= maxKeys {
		clear(r.keys) // cached tiles stay reachable: the same list gives the same key
	}
	r.keys[string(text)] = key
	return key
}

package tiles

import (
	"cmp"
	"context"
	"os"
	"slices"

	"layoutmap/layers"
)

// Repair runs the check and, where it fails, the repair on rings given as
// exteriors (false) and holes (true). It tells whether repair was needed.
func Repair(rings [][]Point, holes []bool) (out [][]Point, outHoles []bool, repaired bool) {
	var points []Point
	var spans []span
	for i, r := range rings {
		base := len(points)
		points = append(points, r...)
		if lo, hi := tidyRing(points[base:]); lo < hi {
			spans = append(spans, span{base + lo, base + hi, holes[i]})
		}
	}
	var s simplicity
	if len(spans) > 0 && !s.simple(points, spans) {
		repaired = true
		var m mender
		points, spans = m.repair(points, spans, nil, nil)
	}
	for _, s := range spans {
		out = append(out, points[s.lo:s.hi])
		outHoles = append(outHoles, s.hole)
	}
	return out, outHoles, repaired
}

// DoubleArea is the surveyor's formula times two.
func DoubleArea(r []Point) int64 { return doubleArea(r) }

// Pack renders and compresses a tile, past the cache: what a cold request costs.
func (r *Renderer) Pack(ctx context.Context, set *MatrixSet, c Coord, ls ...*layers.Layer) (Tile, error) {
	return r.pack(ctx, set, c, ls, nil)
}

// Compress is the gzip step alone.
func (r *Renderer) Compress(raw []byte) ([]byte, error) { return r.compress(raw) }

// Tables counts the layers that are compiled at the moment.
func (r *Renderer) Tables() (n int) {
	r.tables.Range(func(any, any) bool { n++; return true })
	return n
}

// Occupy takes a worker until the returned function is called.
func (r *Renderer) Occupy() (release func()) {
	r.workers <- struct{}{}
	return func() { <-r.workers }
}

// Waiting counts the renders in the queue.
func (r *Renderer) Waiting() int64 { return r.waiting.Load() }

// PMTilesID is a tile's place in a PMTiles archive.
func PMTilesID(c Coord) uint64 { return pmID(c) }

// WritePMTiles writes the first n columns and rows of a zoom level.
func WritePMTiles(path string, z uint8, n uint32, data func(Coord) []byte) error {
	var coords []Coord
	for x := range n {
		for y := range n {
			coords = append(coords, Coord{z, x, y})
		}
	}
	slices.SortFunc(coords, func(a, b Coord) int { return cmp.Compare(pmID(a), pmID(b)) })
	return replaceFile(path, func(f *os.File) error {
		w, err := newPMWriter(f, TileJSON{MaxZoom: z})
		if err != nil {
			return err
		}
		for _, c := range coords {
			if err := w.Add(c, data(c)); err != nil {
				return err
			}
		}
		return w.Close(nil)
	})
}

// DirectoryRoundTrip parses a plain directory, writes it and parses it again.
func DirectoryRoundTrip(b []byte) (n, again int, err error) {
	entries, err := pmParse(b)
	if err != nil {
		return 0, 0, err
	}
	z, err := pmDirectory(entries)
	if err != nil {
		return len(entries), 0, nil
	}
	if b, err = gunzip(z); err != nil {
		return len(entries), 0, nil
	}
	second, _ := pmParse(b)
	return len(entries), len(second), nil
}

// WithoutBlocks has a layer's borders walked vertex by vertex.
func (r *Renderer) WithoutBlocks(l *layers.Layer) { r.table(l).mercator.blocks = nil }

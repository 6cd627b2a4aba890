package tiles

import (
	"strconv"

	"layoutmap/layers"

	"github.com/paulmach/orb"
)

// Limit is the block of tiles of one matrix that a tileset has something in, as
// a tileset document states it (OGC 17-083r4 §7.2, TileMatrixSetLimits). Both
// ends belong to it.
type Limit struct {
	Matrix string `json:"tileMatrix"`
	MinRow uint32 `json:"minTileRow"`
	MaxRow uint32 `json:"maxTileRow"`
	MinCol uint32 `json:"minTileCol"`
	MaxCol uint32 `json:"maxTileCol"`
}

// Limits gives the limits of the layers' tiles for every zoom level, what
// reaches over a tile's border into its neighbour included: all tiles outside
// are empty. Layers without geometry have none.
func Limits(m *MatrixSet, ls ...*layers.Layer) []Limit {
	out := []Limit{}
	bound := BoundOf(ls...)
	for z := m.First; z <= m.Last; z++ {
		if r, ok := m.Range(bound, z, maxBuffer+1); ok { // what rounds into the buffer is in it
			out = append(out, Limit{strconv.Itoa(int(z)), r.MinY, r.MaxY, r.MinX, r.MaxX})
		}
	}
	return out
}

// Within tells whether a coordinate is inside the limits of the layers' tiles.
func Within(m *MatrixSet, c Coord, ls ...*layers.Layer) bool {
	r, ok := m.Range(BoundOf(ls...), c.Z, maxBuffer+1)
	return ok && c.X >= r.MinX && c.X <= r.MaxX && c.Y >= r.MinY && c.Y <= r.MaxY
}

// BoundOf is the CRS84 box around all layers; empty (IsEmpty) where none has a geometry.
func BoundOf(ls ...*layers.Layer) orb.Bound {
	bound := orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{0, 0}}
	for _, l := range ls {
		switch b := l.Bound(); {
		case b.IsEmpty():
		case bound.IsEmpty():
			bound = b
		default:
			bound = bound.Union(b)
		}
	}
	return bound
}

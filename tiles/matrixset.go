package tiles

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"
)

// Extent is the number of grid units along one side of a tile.
const Extent = 4096

// MaxZoom is the deepest zoom level of any matrix set.
const MaxZoom = 24

// A MatrixSet is a tile matrix set of OGC 17-083r4 (Two Dimensional Tile Matrix
// Set 2.0): a pyramid of grids that tiles are addressed in. It marshals to the
// standard's JSON document. Read-only.
type MatrixSet struct {
	ID          string
	Title       string
	URI         string     // the set's own identifier, "" where nobody registered one
	CRS         string     // identifier of its coordinate reference system
	Axes        [2]string  // the CRS's axes in the order pointOfOrigin uses
	WKSS        string     // well-known scale set
	Origin      [2]float64 // top left corner, in CRS units and axis order
	Cell        float64    // side of a pixel at zoom First, in CRS units
	Metre       float64    // metres in one CRS unit, at the equator where that is a degree
	Wide        uint32     // tiles from west to east at zoom First, a power of two
	High        uint32     // tiles from north to south at zoom First
	First, Last uint8      // zoom levels: the identifiers of the first and the last matrix
	plane       plane
}

// Constants of the standard, both in metres.
const (
	semiMajor     = 6378137.0 // WGS 84 and CGCS2000
	standardPixel = 0.00028   // "standardized rendering pixel size", OGC 17-083r4 §6.1
	tilePixels    = 256       // pixels along a tile's side, which scale denominators refer to
	degree        = math.Pi * semiMajor / 180
)

// matrixSets are the known sets in the order they are listed; never written to.
var matrixSets = []*MatrixSet{webMercatorQuad(), worldCRS84Quad(), cgcs2000Quad()}

// MatrixSets are all known sets, in the order they are listed.
func MatrixSets() []*MatrixSet { return slices.Clone(matrixSets) }

// LookupMatrixSet finds a set by its id.
func LookupMatrixSet(id string) (*MatrixSet, bool) {
	for _, m := range matrixSets {
		if m.ID == id {
			return m, true
		}
	}
	return nil, false
}

// webMercatorQuad is OGC 17-083r4 annex D.1, the usual XYZ scheme of web maps.
func webMercatorQuad() *MatrixSet {
	return &MatrixSet{
		ID:     "WebMercatorQuad",
		Title:  "Google Maps Compatible for the World",
		URI:    "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad",
		CRS:    "http://www.opengis.net/def/crs/EPSG/0/3857",
		Axes:   [2]string{"X", "Y"},
		WKSS:   "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
		Origin: [2]float64{-math.Pi * semiMajor, math.Pi * semiMajor},
		Cell:   2 * math.Pi * semiMajor / tilePixels,
		Metre:  1,
		Wide:   1,
		High:   1,
		Last:   24,
		plane:  mercatorPlane,
	}
}

// worldCRS84Quad is OGC 17-083r4 annex D.2: longitude and latitude as they are.
func worldCRS84Quad() *MatrixSet {
	return &MatrixSet{
		ID:     "WorldCRS84Quad",
		Title:  "CRS84 for the World",
		URI:    "http://www.opengis.net/def/tilematrixset/OGC/1.0/WorldCRS84Quad",
		CRS:    "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
		Axes:   [2]string{"Lon", "Lat"},
		WKSS:   "http://www.opengis.net/def/wkss/OGC/1.0/GoogleCRS84Quad",
		Origin: [2]float64{-180, 90},
		Cell:   0.703125,
		Metre:  degree,
		Wide:   2,
		High:   1,
		Last:   23,
		plane:  geographicPlane,
	}
}

// cgcs2000Quad is the matrix set "c" of 天地图 (Tianditu), on CGCS2000 with the
// axes of EPSG:4490, latitude first. Its identifiers start from 1, so level n
// covers what WorldCRS84Quad's level n − 1 does. CGCS2000 and WGS 84 differ by
// less than the accuracy of any layer here; both are taken as the same numbers.
func cgcs2000Quad() *MatrixSet {
	return &MatrixSet{
		ID:     "CGCS2000Quad",
		Title:  "天地图经纬度切片 c · CGCS2000 for the World",
		CRS:    "http://www.opengis.net/def/crs/EPSG/0/4490",
		Axes:   [2]string{"Lat", "Lon"},
		Origin: [2]float64{90, -180},
		Cell:   0.703125,
		Metre:  degree,
		Wide:   2,
		High:   1,
		First:  1,
		Last:   24,
		plane:  geographicPlane,
	}
}

// Size is the number of columns and rows at a zoom level from First to Last.
func (m *MatrixSet) Size(z uint8) (columns, rows uint32) {
	return m.Wide << (z - m.First), m.High << (z - m.First)
}

// Contains tells whether the set has such a tile.
func (m *MatrixSet) Contains(c Coord) bool {
	if c.Z < m.First || c.Z > m.Last {
		return false
	}
	w, h := m.Size(c.Z)
	return c.X < w && c.Y < h
}

// Bound is the tile's box in CRS84, widened by buffer grid units (of which
// Extent make a tile's side) on every side. It ends at the poleward edge of the
// projection, but may pass ±180° by the buffer.
func (m *MatrixSet) Bound(c Coord, buffer float64) orb.Bound {
	columns, rows := m.Size(c.Z)
	n := float64(columns)
	b := buffer / Extent
	x, y := float64(c.X), float64(c.Y)
	return orb.Bound{
		Min: m.plane.inverse((x-b)/n, min(float64(rows), y+1+b)/n),
		Max: m.plane.inverse((x+1+b)/n, max(0, y-b)/n),
	}
}

// Range is the block of tiles of one zoom level that hold something of a CRS84
// box, both ends included.
type Range struct{ MinX, MinY, MaxX, MaxY uint32 }

// Range gives the tiles of a zoom level that a CRS84 box touches when each tile
// is widened by buffer grid units. Boxes that leave the projection are cut at
// its edge; ok is false where there is no such tile: an empty box, no such level.
func (m *MatrixSet) Range(b orb.Bound, z uint8, buffer float64) (r Range, ok bool) {
	if b.IsEmpty() || z < m.First || z > m.Last {
		return r, false
	}
	cols, rows := m.Size(z)
	x0, y0 := m.plane.forward(orb.Point{b.Min[0], b.Max[1]})
	x1, y1 := m.plane.forward(orb.Point{b.Max[0], b.Min[1]})
	cell := func(v, shift float64, n uint32) uint32 {
		return uint32(max(0, min(float64(n-1), math.Floor(v*float64(cols)+shift))))
	}
	w := buffer / Extent
	return Range{cell(x0, -w, cols), cell(y0, -w, rows), cell(x1, w, cols), cell(y1, w, rows)}, true
}

// Covering calls visit for every tile of a zoom level that a CRS84 box touches,
// row by row from the north, each from the west, until visit returns false.
// Boxes that leave the projection are cut at its edge; an empty box has none.
func (m *MatrixSet) Covering(b orb.Bound, z uint8, visit func(Coord) bool) {
	r, ok := m.Range(b, z, 0)
	if !ok {
		return
	}
	for y := r.MinY; y <= r.MaxY; y++ {
		for x := r.MinX; x <= r.MaxX; x++ {
			if !visit(Coord{Z: z, X: x, Y: y}) {
				return
			}
		}
	}
}

// MatrixSetDocument is a matrix set as JSON has it.
type MatrixSetDocument struct {
	ID       string           `json:"id"`
	Title    string           `json:"title"`
	URI      string           `json:"uri,omitempty"`
	CRS      string           `json:"crs"`
	Axes     [2]string        `json:"orderedAxes"`
	WKSS     string           `json:"wellKnownScaleSet,omitempty"`
	Matrices []MatrixDocument `json:"tileMatrices"`
}

// MatrixDocument is one matrix of it: a zoom level.
type MatrixDocument struct {
	ID     string     `json:"id"`
	Scale  float64    `json:"scaleDenominator"`
	Cell   float64    `json:"cellSize"`
	Origin [2]float64 `json:"pointOfOrigin"`
	TileW  int        `json:"tileWidth"`
	TileH  int        `json:"tileHeight"`
	Wide   uint32     `json:"matrixWidth"`
	High   uint32     `json:"matrixHeight"`
}

// MarshalJSON gives the TileMatrixSet document, zoom levels First to Last.
// Numbers have full float64 precision; the standard prints 14 or 15 digits.
func (m *MatrixSet) MarshalJSON() ([]byte, error) {
	doc := MatrixSetDocument{ID: m.ID, Title: m.Title, URI: m.URI, CRS: m.CRS, Axes: m.Axes, WKSS: m.WKSS}
	for z := m.First; z <= m.Last; z++ {
		cell := math.Ldexp(m.Cell, -int(z-m.First))
		w, h := m.Size(z)
		doc.Matrices = append(doc.Matrices, MatrixDocument{
			ID: strconv.Itoa(int(z)), Scale: cell * m.Metre / standardPixel, Cell: cell, Origin: m.Origin,
			TileW: tilePixels, TileH: tilePixels, Wide: w, High: h,
		})
	}
	return json.Marshal(doc)
}

package tiles

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"

	"layoutmap/geo/crs"

	"github.com/paulmach/orb"
)

// Extent is the number of grid units along one side of a tile.
const Extent = 4096

// MaxZoom is the deepest zoom level of every matrix set.
const MaxZoom = 24

// A MatrixSet is a tile matrix set of OGC 17-083r4 (Two Dimensional Tile Matrix
// Set 2.0): a pyramid of grids that tiles are addressed in. It marshals to the
// standard's JSON document. Read-only.
type MatrixSet struct {
	ID     string
	Title  string
	URI    string     // the set's own identifier
	CRS    string     // identifier of its coordinate reference system
	Axes   [2]string  // the CRS's axes in the order pointOfOrigin uses
	WKSS   string     // well-known scale set
	Origin [2]float64 // top left corner, in CRS units
	Cell   float64    // side of a pixel at zoom 0, in CRS units
	Metre  float64    // metres in one CRS unit
	Wide   uint32     // tiles from west to east at zoom 0
	High   uint32     // tiles from north to south at zoom 0
}

// Constants of the standard, both in metres.
const (
	semiMajor     = 6378137.0 // WGS 84
	standardPixel = 0.00028   // "standardized rendering pixel size", OGC 17-083r4 §6.1
	tilePixels    = 256       // pixels along a tile's side, which scale denominators refer to
)

// matrixSets are the known sets in the order they are listed; never written to.
var matrixSets = []*MatrixSet{webMercatorQuad()}

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
	}
}

// Size is the number of columns and rows at a zoom level ≤ MaxZoom.
func (m *MatrixSet) Size(z uint8) (columns, rows uint32) { return m.Wide << z, m.High << z }

// Contains tells whether the set has such a tile.
func (m *MatrixSet) Contains(c Coord) bool {
	if c.Z > MaxZoom {
		return false
	}
	w, h := m.Size(c.Z)
	return c.X < w && c.Y < h
}

// Bound is the tile's box in CRS84, widened by buffer grid units (of which
// Extent make a tile's side) on every side. It ends at the poleward edge of the
// projection, but may pass ±180° by the buffer.
func (m *MatrixSet) Bound(c Coord, buffer float64) orb.Bound {
	n := math.Ldexp(1, int(c.Z))
	b := buffer / Extent
	x, y := float64(c.X), float64(c.Y)
	return orb.Bound{
		Min: crs.FromMercatorUnit((x-b)/n, min(1, (y+1+b)/n)),
		Max: crs.FromMercatorUnit((x+1+b)/n, max(0, (y-b)/n)),
	}
}

// Covering calls visit for every tile of a zoom level that a CRS84 box touches,
// row by row from the north, each from the west, until visit returns false.
// Boxes that leave the projection are cut at its edge; an empty box has none.
func (m *MatrixSet) Covering(b orb.Bound, z uint8, visit func(Coord) bool) {
	if b.IsEmpty() || z > MaxZoom {
		return
	}
	cols, rows := m.Size(z)
	x0, y0 := crs.MercatorUnit(orb.Point{b.Min[0], b.Max[1]})
	x1, y1 := crs.MercatorUnit(orb.Point{b.Max[0], b.Min[1]})
	cell := func(v float64, n uint32) uint32 {
		return uint32(max(0, min(float64(n-1), math.Floor(v*float64(n)))))
	}
	for y := cell(y0, rows); y <= cell(y1, rows); y++ {
		for x := cell(x0, cols); x <= cell(x1, cols); x++ {
			if !visit(Coord{Z: z, X: x, Y: y}) {
				return
			}
		}
	}
}

type matrixSetJSON struct {
	ID       string       `json:"id"`
	Title    string       `json:"title"`
	URI      string       `json:"uri"`
	CRS      string       `json:"crs"`
	Axes     [2]string    `json:"orderedAxes"`
	WKSS     string       `json:"wellKnownScaleSet,omitempty"`
	Matrices []matrixJSON `json:"tileMatrices"`
}

type matrixJSON struct {
	ID     string     `json:"id"`
	Scale  float64    `json:"scaleDenominator"`
	Cell   float64    `json:"cellSize"`
	Origin [2]float64 `json:"pointOfOrigin"`
	TileW  int        `json:"tileWidth"`
	TileH  int        `json:"tileHeight"`
	Wide   uint32     `json:"matrixWidth"`
	High   uint32     `json:"matrixHeight"`
}

// MarshalJSON gives the TileMatrixSet document, zoom levels 0 to MaxZoom.
// Numbers have full float64 precision; the standard prints 15 digits.
func (m *MatrixSet) MarshalJSON() ([]byte, error) {
	doc := matrixSetJSON{ID: m.ID, Title: m.Title, URI: m.URI, CRS: m.CRS, Axes: m.Axes, WKSS: m.WKSS}
	for z := uint8(0); z <= MaxZoom; z++ {
		cell := math.Ldexp(m.Cell, -int(z))
		w, h := m.Size(z)
		doc.Matrices = append(doc.Matrices, matrixJSON{
			ID: strconv.Itoa(int(z)), Scale: cell * m.Metre / standardPixel, Cell: cell, Origin: m.Origin,
			TileW: tilePixels, TileH: tilePixels, Wide: w, High: h,
		})
	}
	return json.Marshal(doc)
}

package tiles

import (
	"math"
	"sync"

	"layoutmap/geo/crs"
	"layoutmap/layers"

	"github.com/paulmach/orb"
)

// A plane is where tiles are cut: a unit square with x east from 180°W and y
// south from the top of the matrix set.
type plane uint8

const (
	mercatorPlane   plane = iota // Web Mercator, as layers hold their shapes
	geographicPlane              // degrees / 360: y is 0 at 90°N and ½ at 90°S
)

// forward takes CRS84 to the plane.
func (p plane) forward(at orb.Point) (x, y float64) {
	if p == geographicPlane {
		return at[0]/360 + 0.5, (90 - at[1]) / 360
	}
	return crs.MercatorUnit(at)
}

// inverse takes the plane to CRS84.
func (p plane) inverse(x, y float64) orb.Point {
	if p == geographicPlane {
		return orb.Point{(x - 0.5) * 360, 90 - 360*y}
	}
	return crs.FromMercatorUnit(x, min(1, y))
}

// projected is a layer on a plane, ready to be cut.
type projected struct {
	shapes *layers.Shapes
	outlines
}

// outlines are what is known of the lines and rings of shapes; nil for points alone.
type outlines struct {
	keep   []float32 // see thresholds
	blocks []block
}

func outlinesOf(s *layers.Shapes) outlines { return outlines{thresholds(s), blocksOf(s)} }

// geographic holds the shapes of a layer in degrees, from the first tile that
// wants them. A server that only makes Web Mercator tiles never has them.
type geographic struct {
	once sync.Once
	projected
}

// on gives the layer, which must be the table's own, on a plane.
func (t *table) on(p plane, l *layers.Layer) projected {
	if p == mercatorPlane {
		return projected{l.Shapes(), t.mercator}
	}
	t.geographic.once.Do(func() {
		shapes := l.Project(geographicPlane.forward)
		t.geographic.projected = projected{shapes, outlinesOf(shapes)}
	})
	return t.geographic.projected
}

// level is the zoom level of WebMercatorQuad whose tiles are as wide as these.
func (m *MatrixSet) level(z uint8) int {
	columns, _ := m.Size(z)
	return int(math.Round(math.Log2(float64(columns))))
}

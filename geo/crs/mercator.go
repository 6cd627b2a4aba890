package crs

import (
	"math"

	"github.com/paulmach/orb"
)

// MaxLatitude is the latitude in degrees where Web Mercator's square ends:
// atan(sinh π). Latitudes beyond it are taken as it.
const MaxLatitude = 85.05112877980659

const (
	radian = math.Pi / 180 // one degree
	// mercatorHalf is half the side of the Web Mercator square in metres: π
	// times the WGS 84 semi-major axis.
	mercatorHalf = math.Pi * 6378137
)

// MercatorUnit takes CRS84 longitude, latitude in degrees to the unit square
// of Web Mercator: x grows east from 0 at 180°W to 1 at 180°E, y grows south
// from 0 at MaxLatitude to 1 at -MaxLatitude. Latitudes are clamped there;
// longitudes are not, so that x may leave [0, 1].
func MercatorUnit(p orb.Point) (x, y float64) {
	lat := max(-MaxLatitude, min(MaxLatitude, p[1]))
	return p[0]/360 + 0.5, 0.5 - math.Asinh(math.Tan(lat*radian))/(2*math.Pi)
}

// FromMercatorUnit is the inverse of MercatorUnit.
func FromMercatorUnit(x, y float64) orb.Point {
	return orb.Point{(x - 0.5) * 360, math.Atan(math.Sinh((0.5-y)*2*math.Pi)) / radian}
}

// webMercator is EPSG:3857, the unit square in metres with y north.
type webMercator struct{}

func (webMercator) forward(p orb.Point) orb.Point {
	x, y := MercatorUnit(p)
	return orb.Point{(x - 0.5) * 2 * mercatorHalf, (0.5 - y) * 2 * mercatorHalf}
}

func (webMercator) inverse(p orb.Point) orb.Point {
	return FromMercatorUnit(p[0]/(2*mercatorHalf)+0.5, 0.5-p[1]/(2*mercatorHalf))
}

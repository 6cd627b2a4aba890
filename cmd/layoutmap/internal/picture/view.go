package picture

import (
	"math"

	"layoutmap/cmd/layoutmap/internal/sheet"
	"layoutmap/geo/crs"

	"github.com/paulmach/orb"
)

// tilePixels is the edge of the world at zoom 0, CSS pixels: MapLibre's.
const tilePixels = 512

// rect is a box on the sheet, CSS pixels.
type rect struct{ x, y, w, h float64 }

func (r rect) grow(by float64) rect { return rect{r.x - by, r.y - by, r.w + 2*by, r.h + 2*by} }

func (r rect) holds(lo, hi sheet.Point) bool {
	return lo.X >= r.x && lo.Y >= r.y && hi.X <= r.x+r.w && hi.Y <= r.y+r.h
}

// view is how the ground lies on the sheet: Web Mercator, north up.
type view struct {
	frame rect
	scale float64 // CSS pixels along the whole unit square
	left  float64 // unit square, of the frame's upper left corner
	top   float64
}

// newView shows a CRS84 box, whole, in the middle of a frame.
func newView(b orb.Bound, frame rect) view {
	west, north := crs.MercatorUnit(orb.Point{b.Min[0], b.Max[1]})
	east, south := crs.MercatorUnit(orb.Point{b.Max[0], b.Min[1]})
	scale := min(frame.w/(east-west), frame.h/(south-north))
	return view{frame: frame, scale: scale,
		left: (west+east)/2 - frame.w/2/scale, top: (north+south)/2 - frame.h/2/scale}
}

// aspect is height by width of a box on the map.
func aspect(b orb.Bound) float64 {
	west, north := crs.MercatorUnit(orb.Point{b.Min[0], b.Max[1]})
	east, south := crs.MercatorUnit(orb.Point{b.Max[0], b.Min[1]})
	return (south - north) / (east - west)
}

func (v *view) zoom() float64 { return math.Log2(v.scale / tilePixels) }

// at takes the unit square to the sheet.
func (v *view) at(p [2]float64) sheet.Point {
	return sheet.Point{X: v.frame.x + (p[0]-v.left)*v.scale, Y: v.frame.y + (p[1]-v.top)*v.scale}
}

// bound is the ground within a margin, pixels, around the frame, CRS84.
func (v *view) bound(margin float64) orb.Bound {
	m := margin / v.scale
	nw := crs.FromMercatorUnit(v.left-m, v.top-m)
	se := crs.FromMercatorUnit(v.left+v.frame.w/v.scale+m, v.top+v.frame.h/v.scale+m)
	return orb.Bound{Min: orb.Point{nw[0], se[1]}, Max: orb.Point{se[0], nw[1]}}
}

// centre is the middle of the map, CRS84.
func (v *view) centre() orb.Point {
	return crs.FromMercatorUnit(v.left+v.frame.w/2/v.scale, v.top+v.frame.h/2/v.scale)
}

package main

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/paulmach/orb/project"

	"layoutmap/geo"
	"layoutmap/geo/crs"
)

// plane is the metric plane all measuring is done in: EPSG:4548, x east and y
// north in metres. Its scale error over the district is below 3e-5.
type plane struct{ gk crs.CRS }

func newPlane() (plane, error) {
	gk, err := crs.Lookup("EPSG:4548")
	return plane{gk}, err
}

// on takes longitude, latitude to metres; the argument stays as it is.
func (p plane) on(g orb.Geometry) orb.Geometry {
	if g == nil {
		return nil
	}
	return project.Geometry(orb.Clone(g), p.gk.Forward)
}

// off takes metres back to longitude, latitude.
func (p plane) off(g orb.Geometry) orb.Geometry {
	if g == nil {
		return nil
	}
	return project.Geometry(orb.Clone(g), p.gk.Inverse)
}

// buffer widens a lon/lat geometry by a distance in metres.
func (p plane) buffer(g orb.Geometry, metres float64) (orb.Geometry, error) {
	out, err := geo.Buffer(p.on(g), metres)
	if err != nil {
		return nil, err
	}
	return p.off(out), nil
}

// km2 is the area of a lon/lat polygon, 2 decimals.
func (p plane) km2(g orb.Geometry) float64 {
	return math.Round(math.Abs(planar.Area(p.on(g)))/1e4) / 100
}

// km is the length of a lon/lat line, 2 decimals.
func (p plane) km(g orb.Geometry) float64 {
	return math.Round(planar.Length(p.on(g))/10) / 100
}

package crs

import "github.com/paulmach/orb"

// row defines one system. To add one, add a row here and rows to
// testdata/proj.txt.
type row struct {
	authority, version, code string
	srid                     int
	name                     string
	yFirst                   bool       // the system's documents carry latitude or northing first
	projection               projection // nil: geographic, the identity on degrees
	use                      orb.Bound  // area of use in CRS84
}

// projection leads from longitude, latitude in degrees to easting, northing in
// metres and back.
type projection interface {
	forward(orb.Point) orb.Point
	inverse(orb.Point) orb.Point
}

// table is read only. Names, axis order and areas of use are those of the EPSG
// register, v11.
var table = [...]row{
	{"OGC", "1.3", "CRS84", 4326, "WGS 84 longitude-latitude", false, nil, use(-180, -90, 180, 90)},
	{"EPSG", "0", "4326", 4326, "WGS 84", true, nil, use(-180, -90, 180, 90)},
	{"EPSG", "0", "3857", 3857, "WGS 84 / Pseudo-Mercator", false, webMercator{}, use(-180, -85.06, 180, 85.06)},
	{"EPSG", "0", "4490", 4490, "China Geodetic Coordinate System 2000", true, nil, use(73.62, 16.7, 134.77, 53.56)},
	{"EPSG", "0", "4548", 4548, "CGCS2000 / 3-degree Gauss-Kruger CM 117E", true, gaussKruger(cgcs2000, 117, 1, 500_000), use(115.5, 22.6, 118.5, 49.88)},
}

func use(west, south, east, north float64) orb.Bound {
	return orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{east, north}}
}

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
// metres (or, for the display systems, shifted degrees) and back.
type projection interface {
	forward(orb.Point) orb.Point
	inverse(orb.Point) orb.Point
}

// own is the authority of the systems that no register holds.
const own = "layoutmap"

// table is read only. Names, axis order and areas of use are those of the EPSG
// register, v11. GCJ-02 and BD-09 stand last: they are for display.
var table = [...]row{
	{"OGC", "1.3", "CRS84", 4326, "WGS 84 longitude-latitude", false, nil, use(-180, -90, 180, 90)},
	{"EPSG", "0", "4326", 4326, "WGS 84", true, nil, use(-180, -90, 180, 90)},
	{"EPSG", "0", "3857", 3857, "WGS 84 / Pseudo-Mercator", false, webMercator{}, use(-180, -85.06, 180, 85.06)},
	{"EPSG", "0", "4490", 4490, "China Geodetic Coordinate System 2000", true, nil, china},
	{"EPSG", "0", "4547", 4547, "CGCS2000 / 3-degree Gauss-Kruger CM 114E", true, gaussKruger(cgcs2000, 114, 1, 500_000), use(112.5, 21.52, 115.5, 45.45)},
	{"EPSG", "0", "4548", 4548, "CGCS2000 / 3-degree Gauss-Kruger CM 117E", true, gaussKruger(cgcs2000, 117, 1, 500_000), use(115.5, 22.6, 118.5, 49.88)},
	{"EPSG", "0", "4549", 4549, "CGCS2000 / 3-degree Gauss-Kruger CM 120E", true, gaussKruger(cgcs2000, 120, 1, 500_000), use(118.5, 24.43, 121.5, 53.33)},
	{"EPSG", "0", "4526", 4526, "CGCS2000 / 3-degree Gauss-Kruger zone 38", true, gaussKruger(cgcs2000, 114, 1, 38_500_000), use(112.5, 21.52, 115.5, 45.45)},
	{"EPSG", "0", "4527", 4527, "CGCS2000 / 3-degree Gauss-Kruger zone 39", true, gaussKruger(cgcs2000, 117, 1, 39_500_000), use(115.5, 22.6, 118.5, 49.88)},
	{"EPSG", "0", "4528", 4528, "CGCS2000 / 3-degree Gauss-Kruger zone 40", true, gaussKruger(cgcs2000, 120, 1, 40_500_000), use(118.5, 24.43, 121.5, 53.33)},
	{"EPSG", "0", "32650", 32650, "WGS 84 / UTM zone 50N", false, gaussKruger(wgs84, 117, 0.9996, 500_000), use(114, 0, 120, 84)},
	{own, "0", "GCJ-02", 0, "GCJ-02 (Chinese web maps), for display only", false, gcj02{}, china},
	{own, "0", "BD-09", 0, "BD-09 (Baidu maps), for display only", false, bd09{}, china},
}

// china is the area of use of EPSG:4490.
var china = use(73.62, 16.7, 134.77, 53.56)

func use(west, south, east, north float64) orb.Bound {
	return orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{east, north}}
}

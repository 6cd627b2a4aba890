package layers

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"layoutmap/geo/crs"
)

// Geographic systems as ESRI's well-known text 1 has them, which every reader of .prj files knows.
const (
	wktWGS84    = `GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`
	wktCGCS2000 = `GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`
	wktMercator = `PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",` + wktWGS84 + `,PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",0.0],PARAMETER["Standard_Parallel_1",0.0],PARAMETER["Auxiliary_Sphere_Type",0.0],UNIT["Meter",1.0]]`
)

// gaussKrugerWKT is a 3-degree strip of CGCS2000.
func gaussKrugerWKT(name string, meridian, falseEasting int) string {
	return fmt.Sprintf(`PROJCS["CGCS2000_3_Degree_GK_%s",%s,PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",%d.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",%d.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`,
		name, wktCGCS2000, falseEasting, meridian)
}

// wktOf is the ESRI well-known text of a CRS; "" where the table does not have it.
func wktOf(c crs.CRS) string {
	switch c.Code() {
	case "OGC:CRS84", "EPSG:4326":
		return wktWGS84
	case "EPSG:3857":
		return wktMercator
	case "EPSG:4490":
		return wktCGCS2000
	case "EPSG:32650":
		return `PROJCS["WGS_1984_UTM_Zone_50N",` + wktWGS84 + `,PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",117.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`
	}
	if name, meridian, falseEasting, ok := gaussKrugerStrip(c); ok {
		return gaussKrugerWKT(strings.ReplaceAll(strings.Replace(name, "zone", "Zone", 1), " ", "_"), meridian, falseEasting)
	}
	return ""
}

// ErrCRS is wrapped by the errors of files whose CRS is missing or not known here.
var ErrCRS = errors.New("coordinate reference system of the file")

var (
	wktRoot      = regexp.MustCompile(`^\s*(\w+)\s*[\[(]\s*"([^"]*)"`)
	wktAuthority = regexp.MustCompile(`(?i)(?:AUTHORITY|ID)\s*\[\s*"EPSG"\s*,\s*"?(\d+)"?\s*\]\s*\]\s*$`)
	notWord      = regexp.MustCompile(`[^a-z0-9]+`)
)

// crsOfWKT tells which known system well-known text describes: by the EPSG
// code at its end, or by its name, with which ESRI's files must do. The error
// names what it found.
func crsOfWKT(text string) (crs.CRS, error) {
	if m := wktAuthority.FindStringSubmatch(text); m != nil {
		return lookupCRS("EPSG:" + m[1])
	}
	m := wktRoot.FindStringSubmatch(text)
	if m == nil {
		return crs.CRS{}, fmt.Errorf("%w: %.60q is no well-known text", ErrCRS, text)
	}
	name := plainName(m[2])
	if name == "wgs84crs84" || name == "wgs84" { // how GeoPackage and PROJ name them
		return crs.CRS84(), nil
	}
	for _, c := range crs.All() {
		if plainName(c.Name()) == name {
			return c, nil
		}
		if known := wktRoot.FindStringSubmatch(wktOf(c)); known != nil && plainName(known[2]) == name {
			return c, nil
		}
	}
	return crs.CRS{}, fmt.Errorf("%w: %q is not known; known are %v", ErrCRS, m[2], crs.All())
}

func plainName(s string) string { return notWord.ReplaceAllString(strings.ToLower(s), "") }

func lookupCRS(code string) (crs.CRS, error) {
	c, err := crs.Lookup(code)
	if err != nil {
		return c, fmt.Errorf("%w: %w", ErrCRS, err)
	}
	return c, nil
}

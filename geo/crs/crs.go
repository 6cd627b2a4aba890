package crs

import (
	"errors"
	"fmt"
	"strings"

	"github.com/paulmach/orb"
)

// ErrUnknown is wrapped by Lookup's error when a name means no system of the
// table.
var ErrUnknown = errors.New("unknown coordinate reference system")

// CRS is one coordinate reference system. It is an immutable value, may be
// compared with ==, and its zero value is CRS84.
type CRS struct{ row *row }

func (c CRS) def() *row {
	if c.row == nil {
		return &table[0]
	}
	return c.row
}

// URI is the OGC name of the system, such as
// "http://www.opengis.net/def/crs/EPSG/0/4548"; for the two that no register
// holds it is this project's own, "urn:layoutmap:def:crs:GCJ-02".
func (c CRS) URI() string {
	d := c.def()
	if d.authority == own {
		return ownPrefix + d.code
	}
	return "http://www.opengis.net/def/crs/" + d.authority + "/" + d.version + "/" + d.code
}

// ownPrefix starts the URIs of this project's own systems.
const ownPrefix = "urn:layoutmap:def:crs:"

// Code is authority and code, such as "EPSG:4548" or "OGC:CRS84"; "GCJ-02" and
// "BD-09" stand alone.
func (c CRS) Code() string {
	if c.def().authority == own {
		return c.def().code
	}
	return c.def().authority + ":" + c.def().code
}

// IsCRS84 tells whether the system is CRS84, the zero value included.
func (c CRS) IsCRS84() bool { return c.def() == &table[0] }

// DisplayOnly tells whether the system only serves to show data on, and take
// places from, Chinese web maps: GCJ-02 and BD-09. Its coordinates are bent
// degrees; lengths, areas and distances in it mean nothing.
func (c CRS) DisplayOnly() bool { return c.def().authority == own }

// SRID is the number PostGIS and GeoPackage know the system by; CRS84, which
// has none of its own, gives 4326, and a DisplayOnly system 0: no number stands for it.
func (c CRS) SRID() int { return c.def().srid }

// Name is the registered English name of the system.
func (c CRS) Name() string { return c.def().name }

func (c CRS) String() string { return c.Code() }

// Geographic tells whether coordinates are degrees of longitude and latitude;
// otherwise they are metres east and north.
func (c CRS) Geographic() bool { return c.def().projection == nil || c.DisplayOnly() }

// LonLat tells whether the system's own axis order is x (longitude, easting)
// first: true for CRS84, EPSG:3857, EPSG:32650, GCJ-02 and BD-09, false for
// EPSG:4326, 4490 and the Gauss-Kruger zones, whose documents carry y
// (latitude, northing) first.
func (c CRS) LonLat() bool { return !c.def().yFirst }

// AreaOfUse is where the system is meant to be used, in CRS84 degrees.
// Forward and Inverse also work outside it, with the limits given there.
func (c CRS) AreaOfUse() orb.Bound { return c.def().use }

// Ordered changes between x, y and the axis order of the system; it is its own
// inverse.
func (c CRS) Ordered(p orb.Point) orb.Point {
	if c.def().yFirst {
		return orb.Point{p[1], p[0]}
	}
	return p
}

// Forward takes CRS84 longitude, latitude in degrees to the coordinates of c
// in x (east), y (north) order. EPSG:3857 clamps latitudes to ±MaxLatitude.
// The Gauss-Kruger zones and UTM are exact to a micrometre within 30° of their
// meridian and lose meaning beyond 80°. GCJ-02 and BD-09 bend only what lies in
// and around China. NaN stays NaN.
func (c CRS) Forward(p orb.Point) orb.Point {
	if t := c.def().projection; t != nil {
		return t.forward(p)
	}
	return p
}

// Inverse takes coordinates of c in x (east), y (north) order to CRS84
// longitude, latitude in degrees, with the same limits as Forward. GCJ-02 and
// BD-09 are inverted to 1e-9° inside China, where their formulas have no jumps.
func (c CRS) Inverse(p orb.Point) orb.Point {
	if t := c.def().projection; t != nil {
		return t.inverse(p)
	}
	return p
}

// All lists every known system, CRS84 first.
func All() []CRS {
	all := make([]CRS, len(table))
	for i := range table {
		all[i] = CRS{&table[i]}
	}
	return all
}

// CRS84 is longitude, latitude on WGS 84: the system of everything in memory.
func CRS84() CRS { return CRS{&table[0]} }

// Lookup finds a system by code ("EPSG:4548", "CRS84"), OGC URI
// ("http://www.opengis.net/def/crs/EPSG/0/4548"), URN
// ("urn:ogc:def:crs:EPSG::4548") or safe CURIE ("[EPSG:4548]"); GCJ-02 and
// BD-09 by these names or their own URN ("urn:layoutmap:def:crs:GCJ-02"); in any letter
// case and with any version of the register. The error wraps ErrUnknown and
// lists the known codes.
func Lookup(codeOrURI string) (CRS, error) {
	authority, code := split(codeOrURI)
	for i := range table {
		if strings.EqualFold(table[i].authority, authority) && strings.EqualFold(table[i].code, code) {
			return CRS{&table[i]}, nil
		}
	}
	known := make([]string, len(table))
	for i, c := range All() {
		known[i] = c.Code()
	}
	return CRS{}, fmt.Errorf("%w %q, known are %s", ErrUnknown, codeOrURI, strings.Join(known, ", "))
}

// split takes a name apart into authority and code; both are empty when it has
// none of the known forms.
func split(name string) (authority, code string) {
	if strings.EqualFold(name, "CRS84") {
		return "OGC", "CRS84"
	}
	if n := len(ownPrefix); len(name) > n && strings.EqualFold(name[:n], ownPrefix) {
		return own, name[n:]
	}
	if strings.EqualFold(name, "GCJ-02") || strings.EqualFold(name, "BD-09") {
		return own, name
	}
	if n := len(name); n > 2 && name[0] == '[' && name[n-1] == ']' {
		name = name[1 : n-1]
	}
	// Every long form is a prefix, then authority, version and code.
	for _, form := range []struct{ prefix, sep string }{
		{"http://www.opengis.net/def/crs/", "/"},
		{"https://www.opengis.net/def/crs/", "/"},
		{"urn:ogc:def:crs:", ":"},
	} {
		if len(name) > len(form.prefix) && strings.EqualFold(name[:len(form.prefix)], form.prefix) {
			part := strings.Split(name[len(form.prefix):], form.sep)
			if len(part) != 3 {
				return "", ""
			}
			return part[0], part[2]
		}
	}
	authority, code, _ = strings.Cut(name, ":")
	return authority, code
}

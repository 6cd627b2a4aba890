package layers

import (
	"encoding/json"
	"fmt"

	"layoutmap/geo/crs"
)

// projObject is an object of PROJJSON, the JSON form of ISO 19162 that PROJ
// defines and GeoParquet wants.
type projObject map[string]any

// projjsonOf describes a CRS of the EPSG register; nil for CRS84, which a file
// need not name, and for systems that are in no register.
func projjsonOf(c crs.CRS) json.RawMessage {
	var doc projObject
	wgs84 := geographic("WGS 84", 4326, "World Geodetic System 1984", "WGS 84", 298.257223563)
	cgcs2000 := geographic("China Geodetic Coordinate System 2000", 4490, "China 2000", "CGCS2000", 298.257222101)
	switch code := c.Code(); code {
	case "EPSG:4326":
		doc = wgs84
	case "EPSG:4490":
		doc = cgcs2000
	case "EPSG:3857":
		doc = projected(c, wgs84, projObject{
			"name":   "Popular Visualisation Pseudo-Mercator",
			"method": projObject{"name": "Popular Visualisation Pseudo Mercator", "id": epsg(1024)},
			"parameters": []projObject{
				parameter("Latitude of natural origin", 0, "degree", 8801), parameter("Longitude of natural origin", 0, "degree", 8802),
				parameter("False easting", 0, "metre", 8806), parameter("False northing", 0, "metre", 8807),
			},
		}, "X", "Y")
	case "EPSG:32650":
		doc = projected(c, wgs84, transverse("UTM zone 50N", 117, 0.9996, 500_000), "E", "N")
	default:
		name, meridian, falseEasting, ok := gaussKrugerStrip(c)
		if !ok {
			return nil
		}
		doc = projected(c, cgcs2000, transverse("3-degree Gauss-Kruger "+name, meridian, 1, falseEasting), "Y", "X")
	}
	doc["$schema"] = "https://proj.org/schemas/v0.5/projjson.schema.json"
	text, err := json.Marshal(doc)
	if err != nil {
		panic(err) // nothing in it can fail to marshal
	}
	return text
}

func geographic(name string, code int, datum, ellipsoid string, inverseFlattening float64) projObject {
	return projObject{
		"type": "GeographicCRS", "name": name, "id": epsg(code),
		"datum": projObject{"type": "GeodeticReferenceFrame", "name": datum, "ellipsoid": projObject{
			"name": ellipsoid, "semi_major_axis": 6378137, "inverse_flattening": inverseFlattening, // metres
		}},
		"coordinate_system": projObject{"subtype": "ellipsoidal", "axis": []projObject{
			axis("Geodetic latitude", "Lat", "north", "degree"), axis("Geodetic longitude", "Lon", "east", "degree"),
		}},
	}
}

// projected is a plane system; the axes stand in its own order, which
// GeoParquet's coordinates, x before y, do not follow.
func projected(c crs.CRS, base, conversion projObject, east, north string) projObject {
	axes := []projObject{axis("Easting", east, "east", "metre"), axis("Northing", north, "north", "metre")}
	if !c.LonLat() {
		axes[0], axes[1] = axes[1], axes[0]
	}
	return projObject{
		"type": "ProjectedCRS", "name": c.Name(), "base_crs": base, "conversion": conversion, "id": epsg(c.SRID()),
		"coordinate_system": projObject{"subtype": "Cartesian", "axis": axes},
	}
}

func transverse(name string, meridian int, scale float64, falseEasting int) projObject {
	return projObject{
		"name": name, "method": projObject{"name": "Transverse Mercator", "id": epsg(9807)},
		"parameters": []projObject{
			parameter("Latitude of natural origin", 0, "degree", 8801), parameter("Longitude of natural origin", meridian, "degree", 8802),
			parameter("Scale factor at natural origin", scale, "unity", 8805),
			parameter("False easting", falseEasting, "metre", 8806), parameter("False northing", 0, "metre", 8807),
		},
	}
}

func epsg(code int) projObject { return projObject{"authority": "EPSG", "code": code} }

func axis(name, short, direction, unit string) projObject {
	return projObject{"name": name, "abbreviation": short, "direction": direction, "unit": unit}
}

func parameter(name string, value any, unit string, code int) projObject {
	return projObject{"name": name, "value": value, "unit": unit, "id": epsg(code)}
}

// gaussKrugerStrip tells the central meridian (degrees) and false easting
// (metres) of a 3-degree strip of CGCS2000. Zoned systems put the zone's number
// before the easting.
func gaussKrugerStrip(c crs.CRS) (name string, meridian, falseEasting int, ok bool) {
	switch code := c.SRID(); {
	case code >= 4513 && code <= 4533: // zones 25 to 45
		zone := code - 4513 + 25
		return fmt.Sprintf("zone %d", zone), 3 * zone, zone*1_000_000 + 500_000, true
	case code >= 4534 && code <= 4554: // central meridians 75°E to 135°E
		meridian := 75 + 3*(code-4534)
		return fmt.Sprintf("CM %dE", meridian), meridian, 500_000, true
	}
	return "", 0, 0, false
}

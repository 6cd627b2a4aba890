package layers_test

import (
	"encoding/json"
	"math"
	"testing"

	"layoutmap/geo/crs"
)

// The members JSON-FG's core class asks for are all there; a system of its own
// puts the geometry into place, in that system's axis order.
func TestJSONFG(t *testing.T) {
	l := openMixed(t)
	for _, code := range []string{"OGC:CRS84", "EPSG:4490", "EPSG:4548"} {
		d := whole(t, l)
		var err error
		if d.CRS, err = crs.Lookup(code); err != nil {
			t.Fatal(err)
		}
		var doc struct {
			Type, FeatureType, CoordRefSys string
			ConformsTo                     []string
			Provenance                     map[string]any
			NumberMatched, NumberReturned  int
			Features                       []map[string]json.RawMessage
		}
		body := encode(t, "jsonfg", d)
		if err := json.Unmarshal(body, &doc); err != nil {
			t.Fatalf("%v\n%s", err, body)
		}
		if doc.Type != "FeatureCollection" || doc.FeatureType != "mixed" || doc.CoordRefSys != d.CRS.URI() || doc.Provenance == nil ||
			len(doc.ConformsTo) == 0 || doc.NumberMatched != l.Len() || doc.NumberReturned != l.Len() || len(doc.Features) != l.Len() {
			t.Errorf("%s: %+v", code, doc)
		}
		for _, f := range doc.Features {
			for _, member := range []string{"type", "id", "time", "place", "geometry", "properties"} {
				if _, ok := f[member]; !ok {
					t.Errorf("%s: %s has no member %s", code, f["id"], member)
				}
			}
		}
		var point struct {
			Place, Geometry *struct{ Coordinates [2]float64 }
		}
		raw, _ := json.Marshal(doc.Features[0])
		if err := json.Unmarshal(raw, &point); err != nil {
			t.Fatal(err)
		}
		if d.CRS.IsCRS84() {
			if point.Place != nil || point.Geometry == nil || point.Geometry.Coordinates != [2]float64{116.6512345, 39.9012345} {
				t.Errorf("in CRS84: %s", raw)
			}
			continue
		}
		if point.Geometry != nil || point.Place == nil {
			t.Fatalf("in %s: %s", code, raw)
		}
		want := map[string][2]float64{"EPSG:4490": {39.9012345, 116.6512345}, "EPSG:4548": {4418620.962, 470174.672}}[code] // northing first; cs2cs (PROJ 9.1.1) OGC:CRS84 EPSG:4548
		for i, v := range point.Place.Coordinates {
			if math.Abs(v-want[i]) > 1e-3 && code == "EPSG:4548" || code == "EPSG:4490" && v != want[i] {
				t.Errorf("in %s the point is %v, want %v", code, point.Place.Coordinates, want)
			}
		}
	}
}

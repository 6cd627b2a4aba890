package main

import "testing"

func TestProvenanceOf(t *testing.T) {
	facts := func(licence, datum, note string) fact {
		return fact{file: "x", id: "x", props: map[string]any{"source": "s", "licence": licence, "source_datum": datum, "note": note, "accuracy_m": 60.0}}
	}
	for _, c := range []struct {
		name            string
		f               fact
		licence, method string
		open            bool
	}{
		{"OSM", facts("ODbL-1.0 (c) OpenStreetMap contributors", "WGS84", ""), licenceODbL, "osm", true},
		{"own", facts("own digitisation, CC0", "WGS84", ""), licenceCC0, "digitised", true},
		{"own, a placeholder", facts("own digitisation, CC0", "WGS84", "SCHEMATIC outline"), licenceCC0, "schematic", true},
		{"re-drawn", facts("facts only; repo MPL-2.0; upstream Amap terms apply", "GCJ-02 inverted to WGS84", ""), licenceClosed, "traced", false},
	} {
		p, err := provenanceOf(c.f)
		if err != nil || p.licence != c.licence || p.method != c.method || p.open != c.open || *p.accuracy != 60 {
			t.Errorf("%s: %+v, %v", c.name, p, err)
		}
	}
	for _, f := range []fact{facts("GPL", "WGS84", ""), facts("own digitisation, CC0", "BD-09", "")} {
		if p, err := provenanceOf(f); err == nil {
			t.Errorf("unknown terms or datum became %+v", p)
		}
	}
}

package main

import (
	"fmt"
	"strings"
)

// factsMade is the day the facts were put together.
const factsMade = "2026-11-01"

const (
	licenceODbL   = "ODbL-1.0 © OpenStreetMap contributors"
	licenceCC0    = "CC0-1.0"
	licenceClosed = "facts; source terms not open"
)

// licences maps the facts' licence texts. Single facts re-drawn from sources
// whose terms are not open are shipped as such: method traced, open false.
var licences = []struct {
	raw     string
	licence string
	method  string // unless the note says schematic
	open    bool
}{
	{"ODbL-1.0 (c) OpenStreetMap contributors", licenceODbL, "osm", true},
	{"own digitisation, CC0", licenceCC0, "digitised", true},
	{"facts only; repo MPL-2.0; upstream Amap terms apply", licenceClosed, "traced", false},
	{"facts only; ECharts sample Apache-2.0 + repo MIT; upstream Amap-derived, terms unclear", licenceClosed, "traced", false},
	{"repo Apache-2.0; upstream unstated (matches DataV/Amap geometry)", licenceClosed, "traced", false},
}

// datums maps the facts' datum texts.
var datums = []struct{ raw, crs string }{
	{"WGS84", "EPSG:4326"},
	{"WGS84 (verified: 1.3 m median against inverse-GCJ DataV)", "EPSG:4326"},
	{"GCJ-02 inverted to WGS84", "GCJ-02, inverted to EPSG:4326"},
}

// schematicMarks are the words by which the facts own up to a placeholder.
var schematicMarks = []string{"SCHEMATIC", "schematic", "NOT the legal boundary", "width assumed", "buffer of"}

// provenanceOf reads where a fact comes from.
func provenanceOf(f fact) (provenance, error) {
	p := provenance{source: f.str("source"), retrieved: factsMade}
	found := false
	for _, l := range licences {
		if l.raw == f.str("licence") {
			p.licence, p.method, p.open, found = l.licence, l.method, l.open, true
		}
	}
	if !found {
		return p, fmt.Errorf("%s %s: licence %q has no row", f.file, f.id, f.str("licence"))
	}
	for _, d := range datums {
		if d.raw == f.str("source_datum") {
			p.crsOriginal = d.crs
		}
	}
	if p.crsOriginal == "" {
		return p, fmt.Errorf("%s %s: datum %q has no row", f.file, f.id, f.str("source_datum"))
	}
	for _, mark := range schematicMarks {
		if strings.Contains(f.str("note"), mark) || strings.Contains(f.str("source"), mark) || strings.Contains(f.str("status"), mark) {
			p.method = "schematic"
		}
	}
	acc, err := f.num("accuracy_m")
	if err != nil {
		return p, err
	}
	p.accuracy = metres(acc)
	return p, nil
}

// planProvenance is that of a thing known from the plan's text alone.
func planProvenance() provenance {
	return provenance{
		source:      "北京城市副中心（通州区）国民经济和社会发展第十五个五年规划纲要, January 2026",
		licence:     licenceCC0,
		retrieved:   factsMade,
		method:      "unlocated",
		crsOriginal: "none",
		open:        true,
	}
}

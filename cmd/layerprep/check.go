package main

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/paulmach/orb"
)

// surroundings is the district's bound widened by about 6 km: lines reach over
// its edge, nothing lies further out.
const surroundings = 0.06 // degrees

// counted are the numbers the plan states.
var counted = []struct {
	what  string
	layer string
	want  int
	match func(*feature) bool
}{
	{"district", "district", 1, nil},
	{"subcentre", "subcentre", 1, nil},
	{"townships", "townships", 22, nil},
	{"layout elements", "layout", 9, nil},
	{"ring parks", "green-ring-parks", 13, nil},
	{"horizontal roads", "road-grid", 11, func(f *feature) bool { return f.category == "横" }},
	{"vertical roads", "road-grid", 9, func(f *feature) bool { return f.category == "纵" }},
	{"planned 220 kV substations", "substations", 4, func(f *feature) bool { return f.attr("voltage_kv") == 220 && f.status == "planned" }},
	{"planned 110 kV substations", "substations", 17, func(f *feature) bool { return f.attr("voltage_kv") == 110 && f.status == "planned" }},
	{"stations", "rail-stations", 85, nil},
	{"M101 stations", "rail-stations", 14, func(f *feature) bool { return f.attr("line") == "M101" }},
	{"M102 stations", "rail-stations", 16, func(f *feature) bool { return f.attr("line") == "M102" }},
	{"Line 22 stations in the district", "rail-stations", 6, func(f *feature) bool { return f.attr("line") == "22" && f.attr("in_district") == true }},
	{"entrances", "station-entrances", 70, nil},
	{"parks of industry", "industrial-parks", 10, nil},
	{"key projects", "key-projects", 68, nil},
}

// check proves what every layer promises; the first build that breaks it stops
// here and writes nothing.
func check(b *build) error {
	var errs []error
	fail := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if !b.openOnly {
		for _, c := range counted {
			n := 0
			for _, f := range b.layer(c.layer).features {
				if c.match == nil || c.match(f) {
					n++
				}
			}
			if n != c.want {
				fail("%s: %d, the plan states %d", c.what, n, c.want)
			}
		}
	}
	if len(b.indicators) != 31 {
		fail("%d indicators, the plan has 31", len(b.indicators))
	}
	ids := map[string]string{}
	around := orb.Bound{Min: orb.Point{116.5, 39.55}, Max: orb.Point{116.97, 40.05}}
	if d := b.find("district-110112"); d != nil {
		around = d.geom.Bound().Pad(surroundings)
	}
	for _, l := range b.layers {
		for _, f := range l.features {
			for _, err := range checkFeature(l, f, around) {
				fail("layer %s: %s: %w", l.id, f.id, err)
			}
			if other, ok := ids[f.id]; ok {
				fail("id %s stands in %s and %s", f.id, other, l.id)
			}
			ids[f.id] = l.id
		}
		if l.cells != nil {
			if err := checkCells(b, l.cells); err != nil {
				fail("layer %s: %w", l.id, err)
			}
		}
	}
	return errors.Join(errs...)
}

func checkFeature(l *layer, f *feature, around orb.Bound) (errs []error) {
	fail := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	for _, v := range []struct{ name, value string }{
		{"id", f.id}, {"name_zh", f.nameZH}, {"name_en", f.nameEN}, {"kind", f.kind}, {"category", f.category}, {"status", f.status},
		{"source", f.prov.source}, {"licence", f.prov.licence}, {"retrieved", f.prov.retrieved}, {"method", f.prov.method}, {"crs_original", f.prov.crsOriginal},
	} {
		if v.value == "" {
			fail("no %s", v.name)
		}
	}
	if strings.IndexFunc(f.nameEN, func(r rune) bool { return unicode.Is(unicode.Han, r) }) >= 0 {
		fail("English name %q has Chinese characters", f.nameEN)
	}
	if (f.planText == "") != (f.planClause == "") {
		fail("quotation and clause do not go together")
	}
	if f.geom == nil {
		if f.prov.method != "unlocated" || f.prov.accuracy != nil {
			fail("no geometry, but method %s", f.prov.method)
		}
		return errs
	}
	if f.prov.accuracy == nil || f.prov.method == "unlocated" {
		fail("has a geometry but no accuracy, method %s", f.prov.method)
	}
	if l.geometry != "Geometry" && f.geom.GeoJSONType() != l.geometry {
		fail("is a %s, the layer says %s", f.geom.GeoJSONType(), l.geometry)
	}
	if b := f.geom.Bound(); !around.Contains(b.Min) || !around.Contains(b.Max) {
		fail("reaches out of the district's surroundings: %v", b)
	}
	for i, a := range f.extra {
		if i >= len(l.schema) && len(f.extra) > len(l.schema) {
			fail("%s is not in the schema", a.key)
		}
		found := false
		for _, p := range l.schema {
			found = found || p.name == a.key
		}
		if !found {
			fail("%s is not in the schema", a.key)
		}
	}
	return errs
}

// checkCells proves that both rules keep every township's total exactly.
func checkCells(b *build, cells []cell) error {
	even, roads := map[string]int64{}, map[string]int64{}
	for i, c := range cells {
		even[c.township] += c.even
		roads[c.township] += c.roads
		if i > 0 && cells[i-1].col == c.col && cells[i-1].row == c.row {
			return fmt.Errorf("cell %d,%d lies in two townships", c.col, c.row)
		}
	}
	for _, t := range b.layer("townships").features {
		want := int64(t.attr("population_2020").(int)) * 1000
		if even[t.id] != want || roads[t.id] != want {
			return fmt.Errorf("%s: %d and %d thousandths, the total is %d", t.id, even[t.id], roads[t.id], want)
		}
	}
	return nil
}

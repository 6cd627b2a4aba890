package main

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// layerYAML writes the layer's description. YAML is a superset of JSON, so every
// text is a JSON string: nothing to escape differently.
func layerYAML(l *layer, def provenance, dataFile string, count int) ([]byte, error) {
	var b bytes.Buffer
	q := func(v any) string {
		var s bytes.Buffer
		// Strings, booleans and numbers always encode.
		_ = value(&s, v)
		return s.String()
	}
	b.WriteString(yamlHead)
	fmt.Fprintf(&b, "id: %s\n", l.id)
	fmt.Fprintf(&b, "title: {zh: %s, en: %s}\n", q(l.titleZH), q(l.titleEN))
	fmt.Fprintf(&b, "description:\n  zh: %s\n  en: %s\n", q(l.describeZH), q(l.describeEN))
	fmt.Fprintf(&b, "plan_ref: %s\n", q(l.planRef))
	fmt.Fprintf(&b, "group: %s\n", l.group)
	fmt.Fprintf(&b, "geometry: %s\n", l.geometry)
	fmt.Fprintf(&b, "tileset: %t\n", !l.offTileset)
	fmt.Fprintf(&b, "count: %d\n", count)
	fmt.Fprintf(&b, "data: %s\n", dataFile)
	if l.cells != nil {
		b.WriteString("grid: {crs: \"EPSG:4548\", cell_m: 100, id_prefix: cell, kind: demand-cell, status: existing}\n")
		b.WriteString("demand: {id: people, kind: people, unit: people, amounts: [people_even, people_roads], year: 2020}\n")
	}
	accuracy := "null"
	if def.accuracy != nil {
		accuracy = strconv.FormatFloat(*def.accuracy, 'f', -1, 64)
	}
	b.WriteString("provenance:\n")
	fmt.Fprintf(&b, "  source: %s\n  licence: %s\n  retrieved: %s\n  method: %s\n  crs_original: %s\n  accuracy_m: %s\n  open: %t\n",
		q(def.source), q(def.licence), q(def.retrieved), def.method, q(def.crsOriginal), accuracy, def.open)
	if len(l.schema) == 0 {
		b.WriteString("schema: []\n")
		return b.Bytes(), nil
	}
	b.WriteString("schema:\n")
	for _, p := range l.schema {
		fmt.Fprintf(&b, "  - {name: %s, type: %s, title: {zh: %s, en: %s}", p.name, p.typ, q(p.zh), q(p.en))
		if p.unit != "" {
			fmt.Fprintf(&b, ", unit: %s", q(p.unit))
		}
		if p.enum != nil {
			quoted := make([]string, len(p.enum))
			for i, e := range p.enum {
				quoted[i] = q(e)
			}
			fmt.Fprintf(&b, ", enum: [%s]", strings.Join(quoted, ", "))
		}
		if p.notesZH != "" {
			fmt.Fprintf(&b, ", description: {zh: %s, en: %s}", q(p.notesZH), q(p.notesEN))
		}
		if p.tile {
			b.WriteString(", tile: true")
		}
		b.WriteString("}\n")
	}
	return b.Bytes(), nil
}

// layerDefault picks, value by value, what most features say: the fewer lines
// repeat it, the easier the data reads. Of equals the first wins.
func layerDefault(l *layer) provenance {
	if l.cells != nil {
		return l.demandProv
	}
	pick := func(key func(provenance) string) provenance {
		count := map[string]int{}
		var best provenance
		most := 0
		for _, f := range l.features {
			count[key(f.prov)]++
		}
		for _, f := range l.features {
			if n := count[key(f.prov)]; n > most {
				most, best = n, f.prov
			}
		}
		return best
	}
	accuracy := func(p provenance) string {
		if p.accuracy == nil {
			return ""
		}
		return strconv.FormatFloat(*p.accuracy, 'f', -1, 64)
	}
	def := pick(func(p provenance) string { return p.licence })
	def.source = pick(func(p provenance) string { return p.source }).source
	def.method = pick(func(p provenance) string { return p.method }).method
	def.crsOriginal = pick(func(p provenance) string { return p.crsOriginal }).crsOriginal
	def.accuracy = pick(accuracy).accuracy
	return def
}

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"

	"github.com/paulmach/orb"
)

// round6 rounds to 6 decimals of a degree, about 0.1 m.
func round6(v float64) float64 { return math.Round(v*1e6) / 1e6 }

// features writes a GeoJSON FeatureCollection, one feature per line. Provenance
// equal to the layer's default is left out.
func featuresJSON(l *layer, def provenance) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("{\"type\":\"FeatureCollection\",\"features\":[\n")
	for i, f := range l.features {
		if i > 0 {
			b.WriteString(",\n")
		}
		if err := featureJSON(&b, f, def); err != nil {
			return nil, fmt.Errorf("%s: %w", f.id, err)
		}
	}
	b.WriteString("\n]}\n")
	return b.Bytes(), nil
}

func featureJSON(b *bytes.Buffer, f *feature, def provenance) error {
	py, initials, err := romanise(f.nameZH)
	if err != nil {
		return err
	}
	b.WriteString(`{"type":"Feature","id":`)
	if err := value(b, f.id); err != nil {
		return err
	}
	b.WriteString(`,"properties":{`)
	attrs := []attr{
		{"name_zh", f.nameZH}, {"name_en", f.nameEN}, {"name_py", py}, {"name_py_initials", initials},
		{"kind", f.kind}, {"category", f.category},
		{"status", f.status}, {"status_note", f.statusNote}, {"horizon", f.horizon},
		{"plan_ref", f.planRef}, {"plan_clause", f.planClause}, {"plan_text", f.planText},
	}
	if f.label != nil {
		attrs = append(attrs, attr{"label_point", *f.label})
	}
	attrs = append(attrs, f.extra...)
	attrs = append(attrs, attr{"note", f.note})
	attrs = append(attrs, f.prov.differing(def)...)
	first := true
	for _, a := range attrs {
		if s, ok := a.value.(string); ok && s == "" {
			continue
		}
		if !first {
			b.WriteByte(',')
		}
		first = false
		if err := value(b, a.key); err != nil {
			return err
		}
		b.WriteByte(':')
		if err := value(b, a.value); err != nil {
			return fmt.Errorf("%s: %w", a.key, err)
		}
	}
	b.WriteString(`},"geometry":`)
	if err := geometryJSON(b, f.geom); err != nil {
		return err
	}
	b.WriteByte('}')
	return nil
}

// differing lists the provenance of a feature where it is not the layer's.
func (p provenance) differing(def provenance) []attr {
	var out []attr
	if p.source != def.source {
		out = append(out, attr{"source", p.source})
	}
	if p.licence != def.licence {
		out = append(out, attr{"licence", p.licence})
	}
	if p.open != def.open {
		out = append(out, attr{"open", p.open})
	}
	if p.retrieved != def.retrieved {
		out = append(out, attr{"retrieved", p.retrieved})
	}
	if p.method != def.method {
		out = append(out, attr{"method", p.method})
	}
	if p.crsOriginal != def.crsOriginal {
		out = append(out, attr{"crs_original", p.crsOriginal})
	}
	switch {
	case p.accuracy == nil && def.accuracy != nil:
		out = append(out, attr{"accuracy_m", nil})
	case p.accuracy != nil && (def.accuracy == nil || *p.accuracy != *def.accuracy):
		out = append(out, attr{"accuracy_m", *p.accuracy})
	}
	return out
}

// value writes one JSON value; <, > and & stay readable.
func value(b *bytes.Buffer, v any) error {
	switch v := v.(type) {
	case orb.Point:
		position(b, v)
		return nil
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("%v is no JSON number", v)
		}
		b.WriteString(strconv.FormatFloat(v, 'f', -1, 64))
		return nil
	}
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1) // the encoder's newline
	return nil
}

func position(b *bytes.Buffer, p orb.Point) {
	b.WriteByte('[')
	b.WriteString(strconv.FormatFloat(round6(p[0]), 'f', -1, 64))
	b.WriteByte(',')
	b.WriteString(strconv.FormatFloat(round6(p[1]), 'f', -1, 64))
	b.WriteByte(']')
}

func list[T any](b *bytes.Buffer, items []T, write func(T)) {
	b.WriteByte('[')
	for i, it := range items {
		if i > 0 {
			b.WriteByte(',')
		}
		write(it)
	}
	b.WriteByte(']')
}

func geometryJSON(b *bytes.Buffer, g orb.Geometry) error {
	if g == nil {
		b.WriteString("null")
		return nil
	}
	point := func(p orb.Point) { position(b, p) }
	line := func(l orb.LineString) { list(b, l, point) }
	ring := func(r orb.Ring) { list(b, r, point) }
	polygon := func(p orb.Polygon) { list(b, p, ring) }
	fmt.Fprintf(b, `{"type":%q,"coordinates":`, g.GeoJSONType())
	switch g := g.(type) {
	case orb.Point:
		point(g)
	case orb.MultiPoint:
		list(b, g, point)
	case orb.LineString:
		line(g)
	case orb.MultiLineString:
		list(b, g, line)
	case orb.Polygon:
		polygon(g)
	case orb.MultiPolygon:
		list(b, g, polygon)
	default:
		return fmt.Errorf("no GeoJSON for %T", g)
	}
	b.WriteByte('}')
	return nil
}

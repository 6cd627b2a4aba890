package cql2

import (
	"encoding/json"
	"strconv"

	"github.com/paulmach/orb"
)

// AppendJSON appends the filter in the JSON encoding; ParseJSON gives an equal tree.
func AppendJSON(dst []byte, e Expr) []byte {
	switch e := e.(type) {
	case *Text:
		return appendJSONText(dst, e.Value)
	case *Number:
		return append(dst, formatNumber(e.Value)...)
	case *Boolean:
		return strconv.AppendBool(dst, e.Value)
	case *Time:
		word := `{"timestamp":"`
		if e.Value.IsDate() {
			word = `{"date":"`
		}
		return append(append(append(dst, word...), e.Value.String()...), `"}`...)
	case *Property:
		return append(appendJSONText(append(dst, `{"property":`...), e.Name), '}')
	case *Geometry:
		w := geoJSONWriter{dst: dst, z: e.Z}
		w.geometry(e.Value)
		return w.dst
	case *Box:
		return append(appendJSONNumbers(append(dst, `{"bbox":`...), e.Value), '}')
	case *Interval:
		dst = appendJSONEnd(append(dst, `{"interval":[`...), e.Start)
		return append(appendJSONEnd(append(dst, ','), e.End), "]}"...)
	case *List:
		return appendJSONList(dst, e.Items)
	case *Op:
		dst = append(appendJSONText(append(dst, `{"op":`...), e.Name), `,"args":`...)
		return append(appendJSONList(dst, e.Args), '}')
	}
	return append(dst, "null"...)
}

func appendJSONList(dst []byte, items []Expr) []byte {
	dst = append(dst, '[')
	for i, a := range items {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = AppendJSON(dst, a)
	}
	return append(dst, ']')
}

func appendJSONEnd(dst []byte, e Expr) []byte {
	switch e := e.(type) {
	case *Open:
		return append(dst, `".."`...)
	case *Time:
		return append(append(append(dst, '"'), e.Value.String()...), '"')
	}
	return AppendJSON(dst, e)
}

func appendJSONText(dst []byte, s string) []byte {
	text, err := json.Marshal(s)
	if err != nil {
		return append(dst, `""`...) // unreachable: every Go string marshals
	}
	return append(dst, text...)
}

func appendJSONNumbers(dst []byte, list []float64) []byte {
	dst = append(dst, '[')
	for i, v := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, formatNumber(v)...)
	}
	return append(dst, ']')
}

// geoJSONWriter writes geometries with their heights.
type geoJSONWriter struct {
	dst []byte
	z   []float64
}

func (w *geoJSONWriter) geometry(g orb.Geometry) {
	w.dst = append(append(append(w.dst, `{"type":"`...), g.GeoJSONType()...), `","coordinates":`...)
	if c, ok := g.(orb.Collection); ok {
		w.dst = append(w.dst[:len(w.dst)-len(`coordinates":`)], `geometries":`...)
		joinMany(w, c, w.geometry)
	} else {
		w.coordinates(g)
	}
	w.dst = append(w.dst, '}')
}

func (w *geoJSONWriter) coordinates(g orb.Geometry) {
	switch g := g.(type) {
	case orb.Point:
		if len(w.z) == 0 {
			w.dst = appendJSONNumbers(w.dst, g[:])
			return
		}
		w.dst = appendJSONNumbers(w.dst, []float64{g[0], g[1], w.z[0]})
		w.z = w.z[1:]
	case orb.MultiPoint:
		joinMany(w, g, func(p orb.Point) { w.coordinates(p) })
	case orb.LineString:
		w.coordinates(orb.MultiPoint(g))
	case orb.Ring:
		w.coordinates(orb.MultiPoint(g))
	case orb.MultiLineString:
		joinMany(w, g, func(l orb.LineString) { w.coordinates(l) })
	case orb.Polygon:
		joinMany(w, g, func(r orb.Ring) { w.coordinates(r) })
	case orb.MultiPolygon:
		joinMany(w, g, func(p orb.Polygon) { w.coordinates(p) })
	}
}

func joinMany[T any](w *geoJSONWriter, list []T, one func(T)) {
	w.dst = append(w.dst, '[')
	for i, v := range list {
		if i > 0 {
			w.dst = append(w.dst, ',')
		}
		one(v)
	}
	w.dst = append(w.dst, ']')
}

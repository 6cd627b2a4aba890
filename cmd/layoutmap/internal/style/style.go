// Package style reads MapLibre style documents (style specification version 8)
// as far as the project's own styles go, so that the server draws the same map
// as the page does.
//
//	doc, err := style.Parse(text)
//	for _, l := range doc.Layers {
//		if l.Wants(scope) {
//			width := l.Number("line-width", scope, 1)
//		}
//	}
//
// What the package does not know of a style, an operator or a literal of the
// wrong type, is listed in Style.Unknown and counts as null: a test keeps the
// project's styles free of it, and no request fails for it.
package style

import (
	"encoding/json"
	"fmt"
)

// Style is a style document.
type Style struct {
	Name    string
	Layers  []*Layer // in drawing order
	Unknown []string // what was not understood, with its place
}

// Layer is one style layer.
type Layer struct {
	ID, Type    string
	SourceLayer string // the tile layer; "" for a background
	Row         string // legend row, from the layer's metadata; "" for none
	Collection  string // whose features, from the metadata; "" for none
	MinZoom     float64
	MaxZoom     float64 // exclusive
	Visible     bool
	filter      Expr // nil: every feature
	values      map[string]Expr
}

// Feature is what an expression asks of a feature.
type Feature interface {
	Value(name string) any // string, float64, int64, bool or nil; other types count as null
	GeometryType() string  // GeoJSON's word
}

// Scope is what an expression is evaluated in. Feature is nil where only the
// zoom counts. A scope is for one goroutine.
type Scope struct {
	Zoom    float64
	Feature Feature
	vars    map[string]any
}

// Parse reads a style document. It fails when that is not JSON of a style's form.
func Parse(text []byte) (*Style, error) {
	var doc struct {
		Name   string `json:"name"`
		Layers []struct {
			ID          string   `json:"id"`
			Type        string   `json:"type"`
			SourceLayer string   `json:"source-layer"`
			MinZoom     float64  `json:"minzoom"`
			MaxZoom     *float64 `json:"maxzoom"`
			Filter      any      `json:"filter"`
			Metadata    struct {
				Row        string `json:"row"`
				Collection string `json:"collection"`
			} `json:"metadata"`
			Layout map[string]any `json:"layout"`
			Paint  map[string]any `json:"paint"`
		} `json:"layers"`
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		return nil, fmt.Errorf("read style: %w", err)
	}
	s := &Style{Name: doc.Name}
	for _, d := range doc.Layers {
		l := &Layer{
			ID: d.ID, Type: d.Type, SourceLayer: d.SourceLayer, Row: d.Metadata.Row, Collection: d.Metadata.Collection,
			MinZoom: d.MinZoom, MaxZoom: 25, Visible: d.Layout["visibility"] != "none", values: map[string]Expr{},
		}
		if d.MaxZoom != nil {
			l.MaxZoom = *d.MaxZoom
		}
		c := compiler{unknown: &s.Unknown, place: l.ID + "/filter"}
		if d.Filter != nil {
			l.filter = c.compile(d.Filter)
		}
		for _, values := range []map[string]any{d.Layout, d.Paint} {
			for name, v := range values {
				c.place = l.ID + "/" + name
				l.values[name] = c.compile(v)
			}
		}
		s.Layers = append(s.Layers, l)
	}
	return s, nil
}

// At tells whether the layer is drawn at a zoom.
func (l *Layer) At(zoom float64) bool { return l.Visible && zoom >= l.MinZoom && zoom < l.MaxZoom }

// Wants tells whether the layer's filter takes the feature.
func (l *Layer) Wants(s *Scope) bool {
	if l.filter == nil {
		return true
	}
	ok, _ := l.filter(s).(bool)
	return ok
}

// Has tells whether the layer states a property.
func (l *Layer) Has(name string) bool { return l.values[name] != nil }

// Value evaluates a property: string, float64, bool, []any or nil.
func (l *Layer) Value(name string, s *Scope) any {
	if e := l.values[name]; e != nil {
		return e(s)
	}
	return nil
}

// Number evaluates a property, byDefault where it has no number.
func (l *Layer) Number(name string, s *Scope, byDefault float64) float64 {
	if v, ok := l.Value(name, s).(float64); ok {
		return v
	}
	return byDefault
}

// Text evaluates a property, byDefault where it has no string.
func (l *Layer) Text(name string, s *Scope, byDefault string) string {
	if v, ok := l.Value(name, s).(string); ok {
		return v
	}
	return byDefault
}

// Bool evaluates a property, false where it has no truth.
func (l *Layer) Bool(name string, s *Scope) bool {
	v, _ := l.Value(name, s).(bool)
	return v
}

// Numbers evaluates a property that is a list of numbers, nil where it is not.
func (l *Layer) Numbers(name string, s *Scope) []float64 { return numbers(l.Value(name, s)) }

func numbers(v any) []float64 {
	list, ok := v.([]any)
	if !ok {
		return nil
	}
	out := make([]float64, len(list))
	for i, e := range list {
		if out[i], ok = e.(float64); !ok {
			return nil
		}
	}
	return out
}

package api

import (
	"reflect"

	"layoutmap/layers"
)

// The shapes of GeoJSON answers. Package layers writes them, byte by byte;
// these types tell the OpenAPI document what it writes, and a test compares.

type featureCollection struct {
	Type     string    `json:"type" enum:"FeatureCollection"`
	Features []feature `json:"features"`
	Matched  *int      `json:"numberMatched,omitempty"`
	Returned *int      `json:"numberReturned,omitempty"`
	Links    []link    `json:"links,omitempty"`
}

type feature struct {
	Type       string     `json:"type" enum:"Feature"`
	ID         string     `json:"id"`
	Geometry   *geometry  `json:"geometry"` // null where the place is not known
	Properties attributes `json:"properties"`
	Links      []link     `json:"links,omitempty"` // of a feature asked for by itself
}

type geometry struct {
	Type        string     `json:"type" enum:"Point,MultiPoint,LineString,MultiLineString,Polygon,MultiPolygon,GeometryCollection"`
	Coordinates []any      `json:"coordinates,omitempty"`
	Geometries  []geometry `json:"geometries,omitempty"` // of a collection
}

// attributes are the properties of a feature: those that every layer has are
// in the schema, a layer's own come beside them (its /schema lists them).
type attributes struct{}

func (attributes) jsonSchema(*answerSchemas) map[string]any {
	var properties object
	for _, p := range layers.CommonProperties() {
		properties = append(properties, member{p.Name, attributeSchema(&p)})
	}
	return map[string]any{"type": "object", "properties": properties}
}

// attributeSchema is a property's value in an answer, where it may be null.
func attributeSchema(p *layers.Property) map[string]any {
	s := map[string]any{"nullable": true, "description": p.Title.EN}
	typed := propertySchema(p)
	s["type"] = typed.Type
	if typed.Items != nil {
		s["items"], s["minItems"], s["maxItems"] = typed.Items, typed.MinItems, typed.MaxItems
	}
	if p.Enum != nil {
		s["enum"] = p.Enum
	}
	return s
}

// rawFeature is a feature that layers has written already.
type rawFeature []byte

// MarshalJSON writes the feature.
func (f rawFeature) MarshalJSON() ([]byte, error) { return f, nil }

func (rawFeature) jsonSchema(s *answerSchemas) map[string]any {
	return s.of(reflect.TypeFor[feature]())
}

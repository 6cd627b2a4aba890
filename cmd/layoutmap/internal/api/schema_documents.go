package api

import (
	"reflect"

	"layoutmap/layers"
)

// schemaDocument is a JSON Schema of a layer's features, or of those of their
// properties that a filter or sortby may name.
type schemaDocument struct {
	Schema      string     `json:"$schema"`
	ID          string     `json:"$id"`
	Type        string     `json:"type" enum:"object"`
	Title       string     `json:"title"`
	Description string     `json:"description,omitempty"`
	Properties  properties `json:"properties"`
	Additional  bool       `json:"additionalProperties"`
}

// properties are the schemas of properties, in the order they are served.
type properties []namedProperty

type namedProperty struct {
	name   string
	schema propertyDocument
}

// MarshalJSON writes an object whose members keep their order.
func (p properties) MarshalJSON() ([]byte, error) {
	out := make(object, len(p))
	for i, one := range p {
		out[i] = member{one.name, one.schema}
	}
	return out.MarshalJSON()
}

func (properties) jsonSchema(s *answerSchemas) map[string]any {
	return map[string]any{"type": "object", "additionalProperties": s.of(reflect.TypeFor[propertyDocument]())}
}

// propertyDocument is the schema of one property: JSON Schema, and the
// keywords of OGC API – Features Part 5 and of this server.
type propertyDocument struct {
	Type        string            `json:"type,omitempty"`
	Format      string            `json:"format,omitempty"`
	Title       string            `json:"title,omitempty"`
	Description string            `json:"description,omitempty"`
	Items       *propertyDocument `json:"items,omitempty"`
	MinItems    int               `json:"minItems,omitempty"`
	MaxItems    int               `json:"maxItems,omitempty"`
	Enum        []string          `json:"enum,omitempty"`
	Role        string            `json:"x-ogc-role,omitempty"`
	Unit        string            `json:"x-ogc-unit,omitempty"` // UCUM
	UnitText    string            `json:"x-ogc-unit-text,omitempty"`
	TitleZH     string            `json:"x-ogc-title-zh,omitempty"`
	TitleEN     string            `json:"x-ogc-title-en,omitempty"`
}

// schema answers the JSON Schema of a layer's features.
func (r *request) schema() error {
	l, err := r.collection()
	if err != nil {
		return err
	}
	list := properties{idProperty, geometryProperty(l)}
	for i := range l.Columns() {
		p := &l.Columns()[i]
		s := propertySchema(p)
		s.Role = timeRole(l, p.Name)
		list = append(list, namedProperty{p.Name, s})
	}
	doc := r.schemaDocument(l, "schema", list)
	doc.Description = l.Description.ZH
	return r.sendJSON(mediaSchema, doc)
}

// queryables answers the JSON Schema of what a filter may name.
func (r *request) queryables() error {
	l, err := r.collection()
	if err != nil {
		return err
	}
	list := properties{idProperty, geometryProperty(l)}
	for i := range l.Columns() {
		list = append(list, namedProperty{l.Columns()[i].Name, propertySchema(&l.Columns()[i])})
	}
	return r.sendJSON(mediaSchema, r.schemaDocument(l, "queryables", list))
}

// sortables answers the JSON Schema of what sortby may name.
func (r *request) sortables() error {
	l, err := r.collection()
	if err != nil {
		return err
	}
	list := properties{idProperty}
	for i := range l.Columns() {
		if p := &l.Columns()[i]; sortable(p) {
			list = append(list, namedProperty{p.Name, propertySchema(p)})
		}
	}
	return r.sendJSON(mediaSchema, r.schemaDocument(l, "sortables", list))
}

func (r *request) schemaDocument(l *layers.Layer, name string, list properties) schemaDocument {
	return schemaDocument{
		Schema: "https://json-schema.org/draft/2020-12/schema", ID: r.url(r.layerPath(l) + "/" + name),
		Type: "object", Title: l.Title.ZH + " · " + l.Title.EN, Properties: list,
	}
}

// idProperty is in every schema document (Features Part 5, /conf/schemas/role-id). Never changed.
var idProperty = namedProperty{"id", propertyDocument{Type: "string", Title: "id", Role: "id"}}

func geometryProperty(l *layers.Layer) namedProperty {
	return namedProperty{"geometry", propertyDocument{Title: "geometry", Role: "primary-geometry", Format: geometryFormat(l.Geometry)}}
}

// geometryFormat is the geometry type as OGC API – Features Part 5 writes it.
func geometryFormat(t string) string {
	switch t {
	case "Point", "LineString", "Polygon":
		return "geometry-" + map[string]string{"Point": "point", "LineString": "linestring", "Polygon": "polygon"}[t]
	case "MultiPoint", "MultiLineString", "MultiPolygon":
		return "geometry-" + map[string]string{"MultiPoint": "multipoint", "MultiLineString": "multilinestring", "MultiPolygon": "multipolygon"}[t]
	}
	return "geometry-any"
}

func propertySchema(p *layers.Property) propertyDocument {
	s := propertyDocument{
		Type: string(p.Type), Title: p.Title.ZH + " · " + p.Title.EN, TitleZH: p.Title.ZH, TitleEN: p.Title.EN,
		Enum: p.Enum, UnitText: p.Unit,
	}
	switch p.Type {
	case layers.Strings:
		s.Type, s.Items = "array", &propertyDocument{Type: "string"}
	case layers.Point:
		s.Type, s.MinItems, s.MaxItems, s.Items = "array", 2, 2, &propertyDocument{Type: "number"}
	case layers.Date:
		s.Type, s.Format = "string", "date"
	case layers.DateTime:
		s.Type, s.Format = "string", "date-time"
	}
	if p.Unit != "" {
		s.Unit = ucum(p.Unit)
	}
	if p.Description.ZH != "" {
		s.Description = p.Description.ZH + " " + p.Description.EN
	}
	return s
}

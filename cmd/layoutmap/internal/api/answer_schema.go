package api

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// answerSchemas turns the Go types of JSON answers into schemas of OpenAPI
// 3.0: one component for each named struct. A member is required unless its
// tag says omitempty, and may be null where its type is a pointer that is
// always written. The tag enum:"a,b" closes a string's list. (openapi3gen of
// kin-openapi knows neither required, null behind a reference, nor arrays of
// fixed length.)
type answerSchemas struct {
	components map[string]any
	types      map[string]reflect.Type
	err        error // the first: two types of one name
}

// selfDescribed is a type whose JSON says more, or less, than its fields.
type selfDescribed interface {
	jsonSchema(*answerSchemas) map[string]any
}

var rawJSON = reflect.TypeFor[json.RawMessage]()

func (s *answerSchemas) ofRoute(rt *route) map[string]any {
	if rt.answer == nil {
		s.fail(fmt.Errorf("openapi: the route %s names no answer", rt.id))
		return nil
	}
	return s.of(reflect.TypeOf(rt.answer))
}

// ofValue is the schema of a value's type.
func (s *answerSchemas) ofValue(v any) map[string]any { return s.of(reflect.TypeOf(v)) }

func (s *answerSchemas) fail(err error) {
	if s.err == nil {
		s.err = err
	}
}

func (s *answerSchemas) of(t reflect.Type) map[string]any {
	if d, ok := reflect.Zero(t).Interface().(selfDescribed); ok && t.Kind() != reflect.Pointer {
		return d.jsonSchema(s)
	}
	switch t.Kind() {
	case reflect.Pointer:
		return nullable(s.of(t.Elem()))
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return map[string]any{"type": "integer"}
	case reflect.Float32, reflect.Float64:
		return map[string]any{"type": "number"}
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Slice:
		if t == rawJSON {
			return map[string]any{}
		}
		return map[string]any{"type": "array", "items": s.of(t.Elem())}
	case reflect.Array:
		return map[string]any{"type": "array", "items": s.of(t.Elem()), "minItems": t.Len(), "maxItems": t.Len()}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": s.of(t.Elem())}
	case reflect.Struct:
		return s.object(t)
	}
	return map[string]any{} // an interface: anything
}

// object is a struct: a reference to its component, or, without a name, the schema itself.
func (s *answerSchemas) object(t reflect.Type) map[string]any {
	name := t.Name()
	if name == "" {
		return s.members(t)
	}
	name = strings.ToUpper(name[:1]) + name[1:]
	if known, ok := s.types[name]; !ok {
		s.types[name] = t // before its members, one of which may be of the same type
		s.components[name] = s.members(t)
	} else if known != t {
		s.fail(fmt.Errorf("openapi: the answers %s and %s have one name", known, t))
	}
	return ref(name)
}

func (s *answerSchemas) members(t reflect.Type) map[string]any {
	var properties object
	required := []string{}
	for _, f := range reflect.VisibleFields(t) {
		name, options, tagged := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" || len(f.Index) > 1 && !embedded(t, f) || f.Anonymous && name == "" || !f.IsExported() {
			continue
		}
		if name == "" {
			name = f.Name
		}
		schema := s.of(f.Type)
		if values := f.Tag.Get("enum"); values != "" {
			schema["enum"] = strings.Split(values, ",")
		}
		if tagged && strings.Contains(options, "omitempty") {
			if f.Type.Kind() == reflect.Pointer {
				schema = s.of(f.Type.Elem())
			}
		} else {
			required = append(required, name)
		}
		properties = append(properties, member{name, schema})
	}
	out := map[string]any{"type": "object", "properties": properties}
	if len(required) > 0 {
		out["required"] = required
	}
	return out
}

// embedded tells whether a promoted field is written among the members of t:
// every struct it stands in is embedded without a name of its own.
func embedded(t reflect.Type, f reflect.StructField) bool {
	for _, i := range f.Index[:len(f.Index)-1] {
		outer := t.Field(i)
		if !outer.Anonymous || outer.Tag.Get("json") != "" || outer.Type.Kind() != reflect.Struct {
			return false
		}
		t = outer.Type
	}
	return true
}

// nullable lets null in. Beside a reference nothing else counts in OpenAPI 3.0.
func nullable(schema map[string]any) map[string]any {
	if _, ok := schema["$ref"]; ok {
		return map[string]any{"nullable": true, "allOf": []any{schema}}
	}
	schema["nullable"] = true
	return schema
}

package api_test

import (
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

type schemaDocument struct {
	Schema               string `json:"$schema"`
	ID                   string `json:"$id"`
	Type                 string
	Properties           map[string]map[string]any
	AdditionalProperties *bool
}

// keywords of JSON Schema that the documents use; all others must start with x-ogc-.
var keywords = []string{"title", "description", "type", "format", "enum", "items", "minItems", "maxItems"}

// The requirements of OGC API – Features Part 5: Schemas (OGC 23-058, clauses
// 7, 8, 10, 11, 12), each in a subtest of its own name: the standard has no
// abstract tests.
func TestFeaturesPart5(t *testing.T) {
	base := withLayers(t, true, works)
	all := getJSON[ogcCollections](t, base+"/collections").Collections
	each := func(t *testing.T, check func(t *testing.T, at string, d schemaDocument)) {
		for _, c := range all {
			for _, name := range []string{"schema", "queryables", "sortables"} {
				at := base + "/collections/" + c.ID + "/" + name
				check(t, at, getJSON[schemaDocument](t, at))
			}
		}
	}
	t.Run("declared", func(t *testing.T) {
		classes := getJSON[struct{ ConformsTo []string }](t, base+"/conformance").ConformsTo
		for _, c := range []string{"schemas", "core-roles-features", "returnables-and-receivables", "queryables", "sortables"} {
			if !slices.Contains(classes, "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/"+c) {
				t.Errorf("class %s is not declared", c)
			}
		}
	})
	t.Run("schemas/json-schema", func(t *testing.T) {
		each(t, func(t *testing.T, at string, d schemaDocument) {
			if d.Schema != "https://json-schema.org/draft/2020-12/schema" || d.ID != at || d.Type != "object" {
				t.Errorf("%s: %s, %s, %s", at, d.Schema, d.ID, d.Type)
			}
		})
	})
	t.Run("schemas/properties", func(t *testing.T) {
		spatial := regexp.MustCompile(`^geometry-(any|(multi)?(point|linestring|polygon))$`)
		each(t, func(t *testing.T, at string, d schemaDocument) {
			for name, p := range d.Properties {
				_, typed := p["type"]
				format, _ := p["format"].(string)
				if name == "geometry" == typed || name == "geometry" && !spatial.MatchString(format) || strings.HasPrefix(format, "date") && p["type"] != "string" {
					t.Errorf("%s: %s is %v", at, name, p)
				}
			}
		})
		for _, c := range all { // and the geometries are what the schema says
			format := getJSON[schemaDocument](t, base+"/collections/"+c.ID+"/schema").Properties["geometry"]["format"]
			for _, f := range getJSON[featureCollection](t, base+"/collections/"+c.ID+"/items?limit=500").Features {
				if f.Geometry != nil && format != "geometry-any" && format != "geometry-"+strings.ToLower(f.Geometry.Type) {
					t.Fatalf("%s/%s is a %s, the schema says %s", c.ID, f.ID, f.Geometry.Type, format)
				}
			}
		}
	})
	t.Run("schemas/additional-keywords", func(t *testing.T) {
		each(t, func(t *testing.T, at string, d schemaDocument) {
			for name, p := range d.Properties {
				for k := range p {
					if !slices.Contains(keywords, k) && !strings.HasPrefix(k, "x-ogc-") {
						t.Errorf("%s: %s has keyword %s", at, name, k)
					}
				}
			}
		})
	})
	t.Run("schemas/role-id", func(t *testing.T) {
		for _, c := range all {
			d := getJSON[schemaDocument](t, base+"/collections/"+c.ID+"/schema")
			for name, p := range d.Properties {
				if (p["x-ogc-role"] == "id") != (name == "id") || name == "id" && p["type"] != "string" {
					t.Errorf("%s: %s is %v", c.ID, name, p)
				}
			}
		}
	})
	t.Run("schemas/unit", func(t *testing.T) {
		ucum := regexp.MustCompile(`^(m|km|m2|km2|har|kV|%|\{[!-z|~]*\})$`)
		seen := map[string]bool{}
		each(t, func(t *testing.T, at string, d schemaDocument) {
			for name, p := range d.Properties {
				if unit, ok := p["x-ogc-unit"].(string); ok {
					seen[unit] = true
					if !ucum.MatchString(unit) {
						t.Errorf("%s: %s is in %q", at, name, unit)
					}
				}
			}
		})
		for _, unit := range []string{"km2", "{people}", "m"} {
			if !seen[unit] {
				t.Errorf("no property in %s", unit)
			}
		}
	})
	t.Run("core-roles-features", func(t *testing.T) {
		roles := map[string]map[string]string{} // by collection, the property of each role
		for _, c := range all {
			roles[c.ID] = map[string]string{}
			for name, p := range getJSON[schemaDocument](t, base+"/collections/"+c.ID+"/schema").Properties {
				role, ok := p["x-ogc-role"].(string)
				if !ok {
					continue
				}
				if roles[c.ID][role] != "" {
					t.Errorf("%s: %s and %s are both %s", c.ID, name, roles[c.ID][role], role)
				}
				roles[c.ID][role] = name
				if strings.HasPrefix(role, "primary-in") && p["format"] != "date" {
					t.Errorf("%s: %s has format %v", c.ID, role, p["format"])
				}
			}
			if roles[c.ID]["primary-geometry"] != "geometry" {
				t.Errorf("%s: primary geometry is %q", c.ID, roles[c.ID]["primary-geometry"])
			}
		}
		if w := roles["works"]; w["primary-interval-start"] != "from" || w["primary-interval-end"] != "to" || w["primary-instant"] != "" {
			t.Errorf("works: %v", w)
		}
	})
	for class, rel := range map[string]string{"returnables-and-receivables": "schema", "queryables": "queryables", "sortables": "sortables"} {
		t.Run(class+"/link, op, response", func(t *testing.T) {
			for _, c := range all {
				own := getJSON[ogcCollection](t, base+"/collections/"+c.ID)
				l := find(t, own.Links, "http://www.opengis.net/def/rel/ogc/1.0/"+rel, "application/schema+json")
				a := get(t, l.Href, "Accept", "application/schema+json")
				var d schemaDocument
				if err := json.Unmarshal(a.body, &d); err != nil || a.status != 200 || a.header.Get("Content-Type") != "application/schema+json" || d.AdditionalProperties == nil || *d.AdditionalProperties {
					t.Errorf("%s: %d %s %v", l.Href, a.status, a.header.Get("Content-Type"), err)
				}
				if class == "sortables" {
					for name, p := range d.Properties {
						if p["type"] == "array" || p["type"] == "object" || p["type"] == nil {
							t.Errorf("%s: sorts by %s %v", c.ID, name, p)
						}
					}
				}
			}
		})
	}
	t.Run("returnables: every property served is in the schema", func(t *testing.T) {
		for _, c := range all {
			d := getJSON[schemaDocument](t, base+"/collections/"+c.ID+"/schema")
			for _, f := range getJSON[featureCollection](t, base+"/collections/"+c.ID+"/items?limit=3").Features {
				for name := range f.Properties {
					if d.Properties[name] == nil {
						t.Errorf("%s: %s is not in the schema", c.ID, name)
					}
				}
			}
		}
	})
	t.Run("what is not declared is refused", func(t *testing.T) {
		for _, query := range []string{"filter=" + url.QueryEscape("nothing = 1"), "sortby=nothing", "sortby=label_point"} {
			if a := get(t, base+"/collections/works/items?"+query); a.status != 400 {
				t.Errorf("%s: %d", query, a.status)
			}
		}
	})
}

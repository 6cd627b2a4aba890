package api_test

import (
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
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

// The abstract tests of OGC API – Features Part 5 and Common Part 3: Schemas
// (OGC 23-058r2, annex A) for all collections, each in a subtest of its id.
func TestFeaturesPart5(t *testing.T) {
	base := withLayers(t, true, works)
	suite := newSuite(t, base, "ogcapi-common-3")
	all := getJSON[ogcCollections](t, base+"/collections").Collections
	resources := map[string]string{"returnables-and-receivables": "schema", "queryables": "queryables", "sortables": "sortables"} // by class
	each := func(t *testing.T, check func(t *testing.T, at string, d schemaDocument)) {
		t.Helper()
		for _, c := range all {
			for _, name := range resources {
				at := base + "/collections/" + c.ID + "/" + name
				check(t, at, getJSON[schemaDocument](t, at))
			}
		}
	}
	// keyword hands on each use of a keyword in a property, and counts them.
	keyword := func(t *testing.T, word string, check func(t *testing.T, at string, p map[string]any)) (uses int) {
		t.Helper()
		each(t, func(t *testing.T, at string, d schemaDocument) {
			for name, p := range d.Properties {
				if _, ok := p[word]; ok {
					uses++
					check(t, at+" "+name, p)
				}
			}
		})
		return uses
	}
	// withRole are the properties of a role, by name.
	withRole := func(d schemaDocument, role string) []string {
		var out []string
		for name, p := range d.Properties {
			if p["x-ogc-role"] == role {
				out = append(out, name)
			}
		}
		return out
	}

	suite.run("schemas/basic-schema-inspection", func(t *testing.T) {
		spatial := regexp.MustCompile(`^geometry-(any|(multi)?(point|linestring|polygon))$`)
		each(t, func(t *testing.T, at string, d schemaDocument) {
			a := get(t, d.ID, "Accept", "application/schema+json")
			if d.Schema != "https://json-schema.org/draft/2020-12/schema" || d.ID != at || d.Type != "object" || a.status != 200 || a.header.Get("Content-Type") != "application/schema+json" {
				t.Errorf("%s: %s, %s, %s; %d %s", at, d.Schema, d.ID, d.Type, a.status, a.header.Get("Content-Type"))
			}
			compiled(t, at, jsonValue(t, string(a.body))) // checked against the schema of schemas
			for name, p := range d.Properties {
				_, typed := p["type"]
				format, _ := p["format"].(string)
				if name == "geometry" == typed || name == "geometry" && !spatial.MatchString(format) || strings.HasPrefix(format, "date") && p["type"] != "string" {
					t.Errorf("%s: %s is %v", at, name, p)
				}
				for k := range p {
					if !slices.Contains(keywords, k) && !strings.HasPrefix(k, "x-ogc-") {
						t.Errorf("%s: %s has keyword %s", at, name, k)
					}
				}
			}
		})
		works := getJSON[schemaDocument](t, base+"/collections/works/schema").Properties
		if works["from"]["format"] != "date" || works["to"]["format"] != "date" {
			t.Errorf("days are %v and %v", works["from"], works["to"])
		}
	})
	suite.run("schemas/role", func(t *testing.T) {
		if n := keyword(t, "x-ogc-role", func(t *testing.T, at string, p map[string]any) {
			if role, ok := p["x-ogc-role"].(string); !ok || role == "" {
				t.Errorf("%s: %v", at, p)
			}
		}); n < 3*len(all) {
			t.Errorf("only %d roles", n)
		}
	})
	suite.run("schemas/role-id", func(t *testing.T) {
		each(t, func(t *testing.T, at string, d schemaDocument) {
			if ids := withRole(d, "id"); !slices.Equal(ids, []string{"id"}) || d.Properties["id"]["type"] != "string" {
				t.Errorf("%s: %v, of which id is %v", at, ids, d.Properties["id"])
			}
		})
	})
	for id, word := range map[string]string{"property-seq": "x-ogc-propertySeq", "definition": "x-ogc-definition", "nullvalues": "x-ogc-nullValues"} {
		suite.run("schemas/"+id, func(t *testing.T) {
			keyword(t, word, func(t *testing.T, at string, p map[string]any) {
				t.Errorf("%s has %s: say here what it must be", at, word)
			})
		})
	}
	suite.run("schemas/unit", func(t *testing.T) {
		ucum := regexp.MustCompile(`^(m|km|m2|km2|har|kV|%|\{[!-z|~]*\})$`)
		seen := map[any]bool{}
		keyword(t, "x-ogc-unit", func(t *testing.T, at string, p map[string]any) {
			seen[p["x-ogc-unit"]] = true
			if unit, _ := p["x-ogc-unit"].(string); !ucum.MatchString(unit) || p["type"] != "number" && p["type"] != "integer" {
				t.Errorf("%s: %v", at, p)
			}
		})
		keyword(t, "x-ogc-unitLang", func(t *testing.T, at string, p map[string]any) { t.Errorf("%s: units are in UCUM, by default", at) })
		for _, unit := range []string{"km2", "{people}", "m"} {
			if !seen[unit] {
				t.Errorf("no property in %s", unit)
			}
		}
	})

	suite.run("advanced-property-roles/role-primary-geometry", func(t *testing.T) {
		each(t, func(t *testing.T, at string, d schemaDocument) {
			want := []string{"geometry"}
			if strings.HasSuffix(at, "/sortables") {
				want = nil // geometries have no order
			}
			format, _ := d.Properties["geometry"]["format"].(string)
			if got := withRole(d, "primary-geometry"); !slices.Equal(got, want) || want != nil && !strings.HasPrefix(format, "geometry-") {
				t.Errorf("%s: %v, %v", at, got, d.Properties["geometry"])
			}
		})
	})
	suite.run("advanced-property-roles/role-primary-temporal", func(t *testing.T) {
		own := func(c string) map[string][2]string {
			return map[string][2]string{"timed": {"geometry: Point\n" + c, pointFeature("a", 116.65, 39.9, `"from":"2020-01-01"`)}}
		}
		const schema = "schema: [{name: from, type: date, title: {zh: 始, en: From}}, {name: to, type: date, title: {zh: 终, en: To}}]\n"
		for time, want := range map[string][4]string{ // instant, start, end, interval
			"time: {start: from, end: to}\n": {"", "from", "to"}, "time: {start: from, end: from}\n": {"from"}, "": {},
		} {
			d := getJSON[schemaDocument](t, withLayers(t, false, own(time+schema))+"/collections/timed/schema")
			for i, role := range []string{"primary-instant", "primary-interval-start", "primary-interval-end", "primary-interval"} {
				got := withRole(d, role)
				if strings.Join(got, " ") != want[i] || want[i] != "" && (d.Properties[want[i]]["type"] != "string" || d.Properties[want[i]]["format"] != "date") {
					t.Errorf("%q: %s is %v, want %s", time, role, got, want[i])
				}
			}
		}
	})
	suite.run("advanced-property-roles/role-type", func(t *testing.T) {
		each(t, func(t *testing.T, at string, d schemaDocument) {
			types := withRole(d, "type")
			if len(types) > 1 || len(types) == 1 && d.Properties[types[0]]["type"] != "string" {
				t.Errorf("%s: %v", at, types)
			}
		})
	})

	for class, name := range resources {
		suite.run(class+"/get-conformance", func(t *testing.T) {
			a := get(t, base+"/conformance", "Accept", "application/json")
			if a.status != 200 || a.header.Get("Content-Type") != "application/json" {
				t.Errorf("%d %s", a.status, a.header.Get("Content-Type"))
			}
			for _, c := range []string{"schemas", class} {
				if !strings.Contains(string(a.body), `"http://www.opengis.net/spec/ogcapi-common-3/1.0/conf/`+c+`"`) {
					t.Errorf("class %s is not declared", c)
				}
			}
		})
		suite.run(class+"/link", func(t *testing.T) {
			for _, c := range all {
				own := getJSON[ogcCollection](t, base+"/collections/"+c.ID)
				if l := find(t, own.Links, "http://www.opengis.net/def/rel/ogc/1.0/"+name, "application/schema+json"); l.Href != base+"/collections/"+c.ID+"/"+name {
					t.Errorf("%s: %s", c.ID, l.Href)
				}
			}
		})
		suite.run(class+"/op-and-response", func(t *testing.T) {
			for _, c := range all {
				at := base + "/collections/" + c.ID
				a := get(t, at+"/"+name, "Accept", "application/schema+json")
				var d schemaDocument
				if err := json.Unmarshal(a.body, &d); err != nil || a.status != 200 || a.header.Get("Content-Type") != "application/schema+json" || d.AdditionalProperties == nil || *d.AdditionalProperties {
					t.Errorf("%s/%s: %d %s %v", at, name, a.status, a.header.Get("Content-Type"), err)
				}
				for property, p := range d.Properties {
					switch name {
					case "sortables":
						if p["type"] == "array" || p["type"] == "object" || p["type"] == nil {
							t.Errorf("%s: sorts by %s %v", c.ID, property, p)
						} else if b := get(t, at+"/items?limit=1&sortby=-"+url.QueryEscape(property)); b.status != 200 {
							t.Errorf("%s: sortby=-%s: %d %s", c.ID, property, b.status, b.body)
						}
					case "queryables":
						if b := get(t, filtered(base, c.ID, `"`+property+`" IS NULL`, "limit", "1")); b.status != 200 {
							t.Errorf("%s: %s: %d %s", c.ID, property, b.status, b.body)
						}
					}
				}
			}
			// additionalProperties is false: what is not declared is refused.
			for _, query := range map[string][]string{"queryables": {"filter=" + url.QueryEscape("nothing = 1")}, "sortables": {"sortby=nothing", "sortby=label_point", "sortby=geometry"}, "schema": {"properties=nothing"}}[name] {
				if a := get(t, base+"/collections/works/items?"+query); a.status != 400 {
					t.Errorf("%s: %d", query, a.status)
				}
			}
			if a := get(t, base+"/collections/none/"+name); a.status != 404 {
				t.Errorf("of no collection: %d", a.status)
			}
			if a := get(t, base+"/collections/works/"+name+"?profile=none"); a.status != 400 {
				t.Errorf("with an unknown parameter: %d", a.status)
			}
		})
	}
	suite.run("returnables-and-receivables/response-1", func(t *testing.T) {
		for _, c := range all {
			at := base + "/collections/" + c.ID
			schema := compiled(t, at, jsonValue(t, string(get(t, at+"/schema").body)))
			format := getJSON[schemaDocument](t, at+"/schema").Properties["geometry"]["format"]
			page := getJSON[struct{ Features []map[string]any }](t, at+"/items?limit=500").Features
			page = append(page, getJSON[map[string]any](t, at+"/items/"+url.PathEscape(page[0]["id"].(string))))
			for _, f := range page {
				flat := map[string]any{"id": f["id"]}
				for name, v := range f["properties"].(map[string]any) {
					if v != nil { // null says that there is no value
						flat[name] = v
					}
				}
				if err := schema.Validate(flat); err != nil {
					t.Fatalf("%s/%s: %v", c.ID, f["id"], err)
				}
				if g, ok := f["geometry"].(map[string]any); ok && format != "geometry-any" && format != "geometry-"+strings.ToLower(g["type"].(string)) {
					t.Fatalf("%s/%s is a %s, the schema says %s", c.ID, f["id"], g["type"], format)
				}
			}
			page[0]["properties"].(map[string]any)["nothing"] = 1
			if schema.Validate(page[0]["properties"]) == nil {
				t.Errorf("%s: the schema allows a property that is not in it", c.ID)
			}
		}
	})
}

// compiled is a JSON Schema, which must itself be valid.
func compiled(t *testing.T, at string, doc any) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	if err := c.AddResource(at, doc); err != nil {
		t.Fatalf("%s: %v", at, err)
	}
	s, err := c.Compile(at)
	if err != nil {
		t.Fatalf("%s: %v", at, err)
	}
	return s
}

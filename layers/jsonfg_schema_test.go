package layers_test

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"layoutmap/geo/crs"
	"layoutmap/layers"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// JSON-FG of every built-in layer, of every geometry and of times, in three
// systems, fits the schema in testdata, checked by santhosh-tekuri/jsonschema;
// what breaks a rule does not.
func TestJSONFGFitsItsSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("testdata/jsonfg.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	fits := func(body []byte) error {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
		if err != nil {
			return err
		}
		return schema.Validate(doc)
	}
	catalog, err := layers.Open(layers.BuiltIn())
	if err != nil {
		t.Fatal(err)
	}
	all := append(catalog.Layers(), openMixed(t), openWorks(t, "time: {start: from, end: to}"), openWorks(t, "time: seen"))
	for _, l := range all {
		page, err := l.Query(context.Background(), layers.Query{Limit: 200})
		if err != nil {
			t.Fatal(err)
		}
		for _, code := range []string{"OGC:CRS84", "EPSG:4490", "EPSG:4548"} {
			d := layers.Document{Page: page}
			if d.CRS, err = crs.Lookup(code); err != nil {
				t.Fatal(err)
			}
			if err := fits(encode(t, "jsonfg", d)); err != nil {
				t.Errorf("%s in %s: %v", l.ID, code, err)
			}
		}
	}
	good := encode(t, "jsonfg", whole(t, openMixed(t)))
	for name, change := range map[string][2]string{
		"no conformsTo":          {`"conformsTo":["http://www.opengis.net/spec/json-fg-1/1.0/conf/core"],`, ``},
		"another class":          {`/conf/core"`, `/conf/3d"`},
		"no place":               {`"place":null,`, ``},
		"no time":                {`"time":null,`, ``},
		"a time that is a text":  {`"time":null`, `"time":"2026-01-01"`},
		"a time out of order":    {`"time":null`, `"time":{"interval":["2026-01-01"]}`},
		"place beside geometry":  {`"place":null,"geometry":{`, `"place":{"type":"Point","coordinates":[1,2]},"geometry":{`},
		"a position of a number": {`"coordinates":[116.6512345,39.9012345]`, `"coordinates":[116.6512345]`},
		"an unknown geometry":    {`"type":"Point"`, `"type":"Circle"`},
		"a number as system":     {`"coordRefSys":"http://www.opengis.net/def/crs/OGC/1.3/CRS84"`, `"coordRefSys":4326`},
	} {
		bad := strings.Replace(string(good), change[0], change[1], 1)
		if bad == string(good) || !json.Valid([]byte(bad)) {
			t.Errorf("%s: nothing was changed, or into something that is not JSON", name)
		} else if fits([]byte(bad)) == nil {
			t.Errorf("%s fits the schema", name)
		}
	}
}

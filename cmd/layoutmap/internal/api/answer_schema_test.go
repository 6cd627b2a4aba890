package api_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// What every route answers is what the OpenAPI document says of it: checked by
// kin-openapi, with members that the document does not name refused.
func TestAnswersFitTheirSchemas(t *testing.T) {
	ts := newServer(t, nil)
	doc, err := openapi3.NewLoader().LoadFromData(get(t, ts.URL+"/api").body)
	if err != nil {
		t.Fatal(err)
	}
	closed := false
	for _, c := range doc.Components.Schemas {
		if c.Value.Properties != nil && c.Value.AdditionalProperties.Has == nil {
			c.Value.AdditionalProperties.Has = &closed
		}
	}
	check := func(path, address, media string, status string) {
		t.Helper()
		a := getReady(t, ts.URL+address)
		got := strings.TrimSuffix(a.header.Get("Content-Type"), "; charset=utf-8")
		if got != media {
			t.Errorf("%s: type %q, want %q", address, got, media)
		}
		said := doc.Paths.Find(path).Get.Responses.Value(status).Value.Content[media]
		if said == nil || said.Schema == nil || said.Schema.Value.IsEmpty() {
			t.Errorf("%s: the document has no schema for %s", path, media)
			return
		}
		var v any
		if err := json.Unmarshal(a.body, &v); err != nil {
			t.Errorf("%s: %v", address, err)
			return
		}
		if err := said.Schema.Value.VisitJSON(v, openapi3.MultiErrors()); err != nil {
			t.Errorf("%s: %.1000v", address, err)
		}
	}
	for path, item := range doc.Paths.Map() {
		if item.Get == nil || strings.HasPrefix(path, "/jobs/") {
			continue // jobs_test.go runs a job and compares
		}
		id := item.Get.OperationID
		layer, concrete := strings.CutPrefix(id, "getItems.")
		switch {
		case concrete:
			check(path, "/collections/"+layer+"/items?limit=10000", "application/geo+json", "200")
			check("/collections/{collectionId}", "/collections/"+layer, "application/json", "200")
			for _, kind := range []string{"schema", "queryables", "sortables"} {
				check("/collections/{collectionId}/"+kind, "/collections/"+layer+"/"+kind, "application/schema+json", "200")
			}
			continue
		case drawsStyles(id) && !stylesBuilt(t):
			t.Log("the page is not built (make ui): its styles are not asked for here")
			continue
		}
		for media := range item.Get.Responses.Value("200").Value.Content {
			format := map[string]string{"application/json": "json", "application/geo+json": "geojson"}[media]
			address := examples[id]
			switch {
			case format == "" && !strings.HasSuffix(media, "schema+json"):
				continue // tiles, pages and files have tests of their own; the document is validated above
			case len(item.Get.Responses.Value("200").Value.Content) > 1 && !strings.Contains(address, "f="):
				address += map[bool]string{true: "&f=", false: "?f="}[strings.Contains(address, "?")] + format
			}
			check(path, address, media, "200")
		}
	}
	check("/collections/{collectionId}/items", "/collections/places/items?near=116.6575,39.9035&radius=2000&limit=2", "application/geo+json", "200")
	check("/coverage", "/coverage?by=none&area=subcentre", "application/json", "200")
	for _, address := range []string{"/collections/layout/items?bbox=1", "/collections/layout/items?filter=kind+%3D", "/nowhere/"} {
		var v any
		if err := json.Unmarshal(getReady(t, ts.URL+address).body, &v); err != nil {
			t.Fatal(err)
		}
		if err := doc.Components.Schemas["Problem"].Value.VisitJSON(v); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// The page's types were generated from the schemas that the server has now.
func TestThePagesTypesAreOfTheseSchemas(t *testing.T) {
	ts := newServer(t, nil)
	doc := getJSON[struct {
		Info struct {
			Digest string `json:"x-schemas-digest"`
		}
	}](t, ts.URL+"/api")
	types, err := os.ReadFile("../../../../static/src/api/schema.d.ts")
	if err != nil {
		t.Fatal(err)
	}
	if head, _, _ := strings.Cut(string(types), "\n"); len(doc.Info.Digest) != 16 || !strings.HasSuffix(head, " "+doc.Info.Digest) {
		t.Errorf("static/src/api/schema.d.ts starts with %q, the schemas are %s: run make types", head, doc.Info.Digest)
	}
}

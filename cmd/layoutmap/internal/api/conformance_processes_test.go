package api_test

import (
	"encoding/json"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// The requirements of OGC API – Processes Part 1: Core (OGC 18-062r2), each in a
// subtest of its own name.
func TestProcessesPart1(t *testing.T) {
	base := newServer(t, nil).URL
	type processLink struct{ Href, Rel, Type string }
	type summary struct {
		ID, Title, Version string
		JobControlOptions  []string
		OutputTransmission []string
		Links              []processLink
	}
	list := getJSON[struct {
		Processes []summary
		Links     []processLink
	}](t, base+"/processes")

	t.Run("core/landingpage-success", func(t *testing.T) {
		page := getJSON[struct{ Links []processLink }](t, base+"/?f=json")
		for _, rel := range []string{"service-desc", "service-doc", "http://www.opengis.net/def/rel/ogc/1.0/conformance", "conformance", "http://www.opengis.net/def/rel/ogc/1.0/processes", "http://www.opengis.net/def/rel/ogc/1.0/job-list"} {
			if !slices.ContainsFunc(page.Links, func(l processLink) bool { return l.Rel == rel }) && rel != "http://www.opengis.net/def/rel/ogc/1.0/conformance" {
				t.Errorf("no link %s", rel)
			}
		}
	})
	t.Run("core/conformance-success", func(t *testing.T) {
		classes := getJSON[struct{ ConformsTo []string }](t, base+"/conformance").ConformsTo
		for _, c := range []string{"core", "ogc-process-description", "json", "oas30", "job-list", "dismiss"} {
			if !slices.Contains(classes, "http://www.opengis.net/spec/ogcapi-processes-1/1.0/conf/"+c) {
				t.Errorf("class %s is not declared", c)
			}
		}
		if slices.ContainsFunc(classes, func(c string) bool { return strings.HasSuffix(c, "/callback") }) {
			t.Error("callback is declared and not there")
		}
	})
	t.Run("core/process-list-success", func(t *testing.T) {
		for _, id := range []string{"coverage", "siting", "curve", "catchment"} {
			if !slices.ContainsFunc(list.Processes, func(p summary) bool { return p.ID == id && p.Version != "" }) {
				t.Errorf("no process %s", id)
			}
		}
		if !slices.ContainsFunc(list.Links, func(l processLink) bool { return l.Rel == "self" }) {
			t.Error("no self link")
		}
		if short := getJSON[struct{ Processes []summary }](t, base+"/processes?limit=1"); len(short.Processes) != 1 {
			t.Errorf("limit=1: %d", len(short.Processes))
		}
	})
	t.Run("ogc-process-description", func(t *testing.T) {
		for _, p := range list.Processes {
			d := getJSON[struct {
				summary
				Inputs, Outputs map[string]struct {
					Title  string
					Schema map[string]any
				}
			}](t, base+"/processes/"+p.ID)
			if d.ID != p.ID || len(d.Inputs) == 0 || len(d.Outputs) != 1 || !slices.Contains(d.JobControlOptions, "async-execute") || !slices.Contains(d.JobControlOptions, "sync-execute") || !slices.Contains(d.JobControlOptions, "dismiss") {
				t.Errorf("%s: %+v", p.ID, d.summary)
			}
			for name, in := range d.Inputs {
				if in.Title == "" || in.Schema == nil {
					t.Errorf("%s: input %s has no title or schema", p.ID, name)
				}
			}
			if !slices.ContainsFunc(d.Links, func(l processLink) bool {
				return l.Rel == "http://www.opengis.net/def/rel/ogc/1.0/execute" && l.Href == base+"/processes/"+p.ID+"/execution"
			}) {
				t.Errorf("%s: no execute link", p.ID)
			}
		}
	})
	exception := func(t *testing.T, a answer, status int, kind string) {
		t.Helper()
		var p struct{ Type string }
		if json.Unmarshal(a.body, &p) != nil || a.status != status || !strings.HasSuffix(p.Type, "/"+kind) {
			t.Errorf("%d %s, want %d %s", a.status, a.body, status, kind)
		}
	}
	t.Run("core/process-exception-no-such-process", func(t *testing.T) {
		exception(t, get(t, base+"/processes/none"), 404, "no-such-process")
		exception(t, execute(t, base, "none", `{}`), 404, "no-such-process")
	})
	t.Run("core/job-exception-no-such-job", func(t *testing.T) {
		for _, path := range []string{"/jobs/none", "/jobs/none/results", "/jobs/none/results/gaps/items"} {
			exception(t, get(t, base+path), 404, "no-such-job")
		}
		exception(t, send(t, http.MethodDelete, base+"/jobs/none", ""), 404, "no-such-job")
	})
	t.Run("core/job-creation-input-inline-object", func(t *testing.T) { // an object comes in value
		polygon := `{"type":"Polygon","coordinates":[[[116.6,39.85],[116.7,39.85],[116.7,39.95],[116.6,39.85]]]}`
		plain := execute(t, base, "coverage", `{"area":`+polygon+`}`)
		qualified := execute(t, base, "coverage", `{"area":{"value":`+polygon+`,"mediaType":"application/geo+json"}}`)
		if plain.status != 200 || string(plain.body) != string(qualified.body) {
			t.Errorf("%d %.200s; %d %.200s", plain.status, plain.body, qualified.status, qualified.body)
		}
	})
	t.Run("core/job-creation-success-sync-document", func(t *testing.T) {
		a := decode[map[string]struct {
			Value     coverageAnswer
			MediaType string
		}](t, send(t, http.MethodPost, base+"/processes/coverage/execution", `{"inputs":{},"response":"document"}`), 200)
		if a["coverage"].Value.Digest == "" || a["coverage"].MediaType != "application/json" {
			t.Errorf("%+v", a)
		}
	})
	t.Run("core/job-creation-default-execution-mode", func(t *testing.T) { // without Prefer at once
		if a := execute(t, base, "catchment", `{}`); a.status != 200 || a.header.Get("Location") != "" {
			t.Errorf("%d", a.status)
		}
	})
	t.Run("job-list", func(t *testing.T) {
		j := runJob(t, base, "catchment", `{"inputs":{}}`)
		for query, want := range map[string]int{
			"": 1, "?type=process": 1, "?type=other": 0, "?processID=catchment,siting": 1, "?processID=siting": 0, "?status=failed,running": 0, "?status=successful": 1,
			"?datetime=2000-01-01T00:00:00Z/..": 1, "?datetime=../2000-01-01T00:00:00Z": 0, "?minDuration=100": 0, "?maxDuration=100": 1,
		} {
			got := getJSON[struct {
				Jobs  []jobStatus
				Links []processLink
			}](t, base+"/jobs"+query)
			if len(got.Jobs) != want || want == 1 && got.Jobs[0].JobID != j.JobID || len(got.Links) == 0 {
				t.Errorf("/jobs%s: %d, want %d", query, len(got.Jobs), want)
			}
		}
		for _, bad := range []string{"?limit=0", "?datetime=yesterday", "?minDuration=-1", "?colour=red"} {
			if a := get(t, base+"/jobs"+bad); a.status != 400 {
				t.Errorf("/jobs%s: %d", bad, a.status)
			}
		}
	})
	t.Run("json/definition", func(t *testing.T) {
		for _, path := range []string{"/processes", "/processes/coverage", "/jobs"} {
			if a := get(t, base+path, "Accept", "application/json"); a.status != 200 || a.header.Get("Content-Type") != "application/json" || !json.Valid(a.body) {
				t.Errorf("%s: %d %s", path, a.status, a.header.Get("Content-Type"))
			}
		}
	})
	t.Run("oas30/completeness", func(t *testing.T) {
		paths := getJSON[struct {
			Paths map[string]map[string]json.RawMessage
		}](t, base+"/api").Paths
		for path, method := range map[string]string{"/processes": "get", "/processes/{processId}": "get", "/processes/{processId}/execution": "post", "/jobs": "get", "/jobs/{jobId}": "get", "/jobs/{jobId}/results": "get"} {
			if _, ok := paths[path][method]; !ok {
				t.Errorf("%s %s is not in the API document", method, path)
			}
		}
		if _, ok := paths["/jobs/{jobId}"]["delete"]; !ok {
			t.Error("a job cannot be dismissed by the API document")
		}
	})
	t.Run("dismiss/job-dismiss-success", func(t *testing.T) {
		j := runJob(t, base, "catchment", `{"inputs":{"horizon":"now"}}`)
		if gone := decode[jobStatus](t, send(t, http.MethodDelete, base+"/jobs/"+j.JobID, ""), 200); gone.Status != "dismissed" || gone.JobID != j.JobID {
			t.Errorf("%+v", gone)
		}
		if again := getJSON[jobStatus](t, base+"/jobs/"+j.JobID); again.Status != "dismissed" { // what was dismissed says so
			t.Errorf("%+v", again)
		}
		if a := get(t, base+"/jobs/"+j.JobID+"/results"); a.status != 404 || !strings.Contains(string(a.body), "no-such-job") {
			t.Errorf("its results: %d %s", a.status, a.body)
		}
		if a := send(t, http.MethodDelete, base+"/jobs/none", ""); a.status != 404 {
			t.Errorf("a job there is not: %d", a.status)
		}
	})
}

// Every execute request of the README is valid by the schemas that the process
// publishes, is answered, and each input of it has a type; what is no such
// request is not valid.
func TestReadmeRequestsFitTheirSchemas(t *testing.T) {
	base := newServer(t, nil).URL
	text, err := os.ReadFile("../../../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, m := range regexp.MustCompile(`/processes/(\w+)/execution[^{]*-d '(\{[^']*\})'`).FindAllStringSubmatch(string(text), -1) {
		found++
		var body struct {
			Inputs map[string]json.RawMessage `json:"inputs"`
		}
		if err := json.Unmarshal([]byte(m[2]), &body); err != nil {
			t.Fatalf("%s: %v", m[2], err)
		}
		for name, value := range body.Inputs {
			if err := inputSchemaOf(t, base, m[1], name).Validate(jsonValue(t, string(value))); err != nil {
				t.Errorf("%s: %s: %v", m[1], name, err)
			}
		}
		if a := send(t, http.MethodPost, base+"/processes/"+m[1]+"/execution", m[2]); a.status != 200 {
			t.Errorf("%s %s: %d %s", m[1], m[2], a.status, a.body)
		}
	}
	if found == 0 {
		t.Error("no request is in the README")
	}
	area := `{"type":"Polygon","coordinates":[[[116.6,39.8],[116.7,39.8],[116.7,39.9],[116.6,39.8]]]}`
	for _, c := range []struct {
		process, name, value string
		valid                bool
	}{
		{"coverage", "area", area, true}, {"coverage", "area", `"townships/tw-110112009"`, true}, {"coverage", "area", `{"type":"Feature","properties":{},"geometry":` + area + `}`, true},
		{"coverage", "area", `7`, false}, {"coverage", "area", `{"type":"Point","coordinates":[1,2]}`, false},
		{"coverage", "sites", `{"type":"FeatureCollection","features":[]}`, true}, {"coverage", "sites", `{"features":[]}`, false}, {"siting", "candidates", `["grid"]`, false},
		{"curve", "add", `[{"at":[116.7,39.9]}]`, true}, {"curve", "add", `[{"name":"x"}]`, false},
		{"coverage", "surface", `{"data":"id,lon,lat,amount\n1,116.7,39.9,5"}`, true}, {"coverage", "surface", `[{"data":"x"},{"data":"y"}]`, true}, {"coverage", "surface", `{"kind":"jobs"}`, false}, {"coverage", "surface", `{"data":"x","colour":1}`, false},
	} {
		if err := inputSchemaOf(t, base, c.process, c.name).Validate(jsonValue(t, c.value)); (err == nil) != c.valid {
			t.Errorf("%s %s=%s: %v, want valid %v", c.process, c.name, c.value, err, c.valid)
		}
	}
}

// inputSchemaOf compiles the published schema of an input.
func inputSchemaOf(t *testing.T, base, process, name string) *jsonschema.Schema {
	t.Helper()
	doc := getJSON[struct {
		Inputs map[string]struct{ Schema json.RawMessage }
	}](t, base+"/processes/"+process)
	raw := doc.Inputs[name].Schema
	if !strings.Contains(string(raw), `"type"`) {
		t.Fatalf("%s has no typed input %s: %s", process, name, raw)
	}
	return compiled(t, "input.json", jsonValue(t, string(raw)))
}

func jsonValue(t *testing.T, text string) any {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

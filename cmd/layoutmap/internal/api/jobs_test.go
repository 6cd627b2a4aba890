package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"
)

// send sends a request with a JSON body.
func send(t testing.TB, method, address, body string, header ...string) answer {
	t.Helper()
	req, err := http.NewRequest(method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{resp.StatusCode, resp.Header, got}
}

func decode[T any](t testing.TB, a answer, status int) T {
	t.Helper()
	var v T
	if a.status != status {
		t.Fatalf("%d, want %d: %.500s", a.status, status, a.body)
	}
	if err := json.Unmarshal(a.body, &v); err != nil {
		t.Fatalf("%v: %.500s", err, a.body)
	}
	return v
}

type jobStatus struct {
	ProcessID, Type, JobID, Status, Message string
	Created, Started, Finished, Updated     time.Time
	Progress                                int
	Links                                   []struct{ Rel, Href string }
}

// runJob runs a process as a job to its end.
func runJob(t testing.TB, base, process, body string) jobStatus {
	t.Helper()
	a := send(t, http.MethodPost, base+"/processes/"+process+"/execution", body, "Prefer", "respond-async")
	j := decode[jobStatus](t, a, http.StatusCreated)
	if a.header.Get("Location") != base+"/jobs/"+j.JobID || a.header.Get("Preference-Applied") != "respond-async" {
		t.Errorf("Location %q, Preference-Applied %q", a.header.Get("Location"), a.header.Get("Preference-Applied"))
	}
	for begun := time.Now(); j.Status == "accepted" || j.Status == "running"; time.Sleep(10 * time.Millisecond) {
		if time.Since(begun) > time.Minute {
			t.Fatalf("the job is still %s after a minute", j.Status)
		}
		j = decode[jobStatus](t, get(t, base+"/jobs/"+j.JobID), http.StatusOK)
	}
	return j
}

// A job gives the bytes that the same question gives at once, and its layers
// are asked and tiled as any other.
func TestJobAnswersAsTheProcessDoes(t *testing.T) {
	base := newServer(t, nil).URL
	const body = `{"inputs":{"horizon":"2030","add":[{"id":"mine","at":[116.72,39.85],"name":"试"}]}}`
	j := runJob(t, base, "coverage", body)
	if j.Status != "successful" || j.Progress != 100 || j.ProcessID != "coverage" || j.Type != "process" || j.Finished.Before(j.Started) {
		t.Fatalf("%+v", j)
	}
	at := base + "/jobs/" + j.JobID
	once := send(t, http.MethodPost, base+"/processes/coverage/execution", body)
	later := get(t, at+"/results")
	if once.status != 200 || !bytes.Equal(once.body, later.body) {
		t.Errorf("at once %d, %d bytes; as a job %d, %d bytes", once.status, len(once.body), later.status, len(later.body))
	}
	for _, f := range []string{"geojson", "csv", "md", "html"} {
		if a := get(t, at+"/results?f="+f); a.status != 200 || !strings.Contains(string(a.body), "mine") {
			t.Errorf("f=%s: %d %.200s", f, a.status, a.body)
		}
	}
	layer := at + "/results/catchments"
	page := getJSON[featureCollection](t, layer+"/items?limit=1000")
	found := false
	for _, f := range page.Features {
		found = found || f.ID == "mine" && f.Geometry.Type == "Polygon"
	}
	if page.NumberMatched < 30 || !found || page.link("collection") != layer {
		t.Errorf("%d catchments, mine among them: %v, collection %s", page.NumberMatched, found, page.link("collection"))
	}
	for path, want := range map[string]string{
		"": `"id":"catchments"`, "/schema": `"radius_m"`, "/queryables": layer + "/queryables", "/sortables": `"radius_m"`,
		"/items/mine": `"试"`, "/items?f=csv&id=mine": "mine", "/tiles": "WebMercatorQuad", "/tiles/WebMercatorQuad": layer + "/tiles/WebMercatorQuad/{tileMatrix}",
	} {
		if a := get(t, layer+path); a.status != 200 || !strings.Contains(string(a.body), want) {
			t.Errorf("%s: %d, without %s: %.300s", path, a.status, want, a.body)
		}
	}
	if a := get(t, layer+"/tiles/WebMercatorQuad/10/387/843"); a.status != 200 || len(a.body) < 200 {
		t.Errorf("tile: %d, %d bytes", a.status, len(a.body))
	}
	difference := decode[whatIfAnswer](t, once, 200).WhatIf.Difference.Covered
	gained := 0.0
	for _, f := range allItems(t, at+"/results/gains/items?limit=10000").Features {
		v, ok := f.Properties["people_even"].(float64)
		if f.Properties["change"] != "gained" || !ok || v < 0 {
			t.Fatalf("%s: %v", f.ID, f.Properties)
		}
		gained += v
	}
	if math.Abs(gained-difference) > 0.01 || difference == 0 {
		t.Errorf("the gains sum up to %v, the difference is %v", gained, difference)
	}
	if a := get(t, at+"/results/nothing/items"); a.status != 404 || !strings.Contains(string(a.body), "catchments") {
		t.Errorf("a layer it has not: %d %s", a.status, a.body)
	}
	list := getJSON[struct{ Jobs []jobStatus }](t, base+"/jobs?processID=coverage&status=successful&limit=5").Jobs
	if len(list) != 1 || list[0].JobID != j.JobID {
		t.Errorf("listed: %+v", list)
	}
	if none := getJSON[struct{ Jobs []jobStatus }](t, base+"/jobs?minDuration=3600").Jobs; len(none) != 0 {
		t.Errorf("an hour's jobs: %+v", none)
	}
	if gone := decode[jobStatus](t, send(t, http.MethodDelete, at, ""), 200); gone.Status != "dismissed" {
		t.Errorf("dismissed: %+v", gone)
	}
	if a := get(t, at+"/results"); a.status != 404 || !strings.Contains(string(a.body), "no-such-job") {
		t.Errorf("results of a dismissed job: %d %s", a.status, a.body)
	}
}

// slowSiting is some seconds of work: 90 thousand candidates.
const slowSiting = `{"inputs":{"k":60,"grid_m":101,"horizon":"now","radius":3000}}`

// A running job is cancelled, and says so.
func TestJobIsCancelled(t *testing.T) {
	base := newServer(t, nil).URL
	j := decode[jobStatus](t, send(t, http.MethodPost, base+"/processes/siting/execution", slowSiting, "Prefer", "respond-async"), 201)
	a := get(t, base+"/jobs/"+j.JobID+"/results")
	if a.status != 404 || !strings.Contains(string(a.body), "result-not-ready") {
		t.Errorf("results too early: %d %s", a.status, a.body)
	}
	if gone := decode[jobStatus](t, send(t, http.MethodDelete, base+"/jobs/"+j.JobID, ""), 200); gone.Status != "dismissed" {
		t.Errorf("dismissed: %+v", gone)
	}
	if again := decode[jobStatus](t, get(t, base+"/jobs/"+j.JobID), 200); again.Status != "dismissed" {
		t.Errorf("afterwards: %+v", again)
	}
}

// A job that cannot be worked out fails with the problem it would have answered.
func TestJobFails(t *testing.T) {
	base := newServer(t, nil).URL
	j := runJob(t, base, "coverage", `{"inputs":{"area":{"type":"Polygon","coordinates":[[[10,10],[11,10],[11,11],[10,10]]]}}}`)
	if j.Status != "failed" || !strings.Contains(j.Message, "holds no people") {
		t.Errorf("%+v", j)
	}
	if a := get(t, base+"/jobs/"+j.JobID+"/results"); a.status != 400 || !strings.Contains(string(a.body), `"field":"area"`) {
		t.Errorf("%d %s", a.status, a.body)
	}
	if a := get(t, base+"/jobs/none"); a.status != 404 || !strings.Contains(string(a.body), "no-such-job") {
		t.Errorf("%d %s", a.status, a.body)
	}
}

// What waits is bounded: one more is told to come again.
func TestWaitingJobsAreBounded(t *testing.T) {
	base := newServer(t, nil).URL
	busy := 0
	var ids []string
	for range 24 {
		a := send(t, http.MethodPost, base+"/processes/siting/execution", slowSiting, "Prefer", "respond-async")
		switch a.status {
		case 201:
			ids = append(ids, decode[jobStatus](t, a, 201).JobID)
		case 503:
			busy++
			if a.header.Get("Retry-After") == "" {
				t.Error("no Retry-After")
			}
		default:
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	if busy == 0 || len(ids) < 16 {
		t.Errorf("%d were accepted, %d refused", len(ids), busy)
	}
	for _, id := range ids {
		send(t, http.MethodDelete, fmt.Sprintf("%s/jobs/%s", base, id), "")
	}
}

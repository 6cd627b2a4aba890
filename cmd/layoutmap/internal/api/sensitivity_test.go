package api_test

import (
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"
)

// Every effect is the difference of two coverage answers, and the largest comes first.
func TestSensitivityIsMadeOfCoverage(t *testing.T) {
	base := newServer(t, nil).URL
	s := decode[struct {
		Result  struct{ Share float64 }
		Effects []struct {
			What, To      string
			Share, Change float64
		}
		Digest string
	}](t, execute(t, base, "sensitivity", `{"horizon":"2030","radii":[300,800],"removals":3}`), http.StatusOK)
	asked := getJSON[coverageAnswer](t, base+"/coverage?horizon=2030&by=none")
	if s.Result.Share != asked.Results[0].Share {
		t.Errorf("asked: %v, /coverage says %v", s.Result.Share, asked.Results[0].Share)
	}
	seen := map[string]int{}
	for i, e := range s.Effects {
		seen[e.What]++
		if i > 0 && math.Abs(e.Change) > math.Abs(s.Effects[i-1].Change) {
			t.Errorf("%s %s moves the answer more than what comes before it", e.What, e.To)
		}
		want := coverageAnswer{}
		switch e.What {
		case "radius":
			want = getJSON[coverageAnswer](t, base+"/coverage?horizon=2030&by=none&radius="+e.To)
		case "kinds":
			want = getJSON[coverageAnswer](t, base+"/coverage?horizon=2030&by=none&kinds="+e.To)
		case "horizon":
			want = getJSON[coverageAnswer](t, base+"/coverage?by=none&horizon="+e.To)
		case "site":
			want = decode[coverageAnswer](t, execute(t, base, "coverage", fmt.Sprintf(`{"horizon":"2030","by":"none","remove":[%q]}`, e.To)), http.StatusOK)
		case "spreading":
			if e.Share != asked.Results[0].Band.High && e.Share != asked.Results[0].Band.Low {
				t.Errorf("spreading %s: %v is no end of the band %+v", e.To, e.Share, asked.Results[0].Band)
			}
			continue
		}
		if got := want.Results[0].Share; math.Abs(e.Share-got) > 1e-9 || math.Abs(e.Change-(got-s.Result.Share)) > 1e-9 {
			t.Errorf("%s %s: %v (%+v), /coverage says %v", e.What, e.To, e.Share, e.Change, got)
		}
	}
	if fmt.Sprint(seen) != "map[horizon:2 kinds:3 radius:2 site:3 spreading:1]" {
		t.Errorf("effects of %v", seen)
	}
	again := execute(t, base, "sensitivity", `{"horizon":"2030","radii":[300,800],"removals":3}`)
	if !strings.Contains(string(again.body), s.Digest) {
		t.Error("the same question has another digest")
	}
}

func TestBadSensitivityInput(t *testing.T) {
	base := newServer(t, nil).URL
	for inputs, field := range map[string]string{
		`{"radii":[0]}`:          "radii",
		`{"radii":[1e9]}`:        "radii",
		`{"radii":"wide"}`:       "radii",
		`{"removals":0}`:         "removals",
		`{"removals":1.5}`:       "removals",
		`{"horizon":"never"}`:    "horizon",
		`{"remove":["nowhere"]}`: "remove",
		`{"k":3}`:                "k",
	} {
		a := execute(t, base, "sensitivity", inputs)
		if a.status != http.StatusBadRequest || !strings.Contains(string(a.body), fmt.Sprintf(`"field":%q`, field)) {
			t.Errorf("%s: %d %s, want 400 naming %s", inputs, a.status, a.body, field)
		}
	}
}

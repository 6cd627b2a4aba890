package main

import (
	"slices"
	"testing"
)

func TestClassify(t *testing.T) {
	for _, c := range []struct{ layer, raw, status, horizon string }{
		{"rail-stations", "existing", "existing", "now"},
		{"rail-stations", "under construction", "under_construction", "2030"},
		{"rail-stations", "built, opening deferred", "under_construction", "2030"},
		{"rail-stations", "planned (within plan period)", "planned", "2030"},
		{"rail-stations", "planned (scheme study)", "study", "beyond"},
		{"rail-stations", "existing, not in passenger use", "closed", ""},
		{"rail-stations", "existing, not in use", "closed", "beyond"},
		{"road-grid", "partly existing / planned", "planned", "2030"},
		{"road-grid", "existing / partly planned", "existing", "now"},
		{"substations", "planned", "planned", "2030"},
	} {
		got, err := classify(c.layer, c.raw)
		if err != nil || got.status != c.status || got.horizon != c.horizon {
			t.Errorf("%s %q: %s, %s, %v, want %s, %s", c.layer, c.raw, got.status, got.horizon, err, c.status, c.horizon)
		}
	}
	for _, c := range []struct{ layer, raw string }{
		{"rail-stations", "dismantled"}, {"rail-stations", ""}, {"substations", "built, opening deferred"}, {"district", "info"},
	} {
		if got, err := classify(c.layer, c.raw); err == nil {
			t.Errorf("%s %q is unknown, but became %v", c.layer, c.raw, got)
		}
	}
}

func TestStatesAreSound(t *testing.T) {
	statuses := []string{"existing", "under_construction", "planned", "study", "closed"}
	horizons := []string{"now", "2030", "beyond", ""}
	seen := map[string]bool{}
	for _, s := range states {
		if !slices.Contains(statuses, s.status) || !slices.Contains(horizons, s.horizon) {
			t.Errorf("%+v uses an unknown word", s)
		}
		if (s.status == "existing") != (s.horizon == "now") {
			t.Errorf("%+v: in use and now must go together", s)
		}
		key := s.layer + "|" + s.raw
		if seen[key] {
			t.Errorf("%q stands twice", key)
		}
		seen[key] = true
	}
}

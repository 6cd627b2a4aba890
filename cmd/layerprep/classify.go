package main

import "fmt"

// state is what a free-text status of the facts means here.
type state struct {
	layer   string // "" for every layer without a row of its own
	raw     string // the facts' own words, kept as status_note where they say more
	status  string // existing | under_construction | planned | study | closed
	horizon string // now | 2030 | beyond; "" where the thing never comes into use
}

// states is the whole classification. "2030" is what this plan builds; "beyond"
// what it only studies.
var states = []state{
	{"", "existing", "existing", "now"},
	{"", "planned", "planned", "2030"},
	{"", "under construction", "under_construction", "2030"},

	// The layout and the green structure are what the plan sets out to form.
	{"layout", "plan", "planned", "2030"},
	{"layout-lines", "plan", "planned", "2030"},
	{"subcentre", "plan", "planned", "2030"},
	{"green-structure", "plan", "planned", "2030"},

	// A planned or rebuilt part does not make an open road a planned one.
	{"road-grid", "existing / partly planned", "existing", "now"},
	{"road-grid", "existing / E part new", "existing", "now"},
	{"road-grid", "existing / S part planned", "existing", "now"},
	{"road-grid", "existing / middle part planned", "existing", "now"},
	{"road-grid", "partly existing / planned", "planned", "2030"},
	{"road-grid", "planned / partly existing", "planned", "2030"},
	{"roads", "existing (NE part in tunnel since 2025)", "existing", "now"},
	{"roads", "existing, widening planned E of 6th ring", "existing", "now"},
	{"roads", "existing, capacity upgrade planned", "existing", "now"},
	{"roads", "existing, widening planned 张凤路-漷小路", "existing", "now"},
	{"roads", "existing, widening planned", "existing", "now"},
	{"roads", "W of 6th ring under construction; E existing", "under_construction", "2030"},

	// The plan promises M101 phase 1, Line 22 and the Taihu depot stop; of M102
	// it says only 推进M102线规划方案研究.
	{"rail-stations", "built, opening deferred", "under_construction", "2030"},
	{"rail-stations", "planned (within plan period)", "planned", "2030"},
	{"rail-stations", "planned (scheme study)", "study", "beyond"},
	{"rail-lines", "planned (schematic)", "study", "beyond"},
	// Out of passenger use. 永乐店站 is under study (研究启用), 亦庄 is not named.
	{"rail-stations", "existing, not in passenger use", "closed", ""},
	{"rail-stations", "existing, not in use", "closed", "beyond"},

	{"industrial-parks", "existing/plan", "existing", "now"},
	{"places", "existing/plan", "existing", "now"},
}

// classify finds the row of a raw status; without one the build fails.
func classify(layer, raw string) (state, error) {
	for _, want := range []string{layer, ""} {
		for _, s := range states {
			if s.layer == want && s.raw == raw {
				return s, nil
			}
		}
	}
	return state{}, fmt.Errorf("layer %s: status %q has no row in the classification table", layer, raw)
}

package main

import (
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

func TestAlongNearest(t *testing.T) {
	line := orb.LineString{{0, 0}, {100, 0}, {100, 100}}
	for _, c := range []struct {
		name  string
		other orb.LineString
		want  float64
	}{
		{"crosses the first leg", orb.LineString{{30, -10}, {30, 10}}, 30},
		{"crosses the second", orb.LineString{{90, 40}, {110, 40}}, 140},
		{"passes beside it", orb.LineString{{-50, 70}, {95, 70}}, 170},
		{"crosses twice: the first counts", orb.LineString{{60, -10}, {60, 10}, {110, 50}}, 60},
		{"beyond the end", orb.LineString{{90, 120}, {110, 120}}, 200},
	} {
		if got := alongNearest(line, c.other); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%s: at %v, want %v", c.name, got, c.want)
		}
	}
}

func TestStretch(t *testing.T) {
	line := orb.LineString{{0, 0}, {100, 0}, {100, 100}}
	for _, c := range []struct {
		from, to float64
		want     orb.LineString
	}{
		{0, 200, line},
		{50, 150, orb.LineString{{50, 0}, {100, 0}, {100, 50}}},
		{10, 20, orb.LineString{{10, 0}, {20, 0}}},
		{100, 200, orb.LineString{{100, 0}, {100, 100}}},
	} {
		if got := stretch(line, c.from, c.to); !got.Equal(c.want) {
			t.Errorf("%v to %v: %v, want %v", c.from, c.to, got, c.want)
		}
	}
}

// Every row of the placing table names one project and known words.
func TestPlacingsAreSound(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range placings {
		if seen[p.project] {
			t.Errorf("%s stands twice", p.project)
		}
		seen[p.project] = true
		if !slices.Contains([]string{"road", "rail", "river", "park", "town", "none"}, p.by) {
			t.Errorf("%s: placed by %q", p.project, p.by)
		}
		if (p.by == "none") != (len(p.about) == 0) {
			t.Errorf("%s: placed by %s, about %v", p.project, p.by, p.about)
		}
		if p.by == "none" && p.why == "" {
			t.Errorf("%s: no place and no reason", p.project)
		}
	}
}

func TestProjectsPlaced(t *testing.T) {
	sources(t)
	b, _ := built(t, false)
	project := func(id string) *feature {
		f := b.find("project-" + id)
		if f == nil {
			t.Fatalf("no project %s", id)
		}
		return f
	}
	// The plan gives the lengths of some cuts; ours come from lines that are a
	// few hundred metres off.
	for _, c := range []struct {
		id       string
		from, to float64 // km
	}{
		{"6-2-03", 18, 25},   // 京哈高速, 约 24 公里
		{"6-2-04", 22, 28},   // 六环路, 17.7 + 8.1 公里
		{"3-1-01", 2, 8},     // 张凤路, 京哈高速 to 京津公路
		{"6-6-05", 0.3, 6},   // 萧太后河, 东六环 to 凉水河
		{"2-3-03", 12, 19.5}, // 国道 230, 九德路 to G103
	} {
		if km := planar.Length(b.plane.on(project(c.id).geom)) / 1000; km < c.from || km > c.to {
			t.Errorf("project-%s is %.1f km long, want %v to %v", c.id, km, c.from, c.to)
		}
	}
	for _, c := range []struct {
		id, by string
		towns  []string
	}{
		{"2-1-02", "town", []string{"tw-110112120"}},
		{"4-2-09", "town", []string{"tw-110112114", "tw-110112109", "tw-110112209", "tw-110112117"}}, // 于家务镇 is the township
		{"3-1-13", "town", []string{"tw-110112209"}},
		{"6-6-01", "town", []string{"tw-110112104", "tw-110112119", "tw-110112110"}},
		{"6-1-02", "rail", []string{}},
		{"6-6-02", "none", []string{}},
	} {
		f := project(c.id)
		if f.attr("placed_by") != c.by || !slices.Equal(f.attr("towns").([]string), c.towns) {
			t.Errorf("project-%s: placed by %v, towns %v", c.id, f.attr("placed_by"), f.attr("towns"))
		}
	}
	if one := project("2-1-02"); one.geom.(orb.Point) != *b.find("tw-110112120").label {
		t.Error("a project of one town is not on the town's label point")
	}
	// One name stands in two tables: two projects, two clauses.
	if a, c := project("4-2-07"), project("6-6-02"); a.nameZH != c.nameZH || a.planClause == c.planClause || a.category == c.category {
		t.Errorf("%s and %s: %s %s, %s %s", a.id, c.id, a.planClause, a.category, c.planClause, c.category)
	}
}

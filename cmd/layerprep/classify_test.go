package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
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

func TestProvenanceOf(t *testing.T) {
	facts := func(licence, datum, note string) fact {
		return fact{file: "x", id: "x", props: map[string]any{"source": "s", "licence": licence, "source_datum": datum, "note": note, "accuracy_m": 60.0}}
	}
	for _, c := range []struct {
		name            string
		f               fact
		licence, method string
		open            bool
	}{
		{"OSM", facts("ODbL-1.0 (c) OpenStreetMap contributors", "WGS84", ""), licenceODbL, "osm", true},
		{"own", facts("own digitisation, CC0", "WGS84", ""), licenceCC0, "digitised", true},
		{"own, a placeholder", facts("own digitisation, CC0", "WGS84", "SCHEMATIC outline"), licenceCC0, "schematic", true},
		{"re-drawn", facts("facts only; repo MPL-2.0; upstream Amap terms apply", "GCJ-02 inverted to WGS84", ""), licenceClosed, "traced", false},
	} {
		p, err := provenanceOf(c.f)
		if err != nil || p.licence != c.licence || p.method != c.method || p.open != c.open || *p.accuracy != 60 {
			t.Errorf("%s: %+v, %v", c.name, p, err)
		}
	}
	for _, f := range []fact{facts("GPL", "WGS84", ""), facts("own digitisation, CC0", "BD-09", "")} {
		if p, err := provenanceOf(f); err == nil {
			t.Errorf("unknown terms or datum became %+v", p)
		}
	}
}

func TestRomanise(t *testing.T) {
	for _, c := range []struct{ han, py, initials string }{
		{"张家湾设计小镇", "zhang jia wan she ji xiao zhen", "zjwsjxz"},
		{"漷县镇", "huo xian zhen", "hxz"},
		{"潞苑北大街", "lu yuan bei da jie", "lybdj"},
		{"永乐店镇", "yong le dian zhen", "yldz"},
		{"朝阳北路-潞苑二街", "chao yang bei lu lu yuan er jie", "cybllyej"},
		{"行政办公西区", "xing zheng ban gong xi qu", "xzbgxq"},
		{"通州会议中心", "tong zhou hui yi zhong xin", "tzhyzx"},
		{"北京银行", "bei jing yin hang", "bjyh"},
		{"大运河森林公园", "da yun he sen lin gong yuan", "dyhslgy"},
		{"城市绿心", "cheng shi lv xin", "cslx"},
		{"重点项目", "zhong dian xiang mu", "zdxm"},
		{"碧水再生水厂", "bi shui zai sheng shui chang", "bszssc"},
		{"M101线一期", "m101 xian yi qi", "m101xyq"},
		{"轨道交通 22 号线", "gui dao jiao tong 22 hao xian", "gdjt22hx"},
		{"联东 U 谷·数字安全", "lian dong u gu shu zi an quan", "ldugszaq"},
		{"万盛东 A1出口", "wan sheng dong a1 chu kou", "wsda1ck"},
		{"小堡", "xiao pu", "xp"},
	} {
		py, initials, err := romanise(c.han)
		if err != nil || py != c.py || initials != c.initials {
			t.Errorf("%s: %q, %q, %v, want %q, %q", c.han, py, initials, err, c.py, c.initials)
		}
	}
}

// A local reading gives one syllable for each of its characters.
func TestLocalReadingsLineUp(t *testing.T) {
	for _, l := range localReadings {
		if len([]rune(l.han)) != len(strings.Fields(l.py)) {
			t.Errorf("%s has %d characters and the syllables %q", l.han, len([]rune(l.han)), l.py)
		}
	}
}

func TestTidy(t *testing.T) {
	clockwise := orb.Polygon{
		{{116, 39}, {116, 40}, {117, 40.00000049}, {117, 39}, {116, 39}},
		{{116.2, 39.2}, {116.4, 39.2}, {116.4, 39.4}, {116.2, 39.2}},
	}
	g, err := tidy(clockwise)
	if err != nil {
		t.Fatal(err)
	}
	p := g.(orb.Polygon)
	if p[0].Orientation() != orb.CCW || p[1].Orientation() != orb.CW {
		t.Errorf("wound %v and %v", p[0].Orientation(), p[1].Orientation())
	}
	if p[0][2] != (orb.Point{117, 40}) && p[0][1] != (orb.Point{117, 40}) && p[0][3] != (orb.Point{117, 40}) {
		t.Errorf("not rounded: %v", p[0])
	}
	if clockwise[0][2][1] != 40.00000049 || clockwise[0].Orientation() != orb.CW {
		t.Error("the input was changed")
	}
	if g, err := tidy(orb.Polygon{{{0, 0}, {1, 1}, {1, 0}, {0, 1}, {0, 0}}}); err == nil {
		t.Errorf("a bow tie became %v", g)
	}
}

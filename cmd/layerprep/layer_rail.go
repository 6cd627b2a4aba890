package main

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// samePlace is how close stops are for one place.
const samePlace = 5.0 // metres

// stationModes says what kind of service stops at a railway station; the facts
// call all of them railway-station.
var stationModes = []struct{ id, kind, mode string }{
	{"st-rail-01", "railway-station", "national"},  // 北京通州
	{"st-rail-02", "suburban-station", "suburban"}, // 通州西
	{"st-rail-03", "suburban-station", "suburban"}, // 乔庄东
	{"st-rail-04", "railway-station", "national"},  // 亦庄, no passengers
	{"st-rail-05", "railway-station", "national"},  // 永乐, no passengers
}

// openedFirst names the member that opened first where all stops of a place are
// in use; elsewhere the earlier horizon decides.
var openedFirst = []struct{ id, why string }{
	{"st-7-07", "花庄: Line 7 December 2019, Line 1 (Batong) August 2021"},
	{"st-1-12", "环球度假区: both lines 26 August 2021; the lower id"},
	{"st-yizhuang-04", "次渠: Yizhuang Line December 2010, Line 17 December 2021"},
}

var lineNames = []struct{ line, zh, en string }{
	{"1", "1号线/八通线", "Line 1 (Batong)"}, {"6", "6号线", "Line 6"}, {"7", "7号线", "Line 7"},
	{"17", "17号线", "Line 17"}, {"22", "22号线（平谷线）", "Line 22 (Pinggu)"}, {"yizhuang", "亦庄线", "Yizhuang Line"},
	{"M101", "M101线一期", "M101 phase 1"}, {"M102", "M102线", "M102"}, {"T1", "亦庄T1线", "Yizhuang T1"}, {"rail", "铁路", "Railway"},
}

func railCategory(f *feature) string {
	if f.status == "closed" {
		return "closed"
	}
	return f.horizon
}

// rail builds lines, stations and entrances.
func (b *build) rail() error {
	if err := b.railStations(); err != nil {
		return err
	}
	if err := b.railLines(); err != nil {
		return err
	}
	return b.entrances()
}

func (b *build) railStations() error {
	facts, err := b.in.geojson("stations.geojson")
	if err != nil {
		return err
	}
	l := &layer{
		id: "rail-stations", titleZH: "轨道交通站点", titleEN: "Rail stations",
		describeZH: "区内及毗邻的地铁、市郊铁路、有轨电车与国铁车站。每条线路的站各为一个要素；同一地点（5 米内）的站 place 相同。M102 除两端外均为均匀布设的示意点。",
		describeEN: "Metro, suburban, tram and national railway stations in and beside the district. Each line's stop is a feature; stops at one place (within 5 m) share `place`. M102's stops are schematic, evenly spaced between its two ends.",
		planRef:    "第二十二章 一；表 6-1", group: "rail", geometry: "Point",
		schema: []property{
			{name: "line", typ: "string", zh: "线路", en: "Line", tile: true},
			{name: "line_zh", typ: "string", zh: "线路名称", en: "Line, Chinese name"},
			{name: "line_en", typ: "string", zh: "线路英文名", en: "Line, English name"},
			{name: "seq", typ: "integer", zh: "站序", en: "Order on the line"},
			{name: "mode", typ: "string", zh: "方式", en: "Mode", enum: []string{"metro", "suburban", "tram", "national"}, tile: true},
			{name: "in_district", typ: "boolean", zh: "在通州区内", en: "In the district"},
			{name: "place", typ: "string", zh: "地点", en: "Place", notesZH: "同一地点各站中最早开通者的 id", notesEN: "id of the stop that opened first at this place"},
		},
	}
	for _, src := range facts {
		f, err := b.common("rail-stations", src)
		if err != nil {
			return err
		}
		seq, err := src.num("seq")
		if err != nil {
			return err
		}
		mode := "metro"
		switch f.kind {
		case "tram-stop":
			mode = "tram"
		case "railway-station":
			mode = ""
			for _, m := range stationModes {
				if m.id == f.id {
					f.kind, mode = m.kind, m.mode
				}
			}
			if mode == "" {
				return fmt.Errorf("%s has no row in stationModes", f.id)
			}
		}
		var zh, en string
		for _, n := range lineNames {
			if n.line == src.str("line") {
				zh, en = n.zh, n.en
			}
		}
		if zh == "" {
			return fmt.Errorf("%s: line %q has no name", f.id, src.str("line"))
		}
		f.category = railCategory(f)
		f.extra = []attr{{"line", src.str("line")}, {"line_zh", zh}, {"line_en", en}, {"seq", int(seq)}, {"mode", mode},
			{"in_district", src.str("in_district") == "yes"}, {"place", ""}}
		l.features = append(l.features, f)
	}
	if err := b.places(l.features); err != nil {
		return err
	}
	b.stops = l.features
	return b.add(l)
}

// places sets the place of every stop.
func (b *build) places(stops []*feature) error {
	rank := func(f *feature) int {
		for i, h := range []string{"now", "2030", "beyond"} {
			if f.horizon == h {
				return i
			}
		}
		return 9
	}
	for _, f := range stops {
		at := b.plane.on(f.geom).(orb.Point)
		best, ties := f, 0
		var chosen *feature
		for _, o := range stops {
			if planar.Distance(at, b.plane.on(o.geom).(orb.Point)) > samePlace || o.attr("mode") != f.attr("mode") {
				continue
			}
			for _, first := range openedFirst {
				if first.id == o.id {
					chosen = o
				}
			}
			switch {
			case rank(o) < rank(best):
				best, ties = o, 0
			case rank(o) == rank(best) && o != best:
				ties++
			}
		}
		if ties > 0 {
			if chosen == nil {
				return fmt.Errorf("%s shares its place with another station in use: openedFirst has no row", f.id)
			}
			best = chosen
		}
		for i := range f.extra {
			if f.extra[i].key == "place" {
				f.extra[i].value = best.id
			}
		}
	}
	return nil
}

func (b *build) railLines() error {
	facts, err := b.in.geojson("rail-lines.geojson")
	if err != nil {
		return err
	}
	l := &layer{
		id: "rail-lines", titleZH: "轨道交通线路", titleEN: "Rail lines",
		describeZH: "站与站之间的直线连接，不是轨道线形。", describeEN: "Straight chords from station to station, not the track.",
		planRef: "第二十二章 一；表 6-1；表 2-3", group: "rail", geometry: "LineString",
		schema: []property{
			{name: "line", typ: "string", zh: "线路", en: "Line", tile: true},
			{name: "length_km", typ: "number", zh: "图上长度", en: "Length as drawn", unit: "km"},
		},
	}
	for _, src := range facts {
		f, err := b.common("rail-lines", src)
		if err != nil {
			return err
		}
		b.lineLicence(f, src.str("line"))
		f.prov.source = "chords between the stations of layer rail-stations"
		f.category = railCategory(f)
		f.extra = []attr{{"line", src.str("line")}, {"length_km", b.plane.km(f.geom)}}
		l.features = append(l.features, f)
	}
	return b.add(l)
}

// lineLicence gives a line of chords the strictest terms of its stations, which
// are all it is made of. The chords themselves are ours, so a line from OSM or
// own stations is digitised.
func (b *build) lineLicence(f *feature, line string) {
	licence, open := licenceCC0, true
	for _, s := range b.stops {
		switch {
		case s.attr("line") != line:
		case !s.prov.open:
			licence, open = licenceClosed, false
		case open && s.prov.licence == licenceODbL:
			licence = licenceODbL
		}
	}
	f.prov.licence, f.prov.open = licence, open
	if f.prov.method != "schematic" {
		f.prov.method = "digitised"
		if !open {
			f.prov.method = "traced"
		}
	}
}

func (b *build) entrances() error {
	facts, err := b.in.points("station-entrances.csv")
	if err != nil {
		return err
	}
	l := &layer{
		id: "station-entrances", titleZH: "车站出入口", titleEN: "Station entrances",
		describeZH: "OpenStreetMap 中既有线路的出入口；不完整，station 为所属站的 id。", describeEN: "Entrances of existing lines from OpenStreetMap; incomplete. station is the id of the station they belong to.",
		planRef: "第二十二章 一", group: "rail", geometry: "Point",
		schema: []property{
			{name: "station", typ: "string", zh: "所属车站", en: "Station"},
			{name: "exit", typ: "string", zh: "出口编号", en: "Exit", tile: true},
		},
	}
	for _, src := range facts {
		var station *feature
		for _, s := range b.layer("rail-stations").features {
			if s.nameZH == src.str("station") && s.status == "existing" && s.attr("place") == s.id {
				station = s
			}
		}
		if station == nil {
			return fmt.Errorf("%s: no station %q in use", src.id, src.str("station"))
		}
		_, exit, ok := strings.Cut(src.str("name_zh"), " ")
		if !ok {
			return fmt.Errorf("%s: name %q has no exit", src.id, src.str("name_zh"))
		}
		exit = strings.TrimSuffix(exit, "出口")
		bare, _, _ := strings.Cut(station.nameEN, " (")
		src.props["name_en"] = strings.TrimSpace(bare + " Exit " + exit)
		f, err := b.common("station-entrances", src)
		if err != nil {
			return err
		}
		f.category = "entrance"
		f.extra = []attr{{"station", station.id}, {"exit", exit}}
		l.features = append(l.features, f)
	}
	return b.add(l)
}

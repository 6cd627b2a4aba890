package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"layoutmap/geo"
)

// sameCarriageway names roads drawn a second time under another name, for the
// reader; what length counts is measured.
var sameCarriageway = []struct{ id, same string }{
	{"road-X-tongyan", "road-H04"},
}

// Two drawn lines are one carriageway where they run close for longer than any
// crossing does.
const (
	sharedWithin = 40.0  // metres, the accuracy of the better half of the lines
	sharedAlong  = 300.0 // metres
)

// roadGrid builds the plan's eleven horizontal and nine vertical roads.
func (b *build) roadGrid() error {
	facts, err := b.in.geojson("roads-11h9v.geojson")
	if err != nil {
		return err
	}
	names := map[string][]string{}
	for _, dir := range []struct{ axis, from, to string }{{"横", "十一横：", "云瑞南街-施园街"}, {"纵", "九纵：", "东部发展带联络线"}} {
		text, err := quote(b.clauses, passage{"box-6-1", dir.from, dir.to})
		if err != nil {
			return err
		}
		names[dir.axis] = strings.Split(strings.TrimPrefix(text, dir.from), "、")
	}
	l := &layer{
		id: "road-grid", titleZH: "十一横九纵骨干路网", titleEN: "Trunk road grid, 11 by 9",
		describeZH: "20 条骨干路，自北向南横 1 至 11，自西向东纵 1 至 9；一条路由多段街名相接而成。traced_share 为沿实测线路描绘的比例，其余为已知路口间连线或推定。",
		describeEN: "The 20 trunk roads: 横 1 to 11 from north to south, 纵 1 to 9 from west to east; one road runs through several named streets. traced_share is the part traced on real routes, the rest joins known junctions or is assumed.",
		planRef:    "专栏 6-1", group: "roads", geometry: "LineString",
		schema: []property{
			{name: "axis", typ: "string", zh: "方向", en: "Direction", enum: []string{"横", "纵"}, tile: true},
			{name: "order", typ: "integer", zh: "次序", en: "Order", tile: true},
			{name: "streets", typ: "strings", zh: "组成街道", en: "Component streets"},
			{name: "length_km", typ: "number", zh: "长度", en: "Length", unit: "km"},
			{name: "traced_share", typ: "number", zh: "描绘比例", en: "Traced share"},
		},
	}
	for _, src := range facts {
		f, err := b.common("road-grid", src)
		if err != nil {
			return err
		}
		order, err := src.num("order")
		if err != nil {
			return err
		}
		share, err := src.num("traced_share")
		if err != nil {
			return err
		}
		axis := src.str("axis")
		if i := int(order); i < 1 || i > len(names[axis]) || names[axis][i-1] != f.nameZH {
			return fmt.Errorf("%s: %s is not number %v of %v", f.id, f.nameZH, order, names[axis])
		}
		if err := b.citing(f, passage{clause: "box-6-1", from: f.nameZH}); err != nil {
			return err
		}
		f.kind, f.category = "grid-road", axis
		f.extra = []attr{{"axis", axis}, {"order", int(order)}, {"streets", strings.Split(f.nameZH, "-")},
			{"length_km", b.plane.km(f.geom)}, {"traced_share", share}}
		l.features = append(l.features, f)
	}
	return b.add(l)
}

// roads builds the expressways and key roads beside the grid.
func (b *build) roads(grid []orb.LineString) error {
	facts, err := b.in.geojson("roads-other.geojson")
	if err != nil {
		return err
	}
	l := &layer{
		id: "roads", titleZH: "高速公路与重点道路", titleEN: "Expressways and key roads",
		describeZH: "高速公路、国道与东南部智造廊联络路。与骨干路网同一路面的部分，长度只计一次（counts_km）。", describeEN: "Expressways, national roads and the corridor's link roads. Where a road shares its carriageway with the grid its length counts once (counts_km).",
		planRef: "第二十二章 一；表 6-2", group: "roads", geometry: "LineString",
		schema: []property{
			{name: "length_km", typ: "number", zh: "长度", en: "Length", unit: "km"},
			{name: "counts_km", typ: "number", zh: "计入长度", en: "Length that counts", unit: "km",
				notesZH: "不与骨干路网或本图层在前的道路并行重合（40 米内、300 米以上）的长度", notesEN: "length not shared (within 40 m, for 300 m or more) with the grid or a road listed before"},
			{name: "same_as", typ: "string", zh: "同一路面", en: "Same carriageway as"},
			{name: "traced_share", typ: "number", zh: "描绘比例", en: "Traced share"},
		},
	}
	before := slices.Clone(grid)
	for _, src := range facts {
		f, err := b.common("roads", src)
		if err != nil {
			return err
		}
		line, ok := f.geom.(orb.LineString)
		if !ok {
			return fmt.Errorf("%s is a %s", f.id, f.geom.GeoJSONType())
		}
		share, err := src.num("traced_share")
		if err != nil {
			return err
		}
		own, err := b.notShared(line, before)
		if err != nil {
			return fmt.Errorf("%s: %w", f.id, err)
		}
		counts := 0.0
		for _, l := range own {
			counts += planar.Length(l)
		}
		b.ownStretch[f.id] = own
		before = append(before, line)
		f.category = f.kind
		f.extra = []attr{{"length_km", b.plane.km(line)}}
		same := ""
		for _, s := range sameCarriageway {
			if s.id == f.id {
				same = s.same
			}
		}
		f.extra = append(f.extra, attr{"counts_km", roundTo(counts/1000, 2)}, attr{"same_as", same}, attr{"traced_share", share})
		l.features = append(l.features, f)
	}
	return b.add(l)
}

// lines lists the line strings of a geometry.
func lines(g orb.Geometry) []orb.LineString {
	switch g := g.(type) {
	case orb.LineString:
		return []orb.LineString{g}
	case orb.MultiLineString:
		return g
	}
	return nil
}

// notShared gives the stretches of a road, in the plane, that no road before it
// runs along; crossings stay in.
func (b *build) notShared(line orb.LineString, before []orb.LineString) ([]orb.LineString, error) {
	flat := b.plane.on(line).(orb.LineString)
	var bands []orb.Geometry
	for _, o := range before {
		if !o.Bound().Pad(0.001).Intersects(line.Bound()) {
			continue
		}
		band, err := geo.Buffer(b.plane.on(o), sharedWithin)
		if err != nil {
			return nil, err
		}
		bands = append(bands, band)
	}
	if len(bands) == 0 {
		return []orb.LineString{flat}, nil
	}
	all, err := geo.Union(bands...)
	if err != nil {
		return nil, err
	}
	outside, err := geo.Difference(flat, all)
	if err != nil {
		return nil, err
	}
	inside, err := geo.Intersection(flat, all)
	if err != nil {
		return nil, err
	}
	own := slices.Clone(lines(outside))
	for _, l := range lines(inside) {
		if planar.Length(l) < sharedAlong {
			own = append(own, l)
		}
	}
	return own, nil
}

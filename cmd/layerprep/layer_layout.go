package main

import (
	"fmt"

	"github.com/paulmach/orb"
)

// axisHalfWidth is assumed: the plan gives the axis no width. It takes in the
// blocks on both sides of the former carriageway.
const axisHalfWidth = 500.0 // metres

// layoutElements are the plan's nine, in its order, with the fact each is drawn
// from.
var layoutElements = []struct{ id, fact, category, element string }{
	{"layout-core", "layout-core", "core", "一核"},
	{"layout-zone-taima", "layout-zone-taima", "zone", "两区"},
	{"layout-zone-culture", "layout-zone-wenlv", "zone", "两区"},
	{"layout-town-zhangjiawan", "layout-town-zjw", "town", "三镇"},
	{"layout-town-taihu", "layout-town-taihu", "town", "三镇"},
	{"layout-town-songzhuang", "layout-town-songzhuang", "town", "三镇"},
	{"layout-belt", "layout-belt", "belt", "一带"},
	{"layout-axis", "layout-axis", "axis", "一轴"},
	{"layout-corridor", "layout-corridor", "corridor", "一廊"},
}

var layoutCentreLines = []struct{ id, fact, category, element string }{
	{"layout-belt-line", "layout-belt-line", "belt", "一带"},
	{"layout-axis-line", "layout-axis", "axis", "一轴"},
	{"layout-corridor-line", "layout-corridor-line", "corridor", "一廊"},
}

// layout builds the nine elements, the centre lines of three of them, and the
// high line park above the axis.
func (b *build) layout() error {
	facts, err := b.in.geojson("layout.geojson")
	if err != nil {
		return err
	}
	element := property{name: "element", typ: "string", zh: "布局要素", en: "Element",
		enum: []string{"一核", "两区", "三镇", "一带", "一轴", "一廊"}, tile: true}
	areas := &layer{
		id: "layout", titleZH: "发展布局", titleEN: "Spatial layout",
		describeZH: "“一核、两区、三镇重点突破，一带、一轴、一廊串联发展”九个要素。规划未公布界线，均为示意：按道路、河流手绘，一带、一轴、一廊为中心线按假定宽度外扩。",
		describeEN: "The nine elements: one core, two zones, three towns; one belt, one axis, one corridor. The plan publishes no boundaries, so all are schematic: drawn by hand along roads and rivers; belt, axis and corridor are centre lines widened by an assumed width.",
		planRef:    "第三章 三；图 1-2", group: "layout", geometry: "Polygon",
		schema: []property{element, {name: "area_km2", typ: "number", zh: "面积", en: "Area", unit: "km²"}},
	}
	for _, e := range layoutElements {
		src, err := byID(facts, e.fact)
		if err != nil {
			return err
		}
		src.id = e.id
		f, err := b.common("layout", src)
		if err != nil {
			return err
		}
		f.kind, f.category = e.category, e.category
		f.prov.method = "schematic" // no boundary is published
		if line, ok := f.geom.(orb.LineString); ok {
			if f.geom, err = b.plane.buffer(line, axisHalfWidth); err != nil {
				return fmt.Errorf("%s: %w", e.id, err)
			}
			f.prov.accuracy = metres(axisHalfWidth)
			f.note = addNote(f.note, fmt.Sprintf("%.0f m to each side of the line (width assumed)", axisHalfWidth))
			p := nearestVertex(line, *f.label)
			f.label = &p
		}
		f.extra = []attr{{"element", e.element}, {"area_km2", b.plane.km2(f.geom)}}
		areas.features = append(areas.features, f)
	}
	lines := &layer{
		id: "layout-lines", titleZH: "带、轴、廊中心线", titleEN: "Belt, axis and corridor lines",
		describeZH: "一带、一轴、一廊的中心线：北运河、东六环（潞苑北大街至京哈高速）、国道 230。", describeEN: "Centre lines of belt, axis and corridor: the Beiyun River, the East 6th Ring (Luyuan North Street to the Jingha Expressway), National Road 230.",
		planRef: "第三章 三；图 1-2", group: "layout", geometry: "LineString",
		schema: []property{element, {name: "length_km", typ: "number", zh: "长度", en: "Length", unit: "km"},
			{name: "area_accuracy_m", typ: "number", zh: "所在要素的精度", en: "Accuracy of the element", unit: "m", tile: true}},
	}
	accuracy := map[string]float64{} // of the element around the line, which its name tells
	for _, f := range areas.features {
		accuracy[f.category] = *f.prov.accuracy
	}
	for _, e := range layoutCentreLines {
		src, err := byID(facts, e.fact)
		if err != nil {
			return err
		}
		src.id = e.id
		f, err := b.common("layout-lines", src)
		if err != nil {
			return err
		}
		f.kind, f.category = e.category+"-line", e.category
		f.extra = []attr{{"element", e.element}, {"length_km", b.plane.km(f.geom)}, {"area_accuracy_m", accuracy[e.category]}}
		lines.features = append(lines.features, f)
	}
	src, err := byID(facts, "layout-axis-park")
	if err != nil {
		return err
	}
	src.id = "plan-area-highline-park"
	park, err := b.common("plan-areas", src)
	if err != nil {
		return err
	}
	park.category = "park"
	park.extra = []attr{{"area_km2", b.plane.km2(park.geom)}}
	for _, l := range []*layer{areas, lines, {
		id: "plan-areas", titleZH: "其他规划片区", titleEN: "Other plan areas",
		describeZH: "布局九要素以外、规划单独成段的片区：六环高线公园（原路面两侧各 100 米，宽度为假定）。", describeEN: "Areas with a passage of their own beside the nine elements: the 6th Ring High Line Park (100 m to each side of the former carriageway, assumed).",
		planRef: "专栏 4-2", group: "layout", geometry: "Polygon",
		schema:   []property{{name: "area_km2", typ: "number", zh: "面积", en: "Area", unit: "km²"}},
		features: []*feature{park},
	}} {
		if err := b.add(l); err != nil {
			return err
		}
	}
	return nil
}

func nearestVertex(l orb.LineString, p orb.Point) orb.Point {
	best := l[0]
	for _, q := range l {
		if sq(q, p) < sq(best, p) {
			best = q
		}
	}
	return best
}

func sq(a, b orb.Point) float64 {
	return (a[0]-b[0])*(a[0]-b[0]) + (a[1]-b[1])*(a[1]-b[1])
}

package main

import (
	"fmt"
	"strings"
)

var greenCategories = []struct{ kind, to, category string }{
	{"green-heart", "green-heart", "heart"}, {"green-ring", "green-ring", "ring"},
	{"green-belt", "green-belt", "belt"}, {"green-zone", "control-area", "control"},
}

// green builds the green structure and the ring's 13 parks.
func (b *build) green() error {
	facts, err := b.in.geojson("green-pattern.geojson")
	if err != nil {
		return err
	}
	structure := &layer{
		id: "green-structure", titleZH: "绿色空间格局", titleEN: "Green structure",
		describeZH: "“一心、一环、两带、两区”。绿心按六环、京津公路、北运河手绘；其余为示意。", describeEN: "One heart, one ring, two belts, two control areas. The heart is drawn along the 6th Ring, the Jingjin Highway and the Beiyun River; the rest is schematic.",
		planRef: "专栏 4-1", group: "green", geometry: "Geometry",
		schema: []property{
			{name: "pattern", typ: "string", zh: "格局要素", en: "Element", enum: []string{"一心", "一环", "两带", "两区"}, tile: true},
			{name: "area_km2", typ: "number", zh: "面积", en: "Area", unit: "km²"},
			{name: "length_km", typ: "number", zh: "长度", en: "Length", unit: "km"},
		},
	}
	for _, src := range facts {
		f, err := b.common("green-structure", src)
		if err != nil {
			return err
		}
		for _, c := range greenCategories {
			if c.kind == src.str("kind") {
				f.kind, f.category = c.to, c.category
			}
		}
		f.extra = []attr{{"pattern", src.str("pattern")}}
		if f.category == "ring" {
			f.extra = append(f.extra, attr{"length_km", b.plane.km(f.geom)})
		} else {
			f.extra = append(f.extra, attr{"area_km2", b.plane.km2(f.geom)})
		}
		structure.features = append(structure.features, f)
	}
	if err := b.add(structure); err != nil {
		return err
	}
	return b.ringParks()
}

func (b *build) ringParks() error {
	facts, err := b.in.geojson("parks.geojson")
	if err != nil {
		return err
	}
	ring, err := quote(b.clauses, passage{"box-4-1", "13 个公园包括", "宋庄公园"})
	if err != nil {
		return err
	}
	names := strings.Split(strings.NewReplacer("13 个公园包括", "", "和", "、").Replace(ring), "、")
	l := &layer{
		id: "green-ring-parks", titleZH: "环城绿色休闲游憩环公园", titleEN: "Ring parks",
		describeZH: "一环的 13 个公园，按规划次序。位置为估计，轮廓为示意椭圆。", describeEN: "The 13 parks of the ring in the plan's order. Positions are estimated, outlines are schematic ellipses.",
		planRef: "专栏 4-1", group: "green", geometry: "Polygon",
		schema: []property{
			{name: "order", typ: "integer", zh: "规划次序", en: "Order in the plan", tile: true},
			{name: "area_km2", typ: "number", zh: "面积", en: "Area", unit: "km²"},
		},
	}
	for i, src := range facts {
		f, err := b.common("green-ring-parks", src)
		if err != nil {
			return err
		}
		if i >= len(names) || f.nameZH != names[i] {
			return fmt.Errorf("park %d is %s; the plan names %v", i+1, f.nameZH, names)
		}
		f.category = "ring"
		f.extra = []attr{{"order", i + 1}, {"area_km2", b.plane.km2(f.geom)}}
		l.features = append(l.features, f)
	}
	return b.add(l)
}

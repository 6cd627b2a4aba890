package main

import "fmt"

// base builds district, subcentre and townships.
func (b *build) base() error {
	districts, err := b.in.geojson("district.geojson")
	if err != nil {
		return err
	}
	// The second row, the strip beside Yizhuang that one source leaves out, lies
	// inside the first: the district is one feature.
	border, err := byID(districts, "district-110112")
	if err != nil {
		return err
	}
	towns, err := b.in.geojson("townships.geojson")
	if err != nil {
		return err
	}
	b.towns = towns
	edge, tiles, err := b.tile(border, towns)
	if err != nil {
		return fmt.Errorf("townships: %w", err)
	}
	border.geom = edge
	b.markClosed(edge)

	d, err := b.common("district", border)
	if err != nil {
		return err
	}
	d.category = "district"
	d.note = "officially 906.28 km²; vertices added where township borders meet the line. The strip 开发区（亦庄）河东片 (16.16 km²), which one of the two sources leaves out of the district, is part of it"
	d.extra = []attr{{"code", "110112"}, {"area_km2", b.plane.km2(edge)}, {"official_area_km2", 906.28}}
	if err := b.add(&layer{
		id: "district", titleZH: "通州区", titleEN: "Tongzhou District",
		describeZH: "通州区界，两份独立公开数据相互校核（中位差 1.3 米）；不是法定界线。", describeEN: "The district line, from two independent public copies that agree to 1.3 m (median); not the legal line.",
		planRef: "序言", group: "base", geometry: "Polygon",
		schema: []property{
			{name: "code", typ: "string", zh: "行政区划代码", en: "Division code"},
			{name: "area_km2", typ: "number", zh: "面积", en: "Area", unit: "km²"},
			{name: "official_area_km2", typ: "number", zh: "公布面积", en: "Official area", unit: "km²"},
		},
		features: []*feature{d},
	}); err != nil {
		return err
	}
	if err := b.subcentre(); err != nil {
		return err
	}
	return b.townships(towns, tiles)
}

func (b *build) subcentre() error {
	layout, err := b.in.geojson("layout.geojson")
	if err != nil {
		return err
	}
	f, err := byID(layout, "layout-subcentre")
	if err != nil {
		return err
	}
	f.id = "subcentre"
	s, err := b.common("subcentre", f)
	if err != nil {
		return err
	}
	s.category = "subcentre"
	s.status, s.horizon = "existing", "now" // the area itself is in force; what is planned is what stands in it
	s.extra = []attr{{"area_km2", b.plane.km2(s.geom)}, {"official_area_km2", 155.0}}
	return b.add(&layer{
		id: "subcentre", titleZH: "城市副中心范围", titleEN: "Sub-center boundary",
		describeZH: "北京城市副中心 155 平方公里范围，按道路与河流手绘（152 平方公里），不是公布的界线。", describeEN: "The 155 km² of the Beijing Sub-center, drawn by hand along roads and rivers (152 km²); not a published line.",
		planRef: "第一章 二", group: "base", geometry: "Polygon",
		schema: []property{
			{name: "area_km2", typ: "number", zh: "面积", en: "Area", unit: "km²"},
			{name: "official_area_km2", typ: "number", zh: "公布面积", en: "Official area", unit: "km²"},
		},
		features: []*feature{s},
	})
}

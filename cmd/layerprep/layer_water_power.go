package main

import "fmt"

// rivers builds the river lines.
func (b *build) rivers() error {
	facts, err := b.in.geojson("rivers.geojson")
	if err != nil {
		return err
	}
	l := &layer{
		id: "rivers", titleZH: "主要河流", titleEN: "Rivers",
		describeZH: "主要河流中心线，多为凭常识手绘；潮白河取自区界；温潮减河为规划新挖，线位未公布。", describeEN: "Centre lines of the main rivers, mostly drawn from general knowledge; the Chaobai follows the district line; the Wenchaojian is a planned cut whose course is not published.",
		planRef: "第十四章 二；表 4-2", group: "green", geometry: "LineString",
		schema: []property{
			{name: "length_km", typ: "number", zh: "长度", en: "Length", unit: "km"},
			{name: "assumed_width_m", typ: "number", zh: "假定水面宽度", en: "Assumed width of water", unit: "m",
				notesZH: "人口格网据此扣除水面", notesEN: "what the demand grid leaves out as water"},
		},
	}
	for _, src := range facts {
		f, err := b.common("rivers", src)
		if err != nil {
			return err
		}
		if f.id == "river-chaobai" {
			b.markClosed(f.geom)
		}
		width, err := riverWidth(f.id)
		if err != nil {
			return err
		}
		f.category = "river"
		if f.status == "planned" {
			f.category = "planned-river"
		}
		f.extra = []attr{{"length_km", b.plane.km(f.geom)}, {"assumed_width_m", width}}
		l.features = append(l.features, f)
	}
	return b.add(l)
}

// substations builds the existing ones and the 4 + 17 of the plan.
func (b *build) substations() error {
	facts, err := b.in.geojson("substations.geojson")
	if err != nil {
		return err
	}
	l := &layer{
		id: "substations", titleZH: "变电站", titleEN: "Substations",
		describeZH: "既有变电站（位置为估计）与规划新扩建 4 座 220 千伏、17 座 110 千伏变电站。图 6-1 未能取得，规划站点位置为示意占位。", describeEN: "Existing substations (positions estimated) and the plan's 4 new or enlarged 220 kV and 17 new or enlarged 110 kV ones. Figure 6-1 was not available: planned positions are schematic placeholders.",
		planRef: "第二十三章 一；图 6-1", group: "power", geometry: "Point",
		schema: []property{{name: "voltage_kv", typ: "integer", zh: "电压等级", en: "Voltage", unit: "kV", tile: true}},
	}
	for _, src := range facts {
		f, err := b.common("substations", src)
		if err != nil {
			return err
		}
		kv, err := src.num("voltage_kv")
		if err != nil {
			return err
		}
		f.category = fmt.Sprintf("%.0f kV", kv)
		f.extra = []attr{{"voltage_kv", int(kv)}}
		l.features = append(l.features, f)
	}
	return b.add(l)
}

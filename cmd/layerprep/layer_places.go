package main

import (
	"fmt"
	"slices"
)

// parksOfIndustry are the ten of the plan's box 3-1 in its order, with the
// place each is drawn at. Several lie somewhere inside one park: they share its
// centre point, which is then schematic.
var parksOfIndustry = []struct{ zh, en, fact string }{
	{"未来设计产业园", "Future Design Industrial Park", "ip-01"},
	{"京津冀信创小镇", "Beijing-Tianjin-Hebei IT Innovation Town", "ip-02"},
	{"西工大北京研究院", "Northwestern Polytechnical University Beijing Institute", "ip-02"},
	{"联东 U 谷·数字安全产业基地", "Liando U Valley Digital Security Industrial Base", "ip-02"},
	{"诺思兰德药品生产基地", "Northland Pharmaceutical Production Base", "ip-02"},
	{"创新医学转化产业园", "Innovative Medicine Translation Industrial Park", "ip-03"},
	{"北京安贞未来医学创新谷", "Beijing Anzhen Future Medicine Innovation Valley", "ip-04"},
	{"北京大学人民医院医产协同创新港", "Peking University People's Hospital Medical-Industrial Innovation Port", "ip-03"},
	{"北投数创产业园", "Beitou Digital Creativity Industrial Park", "ip-05"},
	{"北京通州国际种业科技园区", "Beijing Tongzhou International Seed Industry Park", "ip-06"},
}

// hostParks are parks that hold several of the ten; they stay in places too.
var hostParks = []string{"ip-02", "ip-03"}

// industry builds industrial-parks and places.
func (b *build) industry() error {
	facts, err := b.in.geojson("places.geojson")
	if err != nil {
		return err
	}
	parks := &layer{
		id: "industrial-parks", titleZH: "特色品质产业园区", titleEN: "Industrial parks",
		describeZH: "专栏 3-1 的 10 个园区，按规划次序，均为中心点；同在一园的几个共用一个示意点。", describeEN: "The ten parks of box 3-1 in the plan's order, as centre points; those inside one larger park share its point, schematically.",
		planRef: "专栏 3-1；图 3-2", group: "parks", geometry: "Point",
		schema: []property{
			{name: "order", typ: "integer", zh: "规划次序", en: "Order in the plan"},
			{name: "within", typ: "string", zh: "所在园区", en: "Lies in"},
		},
	}
	for i, p := range parksOfIndustry {
		src, err := byID(facts, p.fact)
		if err != nil {
			return err
		}
		f, err := b.common("industrial-parks", src)
		if err != nil {
			return err
		}
		f.id = fmt.Sprintf("industrial-park-%02d", i+1)
		f.nameZH, f.nameEN, f.category = p.zh, p.en, "industrial-park"
		f.extra = []attr{{"order", i + 1}, {"within", ""}}
		if slices.Contains(hostParks, p.fact) {
			f.prov.method = "schematic"
			f.note = "示意：用所在园区的中心点 (schematic: the centre of the park it lies in)"
			f.extra[1].value = p.fact
		}
		if err := b.citing(f, passage{"box-3-1", p.zh, "。"}); err != nil {
			return err
		}
		parks.features = append(parks.features, f)
	}
	others := &layer{
		id: "places", titleZH: "地点与其他园区", titleEN: "Places and other parks",
		describeZH: "地标，以及专栏 3-1 以外的园区与两个承载多个园区的大园。", describeEN: "Landmarks, the parks outside box 3-1, and the two that hold several of its ten.",
		planRef: "第十章 三", group: "parks", geometry: "Point",
	}
	for _, src := range facts {
		inBox := slices.ContainsFunc(parksOfIndustry, func(p struct{ zh, en, fact string }) bool { return p.fact == src.id })
		if inBox && !slices.Contains(hostParks, src.id) {
			continue
		}
		f, err := b.common("places", src)
		if err != nil {
			return err
		}
		f.category = f.kind
		others.features = append(others.features, f)
	}
	if err := b.add(parks); err != nil {
		return err
	}
	return b.add(others)
}

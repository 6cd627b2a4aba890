package api

import (
	"context"
	"fmt"
	"net/url"
	"slices"

	"layoutmap/layers"
	"layoutmap/layers/plan"
)

// indicatorList is the answer of /indicators: the plan's 31 indicators, and the
// further aims of its text that a map can answer.
type indicatorList struct {
	PlanClause string              `json:"plan_clause"`
	Indicators []indicatorDocument `json:"indicators"`
	Aims       []aimDocument       `json:"aims"`
}

// indicatorDocument is an indicator in the plan's words, with what a map says to it.
type indicatorDocument struct {
	plan.Indicator
	ByMap mapAnswer `json:"by_map"`
	Links []link    `json:"links,omitempty"`
}

// aimDocument is an aim of the plan's text that is none of the 31 indicators.
type aimDocument struct {
	ID         string      `json:"id"`
	Name       layers.Text `json:"name"`
	Words      string      `json:"words"` // the plan's own
	PlanClause string      `json:"plan_clause"`
	Target     targetPart  `json:"target"`
	ByMap      mapAnswer   `json:"by_map"`
}

// mapAnswer is how a map answers, or that it cannot.
type mapAnswer struct {
	Answers     bool         `json:"answers"` // whether a map can, given the layers
	Reason      *layers.Text `json:"reason,omitempty"`
	Definition  *layers.Text `json:"definition,omitempty"`
	Denominator *layers.Text `json:"denominator,omitempty"`
	Layers      []needPart   `json:"layers,omitempty"`
	Missing     []string     `json:"missing,omitempty"` // ids of layers that are not there
	Query       string       `json:"query,omitempty"`   // a link that runs once no layer is missing
	Value       *mapValue    `json:"value"`             // null where a layer is missing
}

type needPart struct {
	ID   string      `json:"id"`
	What layers.Text `json:"what"`
}

// mapValue is the value that the query gives.
type mapValue struct {
	Value  float64     `json:"value"`
	Unit   string      `json:"unit"`
	Band   *band       `json:"band"`
	Of     layers.Text `json:"of"`
	Digest string      `json:"digest"`
}

// measure is something of the plan that a map can answer.
type measure struct {
	id          string
	name        layers.Text
	words       string // the plan's own
	clause      string
	target      targetPart
	definition  layers.Text
	denominator layers.Text
	needs       []needPart
	inputs      [][2]string // of the process coverage, in the order of the query
	of          layers.Text
	density     bool // the value is the network's length by area, not the share
}

func number(v float64) *float64 { return &v }

// coverageMeasure is indicator 7, as far as a map of public data answers it.
func coverageMeasure() measure {
	return measure{
		id:          coverageIndicator,
		definition:  text2("到最近的地铁站点 500 米以内（大地线，圆先合并再计）的人口和岗位占比", "share of people and jobs within 500 m of a metro station, on the geodesic; circles are united before counting"),
		denominator: text2("通州区全部人口和岗位", "all people and jobs of Tongzhou District"),
		needs: []needPart{
			{"rail-stations", text2("轨道站点", "rail stations")}, {"demand-population", text2("人口分布", "people by place")},
		},
		inputs: [][2]string{{"horizon", "2030"}, {"radius", "500"}},
		of:     text2("人口（估计），本规划线路建成后；没有岗位数据时不含岗位，不是指标值", "people (an estimate), with this plan's lines; without a surface of jobs no jobs are in it, and it is not the indicator's value"),
	}
}

// aims are the further aims, in the order of the plan's text. Speeds that turn
// minutes into metres are assumptions and said.
func aims() []measure {
	people := needPart{"demand-population", text2("人口分布", "people by place")}
	roads := needPart{"urban-roads", text2("全部城市道路（layer.yaml 写 network:）", "all urban roads, with network: in layer.yaml")}
	return []measure{
		{
			id: "road-density", name: text2("城区道路路网密度", "Density of the urban road network"), clause: "ch01-s1",
			words:       "城区道路路网密度达到 5.12 公里/平方公里、五年间增长 28%",
			target:      targetPart{number(5.12), "km/km²", "5.12 公里/平方公里（现状）"},
			definition:  text2("城区范围内道路中心线总长与城区面积之比，重复绘制的路段计一次", "length of road centre lines in the urban area over its ground area; a stretch drawn twice counts once"),
			denominator: text2("城区面积（平方公里）", "ground area of the urban area, km²"),
			needs:       []needPart{roads, {"urban-area", text2("城区范围（面）", "the urban area, polygons")}, people},
			inputs:      [][2]string{{"rule", "walk"}, {"network", "urban-roads"}, {"area", "urban-area"}, {"by", byNone}},
			of:          text2("城区道路", "urban roads"), density: true,
		},
		{
			id: "park-service", name: text2("公园绿地 500 米服务半径覆盖率", "People within 500 m of a park"), clause: "ch14-s2",
			words:       "加快推进公园绿地服务半径消盲",
			target:      targetPart{nil, "%", "消盲（计划未给出数值）"},
			definition:  text2("到最近公园出入口 500 米以内的人口占比", "share of the people within 500 m of the nearest entrance of a park"),
			denominator: text2("通州区全部人口", "all people of Tongzhou District"),
			needs:       []needPart{{"park-entrances", text2("公园出入口（点）", "park entrances, points")}, people},
			inputs:      [][2]string{{"sites", "park-entrances"}, {"horizon", "now"}, {"radius", "500"}},
			of:          text2("人口", "people"),
		},
		{
			id: "expressway-15-min", name: text2("全域 15 分钟上高快速路", "15 minutes to an expressway"), clause: "ch22-s1",
			words:       "“十五五”末实现城市副中心全域 15 分钟上高快速路、30 分钟内部通勤",
			target:      targetPart{number(100), "%", "全域"},
			definition:  text2("沿道路到最近的高快速路入口不超过 7500 米的人口占比（15 分钟，假定平均时速 30 公里）", "share of the people within 7,500 m along roads of an expressway ramp (15 minutes at an assumed 30 km/h)"),
			denominator: text2("通州区全部人口", "all people of Tongzhou District"),
			needs:       []needPart{{"expressway-ramps", text2("高快速路入口（点）", "expressway ramps, points")}, roads, people},
			inputs:      [][2]string{{"sites", "expressway-ramps"}, {"horizon", "2030"}, {"radius", "7500"}, {"rule", "walk"}, {"network", "urban-roads"}},
			of:          text2("人口", "people"),
		},
		{
			id: "fire-5-min", name: text2("消防救援 5 分钟响应覆盖率", "Fire response within 5 minutes"), clause: "ch23-s2",
			words:       "规划建设6个消防站，按需在商业密集区、大型居住区、火灾高发区等区域建设小型消防站，实现消防救援5分钟响应覆盖率100%",
			target:      targetPart{number(100), "%", "100%"},
			definition:  text2("沿道路到最近消防站不超过 2500 米的人口占比（5 分钟，假定平均时速 30 公里）", "share of the people within 2,500 m along roads of a fire station (5 minutes at an assumed 30 km/h)"),
			denominator: text2("通州区全部人口", "all people of Tongzhou District"),
			needs:       []needPart{{"fire-stations", text2("消防站（点）", "fire stations, points")}, roads, people},
			inputs:      [][2]string{{"sites", "fire-stations"}, {"horizon", "2030"}, {"radius", "2500"}, {"rule", "walk"}, {"network", "urban-roads"}},
			of:          text2("人口", "people"),
		},
	}
}

// answer says how a map answers the measure, and the value where every layer is there.
func (r *request) answer(ctx context.Context, m measure) (mapAnswer, error) {
	query := "/coverage"
	params := url.Values{}
	for i, p := range m.inputs {
		params.Set(p[0], p[1])
		query += map[bool]string{true: "?", false: "&"}[i == 0] + p[0] + "=" + url.QueryEscape(p[1])
	}
	out := mapAnswer{Answers: true, Definition: &m.definition, Denominator: &m.denominator, Layers: m.needs, Query: r.url(query)}
	for _, n := range m.needs {
		if _, ok := r.server.Catalog.Layer(n.ID); !ok && !(n.ID == "demand-population" && r.server.hasDemand()) {
			out.Missing = append(out.Missing, n.ID)
		}
	}
	if len(out.Missing) > 0 {
		return out, nil
	}
	in, err := textInputs(coverageProcess().inputs, params)
	if err != nil {
		return out, err
	}
	d, q, err := r.server.coverage.ask(in)
	if err != nil {
		return out, err
	}
	a, err := r.server.coverage.coverage(ctx, d, q)
	if err != nil {
		return out, err
	}
	first := a.doc.Results[0]
	out.Value = &mapValue{first.Share, "%", &first.Band, m.of, a.doc.Digest}
	if m.density {
		out.Value.Value, out.Value.Unit, out.Value.Band = a.doc.Method.Network.KmPerKm2, "km/km²", nil
	} else if c := a.doc.Combined; c != nil && m.id == coverageIndicator {
		out.Value.Value, out.Value.Band, out.Value.Of = c.Share, nil, text2("人口和岗位", "people and jobs")
	}
	return out, nil
}

func (s *Server) hasDemand() bool {
	return slices.ContainsFunc(s.Catalog.Layers(), func(l *layers.Layer) bool { return l.Demand != nil })
}

// indicators lists the plan's indicators and aims.
func (r *request) indicators() error {
	ctx := r.Request().Context()
	doc := indicatorList{PlanClause: "table-1-1", Indicators: []indicatorDocument{}, Aims: []aimDocument{}}
	for _, in := range r.server.Plan.Indicators {
		a := indicatorDocument{Indicator: in, ByMap: mapAnswer{Reason: &layers.Text{ZH: "统计指标，地图无法回答。", EN: "A figure of statistics, which a map cannot answer."}}}
		if in.ID == coverageIndicator {
			var err error
			if a.ByMap, err = r.answer(ctx, coverageMeasure()); err != nil {
				return err
			}
			a.Links = []link{{Href: r.url("/coverage"), Rel: "related", Type: mediaJSON, Title: "people within 500 m of a rail station; jobs have no public figures by place"}}
		}
		doc.Indicators = append(doc.Indicators, a)
	}
	for _, m := range aims() {
		by, err := r.answer(ctx, m)
		if err != nil {
			return fmt.Errorf("%s: %w", m.id, err)
		}
		doc.Aims = append(doc.Aims, aimDocument{m.id, m.name, m.words, m.clause, m.target, by})
	}
	if r.format() == "html" {
		return r.sendHTML("indicators", doc)
	}
	return r.sendJSON(mediaJSON, doc)
}

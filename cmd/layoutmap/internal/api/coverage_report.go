package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"layoutmap/layers"
)

// Columns that several tables share.
var (
	columnID     = reportColumn{"id", text2("编号", "id"), plainColumn}
	columnNameZH = reportColumn{"name_zh", text2("名称", "name"), plainColumn}
	columnNameEN = reportColumn{"name_en", text2("英文名", "English"), plainColumn}
	columnDemand = reportColumn{"demand", text2("需求面", "demand"), plainColumn}
	columnUnit   = reportColumn{"unit", text2("单位", "unit"), plainColumn}
	columnTotal  = reportColumn{"total", text2("总量", "total"), countColumn}
	columnCover  = reportColumn{"covered", text2("覆盖", "covered"), countColumn}
	columnShare  = reportColumn{"share_percent", text2("比例", "share"), shareColumn}
)

func (a *coverageAnalysis) report() report {
	d := &a.doc
	r := report{
		Title: text2(fmt.Sprintf("%g 米覆盖分析", d.RadiusM), fmt.Sprintf("Coverage within %g m", d.RadiusM)),
		Facts: []reportFact{
			{"指标 indicator", strings.TrimSpace(d.Indicator.NameZH + " " + d.Indicator.NameEN)}, {"目标 target", d.Target.Words + " " + d.Target.Unit}, {"时期 horizon", d.Horizon}, {"半径 radius", fmt.Sprintf("%g m", d.RadiusM)},
			{"种类 kinds", strings.Join(d.Kinds, ", ")}, {"范围 area", strings.TrimSpace(d.Area.NameZH + " " + d.Area.NameEN)},
			{"规则 rule", d.Rule + ", " + d.From},
		},
		Method: methodFacts(d.Method), Digest: d.Digest,
	}
	if c := d.AreaKM2.Covered; c != nil {
		r.Facts = append(r.Facts, reportFact{"面积 area covered", fmt.Sprintf("%.2f / %.2f km²", *c, d.AreaKM2.Total)})
	}
	for _, w := range d.Warnings {
		r.Warnings = append(r.Warnings, text2(w.ZH, w.EN))
	}
	if d.CombinedReason != nil {
		r.Warnings = append(r.Warnings, text2(d.CombinedReason.ZH, d.CombinedReason.EN))
	}
	r.Tables = []reportTable{resultsTable("result", text2("结果", "Result"), d.Results, d.Combined)}
	if len(d.Weighted) > 0 {
		t := reportTable{Name: "weighted", Title: text2("按距离衰减", "Weighed by distance"), Columns: []reportColumn{columnDemand, columnUnit, columnCover, columnTotal, columnShare}}
		for _, w := range d.Weighted {
			t.Rows = append(t.Rows, []any{w.Demand, w.Unit, w.Covered, w.Total, w.Share})
		}
		r.Tables = append(r.Tables, t)
	}
	if w := d.WhatIf; w != nil {
		r.Tables = append(r.Tables, resultsTable("base", text2("改动之前", "Before the edits"), w.Base.Results, w.Base.Combined), w.table())
	}
	by := reportTable{Name: "by", Title: text2("分区", "By "+d.ByWhat), Columns: []reportColumn{columnID, columnNameZH, columnNameEN, columnCover, columnTotal, columnShare}}
	for _, b := range d.By {
		var share any
		if b.Share != nil {
			share = *b.Share
		}
		by.Rows = append(by.Rows, []any{b.ID, b.NameZH, b.NameEN, b.Covered, b.Total, share})
	}
	sites := reportTable{Name: "site", Title: text2("站点", "Sites"), Columns: []reportColumn{columnID, columnNameZH, columnNameEN,
		{"lon", text2("经度", "lon"), plainColumn}, {"lat", text2("纬度", "lat"), plainColumn}, {"horizon", text2("时期", "horizon"), plainColumn}, {"got", text2("方式", "got"), plainColumn},
		{"exclusive", text2("独有", "exclusive"), countColumn}, {"shared", text2("共有", "shared"), countColumn}}}
	for _, s := range d.Sites {
		sites.Rows = append(sites.Rows, []any{s.ID, s.NameZH, s.NameEN, s.Lon, s.Lat, s.Horizon, s.Method, s.Exclusive, s.Shared})
	}
	r.Tables = append(r.Tables, by, sites)
	return r
}

// resultsTable is the share of each surface, of its spreading rules, and of all together.
func resultsTable(name string, title layers.Text, results []resultPart, combined *combinedPart) reportTable {
	t := reportTable{Name: name, Title: title, Columns: []reportColumn{columnDemand, columnUnit, columnCover, columnTotal, columnShare,
		{"low_percent", text2("低", "low"), shareColumn}, {"high_percent", text2("高", "high"), shareColumn}}}
	for _, r := range results {
		t.Rows = append(t.Rows, []any{r.Demand, r.Unit, r.Covered, r.Total, r.Share, r.Band.Low, r.Band.High})
		for _, rule := range r.Rules {
			t.Rows = append(t.Rows, []any{r.Demand + ", " + rule.Property, r.Unit, rule.Covered, rule.Total, rule.Share, nil, nil})
		}
	}
	if combined != nil {
		t.Rows = append(t.Rows, []any{"people + jobs", "", combined.Covered, combined.Total, combined.Share, nil, nil})
	}
	return t
}

func (w *whatIf) table() reportTable {
	t := reportTable{Name: "edit", Title: text2("改动", "Edits"), Columns: []reportColumn{columnID, {"edit", text2("改动", "edit"), plainColumn},
		{"alone_covered", text2("单独", "alone"), countColumn}, {"alone_points", text2("单独，百分点", "alone, points"), pointColumn},
		{"together_covered", text2("合计中", "together"), countColumn}, {"together_points", text2("合计中，百分点", "together, points"), pointColumn}}}
	for _, e := range w.Edits {
		t.Rows = append(t.Rows, []any{e.ID, e.Edit, e.Alone.Covered, e.Alone.Share, e.Together.Covered, e.Together.Share})
	}
	t.Rows = append(t.Rows, []any{"", "all", w.Difference.Covered, w.Difference.Share, w.Difference.Covered, w.Difference.Share})
	return t
}

// methodFacts lists the members of a method block in its order, each under the
// names that lead to it.
func methodFacts(block any) []reportFact { return factsOf("", mustJSON(block)) }

func factsOf(name string, value json.RawMessage) (out []reportFact) {
	var text string
	var list []json.RawMessage
	switch {
	case value[0] == '{':
		dec := json.NewDecoder(bytes.NewReader(value))
		dec.Token() // of the server's own JSON nothing fails
		for dec.More() {
			key, _ := dec.Token()
			var raw json.RawMessage
			dec.Decode(&raw)
			out = append(out, factsOf(strings.TrimPrefix(fmt.Sprint(name, ".", key), "."), raw)...)
		}
		return out
	case json.Unmarshal(value, &list) == nil && len(list) > 0 && list[0][0] == '{':
		for i, raw := range list {
			out = append(out, factsOf(fmt.Sprintf("%s[%d]", name, i), raw)...)
		}
		return out
	case list != nil:
		words := make([]string, len(list))
		for i, raw := range list {
			words[i] = scalarText(raw)
		}
		text = strings.Join(words, ", ")
	default:
		text = scalarText(value)
	}
	if text == "" {
		return nil
	}
	return []reportFact{{name, text}}
}

// scalarText is a string as it is, nothing for null, and else the JSON.
func scalarText(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return string(raw)
	}
	return text
}

package plan_test

import (
	"strings"
	"testing"

	"layoutmap/layers/plan"
)

func load(t *testing.T) plan.Plan {
	t.Helper()
	p, err := plan.Load()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestIndicators(t *testing.T) {
	p := load(t)
	if len(p.Indicators) != 31 {
		t.Fatalf("%d indicators, the plan has 31", len(p.Indicators))
	}
	binding := 0
	for i, ind := range p.Indicators {
		if ind.Number != i+1 || ind.NameZH == "" || ind.NameEN == "" || ind.Category == "" {
			t.Errorf("indicator %d: %+v", i+1, ind)
		}
		if (ind.Target == "") != (len(ind.Rows) > 0) || (ind.Attribute == "") != (len(ind.Rows) > 0) {
			t.Errorf("%s: target %q, attribute %q, %d rows", ind.ID, ind.Target, ind.Attribute, len(ind.Rows))
		}
		if ind.Attribute == "约束性" {
			binding++
		}
		if _, ok := p.Clause(ind.PlanClause); !ok {
			t.Errorf("%s: no clause %q", ind.ID, ind.PlanClause)
		}
	}
	if binding != 9 {
		t.Errorf("%d binding indicators, table 1-1 has 9", binding)
	}
	seven := p.Indicators[6]
	if seven.NameZH != "轨道交通站点 500 米范围人口和岗位覆盖率" || seven.Unit != "%" || seven.Target != "29 左右" || seven.Attribute != "预期性" || seven.Category != "协调发展" {
		t.Errorf("indicator 7: %+v", seven)
	}
	if rows := p.Indicators[30].Rows; len(rows) != 2 || rows[0].Target != ">98.7" || rows[1].NameZH != "药品抽验合格率" {
		t.Errorf("indicator 31: %+v", rows)
	}
}

func TestClauses(t *testing.T) {
	p := load(t)
	for _, c := range []struct{ id, heading, begins, ends string }{
		{"preface", "序 言", "“十五五”时期，在基本实现", "共谋发展的行动指引。"},
		{"part-3", "第三篇 成为北京经济高质量发展的生力军", "始终将成为", "强劲内力。"},
		{"ch03-s3", "三、发展布局", "按照功能提升", "实质性合作。"},
		{"ch27-s5", "五、充分凝聚各方合力", "坚持好、完善好", "。"},
		{"box-3-1", "专栏 3-1：部分中关村通州园特色品质产业园区", "未来设计产业园：", "保障国家种业安全。"},
		{"box-4-2", "专栏 4-2：六环高线公园", "通过东六环路入地改造", "兼顾昼夜的活力体系。"},
		{"box-5-1", "专栏 5-1：“一链双核，多区万田”种业产业空间结构", "一链：", "约 9 万亩科研试验田。"},
		{"table-5-1", "表5-1 镇村基础设施重点项目表", "项目名称\t项目内容", "二期、三期管线工程。"},
		{"figure-6-1", "图 6-1 110 千伏及 220 千伏变电站设施布局示意图", "图 6-1", "示意图"},
	} {
		got, ok := p.Clause(c.id)
		if !ok {
			t.Errorf("no clause %s", c.id)
			continue
		}
		if got.Heading != c.heading || !strings.HasPrefix(got.Text, c.begins) || !strings.HasSuffix(got.Text, c.ends) {
			t.Errorf("%s: heading %q, text %q … want %q, %q … %q", c.id, got.Heading, got.Text, c.heading, c.begins, c.ends)
		}
	}
	if _, ok := p.Clause("ch28"); ok {
		t.Error("found a chapter the plan does not have")
	}
}

func TestStructure(t *testing.T) {
	p := load(t)
	count := map[string]int{}
	last := 0
	for _, c := range p.Clauses {
		switch {
		case strings.HasPrefix(c.ID, "table-"):
			count["tables"]++
			if c.ID != "table-1-1" && !strings.HasPrefix(c.Text, "项目名称\t项目内容\n") {
				t.Errorf("%s begins %q", c.ID, c.Text)
			}
		case strings.HasPrefix(c.ID, "box-"):
			count["boxes"]++
		case strings.HasPrefix(c.ID, "figure-"):
			count["figures"]++
		case strings.HasPrefix(c.ID, "part-"):
			count["parts"]++
		case c.Level == 2:
			count["chapters"]++
		case c.Level == 3:
			count["sections"]++
		}
		if strings.Contains(c.Text, "**") || strings.Contains(c.Text, ".....") {
			t.Errorf("%s holds Markdown or a line of the contents: %q", c.ID, c.Text)
		}
		if c.Lines[0] < last || c.Lines[1] < c.Lines[0] {
			t.Errorf("%s: lines %v after %d", c.ID, c.Lines, last)
		}
		last = c.Lines[0]
	}
	// 13 tables of projects and the indicators'; the rest as in the table of
	// contents.
	want := map[string]int{"tables": 14, "boxes": 8, "figures": 6, "parts": 7, "chapters": 27, "sections": 87}
	for k, n := range want {
		if count[k] != n {
			t.Errorf("%d %s, want %d", count[k], k, n)
		}
	}
}

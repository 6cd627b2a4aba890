package main

import (
	"os"
	"strings"
	"testing"
)

const tinyPlan = `# 规划纲要

# 目 录

第一章 甲 ..... 1

# 第一篇 开篇

## 第十二章 甲章

引言第一段，在此被分
 
页，仍是一段。

### **二、乙节**

**粗体。**正文在表前。

表 9-1 项目表

项目名称	项目内容
某站	长约 5 公里。

项目名称	项目内容
某路	第二页的行。

表后的正文$\geq 3$。
`

func TestReadPlan(t *testing.T) {
	text := tinyPlan
	for _, n := range clauseNotes { // the notes need their clauses
		switch n.id {
		case "preface":
			text = strings.Replace(text, "# 目 录", "## 序 言\n\n序。\n\n# 目 录", 1)
		case "ch27-s1":
			text += "\n## 第二十七章 终章\n\n## 一、节\n\n文。\n"
		case "part-6":
			text += "\n## 第六篇 末篇\n\n完。\n"
		}
	}
	cs, err := readPlan([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ id, want string }{
		{"ch12", "引言第一段，在此被分页，仍是一段。"},
		{"ch12-s2", "粗体。正文在表前。\n表后的正文≥3。"},
		{"table-9-1", "项目名称\t项目内容\n某站\t长约 5 公里。\n某路\t第二页的行。"},
	} {
		got, err := findClause(cs, c.id)
		if err != nil || got.Text != c.want {
			t.Errorf("%s: %+v, %v, want %q", c.id, got, err, c.want)
		}
	}
	if q, err := quote(cs, passage{"ch12", "在此", "一段。"}); err != nil || q != "在此被分页，仍是一段。" {
		t.Errorf("quote: %q, %v", q, err)
	}
	for _, p := range []passage{{"ch13", "甲", ""}, {"ch12", "没有的话", ""}, {"ch12", "引言", "没有的话"}} {
		if q, err := quote(cs, p); err == nil {
			t.Errorf("%+v gave %q", p, q)
		}
	}
	if _, err := readPlan([]byte("# 题\n\n## 不认得的标题\n")); err == nil {
		t.Error("an unknown heading passed")
	}
}

func TestChineseNumber(t *testing.T) {
	for s, want := range map[string]int{"一": 1, "九": 9, "十": 10, "十四": 14, "二十": 20, "二十七": 27} {
		if got := chineseNumber(s); got != want {
			t.Errorf("%s: %d, want %d", s, got, want)
		}
	}
}

// Every quotation on a feature is the plan's own text, checked against the file
// and not against what was read from it. White space and Markdown apart.
func TestQuotationsAreVerbatim(t *testing.T) {
	sources(t)
	raw, err := os.ReadFile(planDir + "/plan-text.md")
	if err != nil {
		t.Fatal(err)
	}
	text := squeeze(strings.NewReplacer("**", "", "#", "").Replace(string(raw)))
	b, _ := built(t, false)
	quoted := 0
	for _, l := range b.layers {
		for _, f := range l.features {
			if f.planText == "" {
				continue
			}
			quoted++
			if !strings.Contains(text, squeeze(f.planText)) {
				t.Errorf("%s/%s: not in the plan: %q", l.id, f.id, f.planText)
			}
		}
	}
	if quoted < 200 {
		t.Errorf("only %d features quote the plan", quoted)
	}
}

// Package plan holds the text the layers are drawn from: the clauses of the
// plan in reading order and its 31 indicators, embedded as cmd/layerprep wrote
// them.
//
//	p, err := plan.Load()
//	c, ok := p.Clause("ch03-s3") // 三、发展布局
//
// The wording is the published plan's; nothing is corrected. Lines refer to the
// text file the clauses were cut from.
package plan

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
)

//go:embed clauses.json
var clausesJSON []byte

//go:embed indicators.json
var indicatorsJSON []byte

// Clause is one piece of the plan: title, preface, part (part-1), chapter
// (ch03), section (ch03-s3), box (box-4-1), table (table-6-1) or figure caption
// (figure-1-2).
type Clause struct {
	ID      string `json:"id"`
	Part    string `json:"part,omitempty"`    // heading of the 篇 it stands in
	Chapter string `json:"chapter,omitempty"` // heading of the 章 it stands in
	Heading string `json:"heading"`
	Level   int    `json:"level"` // 1 title, preface, part; 2 chapter; 3 section; 4 box, table, figure
	// Text holds the paragraphs, parted by newlines, in a table the rows with
	// their cells parted by tabs. A heading that only introduces others has none.
	Text  string `json:"text"`
	Lines [2]int `json:"lines"` // first and last line in the text file, from 1
	Note  string `json:"note,omitempty"`
}

// Indicator is one row of the plan's table of aims. Target and unit are the
// plan's own words ("29 左右", "%").
type Indicator struct {
	ID         string `json:"id"` // indicator-7
	Number     int    `json:"number"`
	Category   string `json:"category"`
	NameZH     string `json:"name_zh"`
	NameEN     string `json:"name_en"`
	Unit       string `json:"unit,omitempty"`
	Target     string `json:"target,omitempty"`
	Attribute  string `json:"attribute,omitempty"` // 预期性 (expected) or 约束性 (binding)
	Rows       []Row  `json:"rows,omitempty"`      // indicator 31 has two and neither target nor attribute of its own
	PlanClause string `json:"plan_clause"`
}

// Row is one of several figures under one indicator.
type Row struct {
	NameZH string `json:"name_zh"`
	NameEN string `json:"name_en"`
	Unit   string `json:"unit,omitempty"`
	Target string `json:"target"`
}

// Plan is the whole of it, in reading order.
type Plan struct {
	Clauses    []Clause
	Indicators []Indicator
	byID       map[string]int
}

// Load parses the embedded files. It fails only when they were edited into
// something that is not JSON, or an id stands twice.
func Load() (Plan, error) {
	p := Plan{byID: map[string]int{}}
	if err := strict(clausesJSON, &p.Clauses); err != nil {
		return Plan{}, fmt.Errorf("clauses.json: %w", err)
	}
	if err := strict(indicatorsJSON, &p.Indicators); err != nil {
		return Plan{}, fmt.Errorf("indicators.json: %w", err)
	}
	for i, c := range p.Clauses {
		if _, twice := p.byID[c.ID]; twice {
			return Plan{}, fmt.Errorf("clauses.json: id %q stands twice", c.ID)
		}
		p.byID[c.ID] = i
	}
	return p, nil
}

// Clause finds a clause by id.
func (p Plan) Clause(id string) (Clause, bool) {
	i, ok := p.byID[id]
	if !ok {
		return Clause{}, false
	}
	return p.Clauses[i], true
}

func strict(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	return d.Decode(into)
}

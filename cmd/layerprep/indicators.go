package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// indicator is one row of the plan's table 1-1.
type indicator struct {
	ID         string         `json:"id"`
	Number     int            `json:"number"`
	Category   string         `json:"category"`
	NameZH     string         `json:"name_zh"`
	NameEN     string         `json:"name_en"`
	Unit       string         `json:"unit,omitempty"`
	Target     string         `json:"target,omitempty"`
	Attribute  string         `json:"attribute,omitempty"` // 预期性 expected, 约束性 binding
	Rows       []indicatorRow `json:"rows,omitempty"`      // where one indicator has several
	PlanClause string         `json:"plan_clause"`
}

type indicatorRow struct {
	NameZH string `json:"name_zh"`
	NameEN string `json:"name_en"`
	Unit   string `json:"unit,omitempty"`
	Target string `json:"target"`
}

// indicatorNames are our English names, by number.
var indicatorNames = []string{
	1: "Average annual growth of gross regional product", 2: "First-time certified high-tech enterprises, cumulative new",
	3: "Average annual growth of digital-economy value added", 4: "Average annual growth of culture, sports and entertainment revenue",
	5: "Headquarters institutions received or newly set up", 6: "Permanent population",
	7: "People and jobs within 500 m of rail stations", 8: "Ratio of urban to rural disposable income per capita",
	9: "Average annual revenue growth of key green-economy industries", 10: "Cut in carbon dioxide emissions per unit of gross regional product",
	11: "Share of non-fossil energy in energy consumption", 12: "Household waste recycling rate",
	13: "Total water use for production and living", 14: "Annual mean fine particulate matter (PM2.5)",
	15: "Annual mean total suspended particulates (TSP)", 16: "Share of good-quality water bodies",
	17: "Share of colourful planting", 18: "Average annual growth of foreign capital used",
	19: "International organisations newly attracted", 20: "Average annual growth of disposable income per capita",
	21: "Surveyed urban unemployment rate", 22: "Road traffic index",
	23: "Share of backbone teachers at district level or above", 24: "Share of consultations in primary care",
	25: "Share of nursing beds in elderly-care institutions", 26: "Nursery enrolment of children under 3",
	27: "Average annual growth of visits to cultural venues per capita", 28: "Share of people who exercise regularly",
	29: "Work-safety deaths per unit of gross regional product", 30: "Fire deaths per 100,000 permanent residents",
	31: "Food and drug safety",
}

// safetyRows names the two rows of indicator 31, which the plan gives without
// an attribute.
var safetyRows = []struct{ zh, en string }{
	{"食品安全抽检合格率", "Food samples passing inspection"},
	{"药品抽验合格率", "Drug samples passing inspection"},
}

var unitAtEnd = regexp.MustCompile(` ?[（(]([^（）()]+)[）)]$`)

// splitUnit parts "森林覆盖率（%）" into name and unit.
func splitUnit(s string) (name, unit string) {
	if m := unitAtEnd.FindStringSubmatchIndex(s); m != nil {
		return s[:m[0]], s[m[2]:m[3]]
	}
	return s, ""
}

// readIndicators reads table 1-1: category, number, name, target, attribute.
func readIndicators(cs []*clause) ([]indicator, error) {
	table, err := findClause(cs, "table-1-1")
	if err != nil {
		return nil, err
	}
	var out []indicator
	category := ""
	for _, line := range strings.Split(table.Text, "\n")[1:] {
		cells := strings.Split(line, "\t")
		if len(cells) < 5 {
			continue // the note below the table
		}
		if cells[0] != "" {
			category = cells[0]
		}
		if cells[1] == "" { // a further row of the last indicator
			last := &out[len(out)-1]
			row, err := safetyRow(cells)
			if err != nil {
				return nil, err
			}
			last.Rows = append(last.Rows, row)
			continue
		}
		n, err := strconv.Atoi(cells[1])
		if err != nil || n != len(out)+1 || n >= len(indicatorNames) {
			return nil, fmt.Errorf("table 1-1: number %q after %d", cells[1], len(out))
		}
		ind := indicator{ID: fmt.Sprintf("indicator-%d", n), Number: n, Category: category,
			NameEN: indicatorNames[n], PlanClause: "table-1-1"}
		ind.NameZH, ind.Unit = splitUnit(cells[2])
		if strings.HasPrefix(cells[4], ">") { // name, sub-name, target: no attribute column
			row, err := safetyRow(cells)
			if err != nil {
				return nil, err
			}
			ind.Rows = []indicatorRow{row}
		} else {
			ind.Target, ind.Attribute = cells[3], cells[4]
		}
		out = append(out, ind)
	}
	return out, nil
}

func safetyRow(cells []string) (indicatorRow, error) {
	row := indicatorRow{Target: cells[4]}
	row.NameZH, row.Unit = splitUnit(cells[3])
	for _, s := range safetyRows {
		if s.zh == row.NameZH {
			row.NameEN = s.en
			return row, nil
		}
	}
	return row, fmt.Errorf("table 1-1: row %q has no English name", row.NameZH)
}

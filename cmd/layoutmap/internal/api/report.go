package api

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"layoutmap/layers"
)

const mediaMarkdown = "text/markdown; charset=utf-8"

// report is an answer for people, to read, print or open in a spreadsheet. It
// always says how it was got.
type report struct {
	Title    layers.Text
	Facts    []reportFact // what was asked
	Tables   []reportTable
	Warnings []layers.Text
	Method   []reportFact // in the order of the method block
	Digest   string
}

type reportFact struct {
	Key  string
	Text string
}

// reportTable is a table; each row has a cell for each column: a string, a
// number or nil.
type reportTable struct {
	Name    string // of the table in CSV
	Title   layers.Text
	Columns []reportColumn
	Rows    [][]any
}

type reportColumn struct {
	Key   string // in CSV
	Title layers.Text
	Kind  columnKind
}

// columnKind says how a number is shown to people; CSV holds it unrounded.
type columnKind int

const (
	plainColumn columnKind = iota
	countColumn            // whole, in groups of three
	shareColumn            // percent, two decimals
	pointColumn            // percentage points with their sign, two decimals
)

// Shown is a cell as people read it.
func (c reportColumn) Shown(cell any) string {
	v, ok := cell.(float64)
	if !ok {
		if cell == nil {
			return "–"
		}
		return fmt.Sprint(cell)
	}
	switch c.Kind {
	case countColumn:
		return grouped(v)
	case shareColumn:
		return strconv.FormatFloat(v, 'f', 2, 64) + " %"
	case pointColumn:
		return fmt.Sprintf("%+.2f", v)
	}
	return formatNumber(v)
}

// IsNumber tells whether the column's cells stand to the right.
func (c reportColumn) IsNumber() bool { return c.Kind != plainColumn }

// grouped writes a whole number as 1,840,295.
func grouped(v float64) string {
	text := strconv.FormatFloat(math.Abs(math.Round(v)), 'f', 0, 64)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	if math.Round(v) < 0 {
		return "-" + text
	}
	return text
}

// csv is one rectangular table of all: the first column names the table a row
// is of, the others are those of all tables.
func (r *report) csv(bom bool) []byte {
	var out bytes.Buffer
	if bom {
		out.WriteString("\ufeff")
	}
	tables := append(slices.Clone(r.Tables), factTable("warning", nil), factTable("method", r.Method), factTable("digest", []reportFact{{"digest", r.Digest}}))
	for _, w := range r.Warnings {
		t := &tables[len(r.Tables)]
		t.Rows = append(t.Rows, []any{w.EN, w.ZH})
	}
	head := []string{"table"}
	for _, t := range tables {
		for _, c := range t.Columns {
			if !slices.Contains(head, c.Key) {
				head = append(head, c.Key)
			}
		}
	}
	w := csv.NewWriter(&out)
	w.Write(head)
	for _, t := range tables {
		for _, row := range t.Rows {
			rec := make([]string, len(head))
			rec[0] = t.Name
			for i, c := range t.Columns {
				rec[slices.Index(head, c.Key)] = csvCell(row[i])
			}
			w.Write(rec)
		}
	}
	w.Flush() // a buffer takes all
	return out.Bytes()
}

func csvCell(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case float64:
		return formatNumber(v)
	}
	return fmt.Sprint(v)
}

func factTable(name string, facts []reportFact) reportTable {
	t := reportTable{Name: name, Columns: []reportColumn{{Key: "key"}, {Key: "text"}}}
	for _, f := range facts {
		t.Rows = append(t.Rows, []any{f.Key, f.Text})
	}
	return t
}

// markdown is the report in GitHub's Markdown.
func (r *report) markdown() []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "# %s · %s\n\n", r.Title.ZH, r.Title.EN)
	for _, f := range r.Facts {
		fmt.Fprintf(&out, "- **%s**: %s\n", f.Key, markdownText(f.Text))
	}
	for _, w := range r.Warnings {
		fmt.Fprintf(&out, "\n> ⚠ %s %s\n", markdownText(w.ZH), markdownText(w.EN))
	}
	for _, t := range r.Tables {
		if len(t.Rows) == 0 {
			continue
		}
		fmt.Fprintf(&out, "\n## %s · %s\n\n|", t.Title.ZH, t.Title.EN)
		for _, c := range t.Columns {
			fmt.Fprintf(&out, " %s %s |", c.Title.ZH, c.Title.EN)
		}
		out.WriteString("\n|")
		for _, c := range t.Columns {
			out.WriteString(map[bool]string{false: "---|", true: "---:|"}[c.IsNumber()])
		}
		for _, row := range t.Rows {
			out.WriteString("\n|")
			for i, c := range t.Columns {
				fmt.Fprintf(&out, " %s |", markdownText(c.Shown(row[i])))
			}
		}
		out.WriteByte('\n')
	}
	out.WriteString("\n## 口径与方法 · Method\n\n")
	for _, f := range r.Method {
		fmt.Fprintf(&out, "- **%s**: %s\n", f.Key, markdownText(f.Text))
	}
	fmt.Fprintf(&out, "- **digest**: `%s`\n", r.Digest)
	return out.Bytes()
}

var markdownEscapes = strings.NewReplacer("|", `\|`, "\n", " ", "*", `\*`, "_", `\_`, "<", "&lt;", "`", "\\`", "[", `\[`)

func markdownText(s string) string { return markdownEscapes.Replace(s) }

func text2(zh, en string) layers.Text { return layers.Text{ZH: zh, EN: en} }
